"""What an import did, or would do: counts for the table, and sentences for people."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

IN_FILE = "in the file"


class Outcome(StrEnum):
    """The outcome of one item, or the planned one in a dry run."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CONFLICT = "changed here"
    DUPLICATE = "duplicate"
    DELETED = "deleted here"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(slots=True)
class ImportReport:
    """What became of everything in a file.

    `in_file` says how many there are of each kind, such as posts or comments, and `counts` what
    became of them. `not_imported` has the reasons why things were skipped. `remarks` are sentences
    under a heading; `entries` says which entry a sentence is about, if any, by its primary key, and
    `of_entries` what was said of each. `failures` are (item, what went wrong).
    """

    is_dry_run: bool = False
    in_file: Counter = field(default_factory=Counter)
    counts: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))
    not_imported: Counter = field(default_factory=Counter)
    findings: dict[str, dict[tuple[str, int | None], None]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    failures: list[tuple[str, str]] = field(default_factory=list)

    def count(self, kind: str, outcome: Outcome, number: int = 1) -> None:
        self.counts[kind][outcome] += number

    def skip(self, kind: str, why: str, number: int = 1) -> None:
        """Count things of a kind that are left out. `why` names them: “spam comments”."""
        self.count(kind, Outcome.SKIPPED, number)
        self.not_imported[why] += number

    def remark(self, heading: str, sentence: str, *, entry: int | None = None) -> None:
        self.findings[heading][sentence, entry] = None

    @property
    def remarks(self) -> dict[str, list[str]]:
        """Return the sentences under each heading."""
        return {
            heading: [sentence for sentence, _ in found] for heading, found in self.findings.items()
        }

    def findings_by_entry(self) -> dict[int | None, list[tuple[str, str]]]:
        """Return what was said of each entry: (heading, sentence)."""
        said: dict[int | None, list[tuple[str, str]]] = defaultdict(list)
        for heading, found in self.findings.items():
            for sentence, entry in found:
                said[entry].append((heading, sentence))
        return said

    def unaccounted(self) -> dict[str, int]:
        """Return for which kinds the outcomes don't add up to the file's count, and by how many."""
        differences = {
            kind: number - sum(self.counts[kind].values()) for kind, number in self.in_file.items()
        }
        return {kind: number for kind, number in differences.items() if number}

    def add(self, other: "ImportReport") -> None:
        """Merge another report into this one."""
        self.in_file.update(other.in_file)
        for kind, counter in other.counts.items():
            self.counts[kind].update(counter)
        self.not_imported.update(other.not_imported)
        for heading, found in other.findings.items():
            self.findings[heading].update(found)
        self.failures.extend(other.failures)

    def fail(self, item: str, reason: str) -> None:
        self.failures.append((item, reason))


def as_json(report: ImportReport) -> dict[str, Any]:
    """Return everything that a report says, for programs."""
    return {
        "is_dry_run": report.is_dry_run,
        "totals": totals_of(report),
        "left_out": dict(report.not_imported),
        "findings": {
            heading: [
                # The entries of a dry run are gone again.
                {"sentence": sentence, "entry": None if report.is_dry_run else entry}
                for sentence, entry in found
            ]
            for heading, found in report.findings.items()
        },
        "failures": [{"item": item, "reason": reason} for item, reason in report.failures],
        "unaccounted": report.unaccounted(),
    }


def totals_of(report: ImportReport) -> dict[str, dict[str, int]]:
    """Return {kind: {"in the file": number, outcome: number}}."""
    kinds = {**report.in_file, **report.counts}
    with_numbers = [kind for kind in kinds if report.in_file[kind] or report.counts[kind].total()]
    return {
        kind: ({IN_FILE: report.in_file[kind]} if report.in_file[kind] else {})
        | {str(outcome): number for outcome, number in report.counts[kind].items() if number}
        for kind in with_numbers
    }
