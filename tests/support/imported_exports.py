"""Importing an export as its owner would: first a dry run, then the import, and once more."""

import re
from pathlib import Path

from django.conf import settings

from content.models import Entry
from imports.reports import ImportReport, as_json
from imports.wordpress.importer import import_exports
from tests.support.import_reports import row_counts
from tests.support.import_table import describe_import

ROW = re.compile(r"^\| ([\w.-]+\.xml) \|.*$", re.MULTILINE)
# The last two columns have measured seconds and memory.
MEASURED = re.compile(r" [^|]* \| [^|]* \|$")
# {name of the file: its row in the documentation}
ROWS = {
    found[1]: f"{MEASURED.sub('', found[0])}\n"
    for found in ROW.finditer((settings.BASE_DIR / "docs" / "imported-exports.md").read_text())
}


def import_as_documented(path: Path) -> tuple[ImportReport, ImportReport]:
    """Import an export twice into an empty site, and return both reports.

    Fails unless a dry run says what the import does, the documentation says what becomes of it,
    everything is accounted for, and nothing is imported twice.
    """
    before = row_counts()
    foreseen = import_exports([path], is_dry_run=True)
    untouched = row_counts()
    first = import_exports([path])
    row, rows, entries = describe_import(first, path), row_counts(), all_entries()
    second = import_exports([path])

    assert untouched == before
    assert comparable(foreseen) == comparable(first)
    assert row == ROWS[path.name]
    assert [report.unaccounted() for report in (foreseen, first, second)] == [{}, {}, {}]
    assert (row_counts(), all_entries()) == (rows, entries)
    return first, second


def all_entries() -> list[dict]:
    return list(Entry.objects.order_by("pk").values())


def comparable(report: ImportReport) -> dict:
    """Return what a report says, without what differs between any two runs: numbers of rows."""
    said = as_json(report)
    findings = {
        heading: [found["sentence"] for found in found_here]
        for heading, found_here in said["findings"].items()
    }
    return said | {"is_dry_run": None, "findings": findings}
