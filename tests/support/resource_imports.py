"""Import rows of resources, and describe the result."""

from imports.resources.importer import import_resources
from tests.support.spreadsheets import sheet_of
from wiki.models import Resource

HEADINGS = ["Title", "URL", "Format", "Summary"]


def import_rows(*rows: list[str], headings: list[str] = HEADINGS, **options):
    return import_resources(sheet=sheet_of(headings, *rows), **options)


def summarize(plan) -> list[tuple]:
    """Return (row, outcome, reason, errors, changes, kept, remarks) per row, minus empty items."""
    return [
        (
            row.number,
            row.outcome.value,
            *filter(
                None,
                [
                    row.reason,
                    [(error.column, error.sentence) for error in row.problems],
                    [(change.label, change.old, change.new) for change in row.changes],
                    [(change.label, change.old, change.new) for change in row.kept],
                    row.remarks,
                ],
            ),
        )
        for row in plan.rows
    ]


def all_resources() -> list[tuple]:
    names = ["title", "url", "format", "summary", "status", "attention", "modified_at"]
    return list(Resource.objects.order_by("pk").values_list("pk", *names))
