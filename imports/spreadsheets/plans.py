"""What importing a spreadsheet does to each row: planned for the preview, then carried out."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from content.models import Entry
from imports.reports import ImportReport, Outcome
from imports.running import OnProgress, catch_failure, ignore_progress, import_run

logger = logging.getLogger(__name__)

WRITTEN_TOGETHER = 200


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell, in a sentence; with the whole row if `column` is empty."""

    column: str
    sentence: str

    def __str__(self) -> str:
        return f"column “{self.column}”: {self.sentence}" if self.column else self.sentence


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A field by its label, its value here, and what the spreadsheet says, both as text."""

    label: str
    old: str
    new: str


@dataclass(slots=True, kw_only=True)
class RowPlan:
    """What becomes of one row, and why. `reason` and `remarks` are sentences."""

    number: int
    title: str
    outcome: Outcome = Outcome.NEW
    entry: Entry | None = None
    reason: str = ""
    # What a new entry gets, so that a misread column is noticed.
    facts: list[ValueChange] = field(default_factory=list)
    changes: list[ValueChange] = field(default_factory=list)
    # Changed here, so it stays although the spreadsheet differs.
    kept: list[ValueChange] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    # How unusual values were understood. Nothing needs to be done about them.
    notes: list[str] = field(default_factory=list)
    # What the spreadsheet said about the entry at the last import.
    previous_data: dict[str, Any] = field(default_factory=dict)

    @property
    def data_to_record(self) -> dict[str, Any]:
        """What the spreadsheet says about the entry now."""
        raise NotImplementedError

    @property
    def changes_entry(self) -> bool:
        return self.outcome in {Outcome.NEW, Outcome.UPDATED}

    @property
    def needs_writing(self) -> bool:
        """Whether the entry changes, or at least what is recorded about the spreadsheet."""
        if self.changes_entry:
            return True
        is_known = self.outcome in {Outcome.UNCHANGED, Outcome.CONFLICT} and self.previous_data
        return bool(is_known) and self.previous_data != self.data_to_record

    @property
    def sentences(self) -> list[str]:
        """Everything there is to say besides the outcome."""
        return [
            *(str(problem) for problem in self.problems),
            *([self.reason] if self.reason else []),
            *(f"{change.label}: “{change.old}” → “{change.new}”" for change in self.changes),
            *(
                f"{change.label} stays “{change.old}”; the spreadsheet says “{change.new}”"
                for change in self.kept
            ),
            *self.remarks,
            *self.notes,
        ]

    def fail(self, reason: str) -> None:
        self.outcome = Outcome.FAILED
        self.problems.append(CellProblem("", reason))


@dataclass(slots=True)
class ImportPlan:
    """One row plan for each row. `notices` and `unexpected_results` are about the whole file."""

    rows: Sequence[RowPlan]
    notices: list[str]
    # Rows whose outcome is not the one that the preview showed.
    unexpected_results: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[Outcome, int]:
        counter = Counter(row.outcome for row in self.rows)
        return {outcome: counter[outcome] for outcome in Outcome if counter[outcome]}

    @property
    def change_count(self) -> int:
        return sum(row.changes_entry for row in self.rows)

    @property
    def entry_ids(self) -> list[int]:
        return [row.entry.pk for row in self.rows if row.entry]


def describe_plan(plan: ImportPlan, plural: str, *, is_dry_run: bool = False) -> ImportReport:
    """Return the report of a plan. Rows are listed by outcome, unless there is nothing to say."""
    report = ImportReport(is_dry_run=is_dry_run)
    for notice in [*plan.notices, *plan.unexpected_results]:
        report.remark("About the file", notice)
    for row in plan.rows:
        report.count(plural.capitalize(), row.outcome)
        sentences = " ".join(row.sentences)
        if row.outcome == Outcome.FAILED:
            report.fail(f"Row {row.number}", sentences)
        elif row.outcome != Outcome.UNCHANGED or sentences:
            sentence = f"Row {row.number}: {row.title}. {sentences}"
            report.remark(row.outcome.capitalize(), sentence.strip())
    return report


def carry_out[Row: RowPlan](
    plan: ImportPlan,
    write_rows: Callable[[Sequence[Row]], None],
    *,
    previewed: list[Outcome] | None = None,
    on_progress: OnProgress = ignore_progress,
) -> ImportPlan:
    """Write each row whole or not at all, and return the plan.

    `write_rows` writes some rows, or raises an error for all of them. It decides again, since
    someone may have saved something after the plan was made. `previewed` are the outcomes that
    someone was shown before they agreed; by default those of the plan. Raises ImportRunning.
    """
    expected = previewed or [row.outcome for row in plan.rows]
    waiting: list = []
    with import_run(is_dry_run=False):
        for done, row in enumerate(plan.rows):
            on_progress(done, len(plan.rows), row.title)
            if row.needs_writing:
                waiting.append(row)
            if len(waiting) == WRITTEN_TOGETHER:
                write_together(waiting, write_rows)
                waiting = []
        write_together(waiting, write_rows)
    on_progress(len(plan.rows), len(plan.rows), "")
    for row, outcome in zip(plan.rows, expected, strict=False):
        if row.outcome not in (outcome, Outcome.FAILED):
            plan.unexpected_results.append(
                f"Row {row.number}, “{row.title}”, was “{outcome}” in the preview and is now "
                f"“{row.outcome}”."
            )
    return plan


def write_together(rows: Sequence[RowPlan], write_rows: Callable[[Any], None]) -> None:
    """Write rows in one transaction, or else each in its own."""
    try:
        with transaction.atomic():
            write_rows(rows)
    except Exception:
        # One of them can’t be stored. Which one, and why, is found out one by one.
        logger.info("Rows are imported one by one.", exc_info=True)
        for row in rows:
            with catch_failure(f"row {row.number}", row.fail), transaction.atomic():
                write_rows([row])
