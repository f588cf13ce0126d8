"""Small spreadsheets that were once imported wrong."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings

from events.models import Event
from imports.events.columns import EVENTS
from imports.events.importer import import_events
from imports.resources.columns import RESOURCES
from imports.resources.importer import import_resources
from imports.spreadsheets import read_spreadsheet
from tests.support.corpus import case_path
from wiki.models import Resource

pytestmark = pytest.mark.django_db


ROW = re.compile(r"^\| ([\w-]+\.csv) \|.*$", re.MULTILINE)
# The last two columns have measured seconds and memory.
MEASURED = re.compile(r" [^|]* \| [^|]* \|$")
# {name of the file: its row in the documentation}
ROWS = {
    found[1]: MEASURED.sub("", found[0])
    for found in ROW.finditer((settings.BASE_DIR / "docs" / "imported-exports.md").read_text())
}


def describe(name: str, plan) -> str:
    """Return the row of the table in docs/imported-exports.md."""
    counts = ", ".join(f"{number} {outcome}" for outcome, number in plan.counts.items())
    notes = sum(len(row.notes) + len(row.remarks) for row in plan.rows)
    problems = sum(len(row.problems) for row in plan.rows)
    return f"| {name} | {len(plan.rows)} | {counts} | {problems} | {notes} | {len(plan.notices)} |"


@pytest.mark.parametrize("name", ROWS)
def test_documented_row_says_what_becomes_of_spreadsheet(name):
    load = load_events if name.startswith("e") else load_resources

    assert describe(name, load(name)[0]) == ROWS[name]


def test_every_spreadsheet_has_a_row():
    assert sorted(ROWS) == sorted(path.name for path in case_path("README.md").parent.glob("*.csv"))


def load_resources(name: str):
    sheet = read_spreadsheet(case_path(name).read_bytes(), RESOURCES)
    plan = import_resources(sheet=sheet)
    facts = Resource.objects.order_by("pk").values_list("title", "url", "format", "year")
    return plan, list(facts)


def load_events(name: str):
    sheet = read_spreadsheet(case_path(name).read_bytes(), EVENTS)
    plan = import_events(sheet=sheet, by=None, is_published=True)
    facts = Event.objects.order_by("pk").values_list("title", "starts_at", "ends_at", "time_zone")
    return plan, list(facts)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_file_of_excel_on_windows_is_understood():
    _, facts = load_resources("r1-excel-cp1252.csv")

    assert facts == [
        (
            "“Getting Started” – a district’s guide",
            "https://www.example.org/getting-started",
            "tool",
            2018,
        ),
        ("Café conversations", "http://example.org/cafe", "video", 2017),
        ("Report with no link", "", "report", None),
        ("Bad kind", "https://example.org/bk", "website", None),
    ]
    assert Resource.objects.first().made_by == "Maria Núñez; Tom O’Brien"


def test_headings_below_a_title_are_found():
    plan, facts = load_resources("r3-title-row-above.csv")

    assert facts == [
        ("A toolkit", "https://example.org/tk", "tool", 2018),
        ("B", "https://example.org/b", "website", 2018),
    ]
    assert plan.notices == [
        "Row 1 is above the headings, so it was skipped: “Resource Library 2018-2019 (maintained "
        "by Dana)”."
    ]


def test_what_librarians_write_is_imported_with_notes():
    plan, facts = load_resources("r9-librarian-values.csv")

    assert facts == [
        ("A", "https://example.org/a", "report", None),
        ("B", "https://example.org/b", "report", 2018),
        ("C", "https://example.org/c", "report", 2016),
        ("D", "https://www.example.org/d", "report", 2018),
    ]
    assert [len(row.notes) for row in plan.rows] == [1, 1, 2, 2]


def test_columns_of_eventbrite_are_recognized():
    _, facts = load_events("e4-eventbrite.csv")

    assert facts == [("Fall meetup", utc(2021, 10, 1, 23), utc(2021, 10, 2, 1), "America/Denver")]


def test_times_are_understood_or_explained():
    plan, facts = load_events("e6-times-spelling.csv")

    afternoon = (utc(2021, 3, 4, 20), utc(2021, 3, 4, 21), "America/New_York")
    assert facts == [
        *((title, *afternoon) for title in "abc"),
        ("e", utc(2021, 3, 5, 4), utc(2021, 3, 5, 6), "America/New_York"),
        ("g", utc(2021, 3, 4, 17), utc(2021, 3, 4, 18), "America/New_York"),
    ]
    assert [(row.number, str(row.problems[0])) for row in plan.rows if row.problems] == [
        (
            5,
            "column “Start”: “3:00” could be in the morning or in the afternoon. Enter 3:00 AM or "
            "3:00 PM.",
        ),
        (
            7,
            "column “Start”: “2:30 AM”: This time does not exist: clocks skip it when daylight "
            "saving time starts. Choose an hour earlier or later.",
        ),
    ]


def test_est_in_july_is_the_time_of_new_york():
    _, facts = load_events("e7-est-in-summer.csv")

    assert facts == [
        ("Summer webinar", utc(2021, 7, 15, 19), utc(2021, 7, 15, 20), "America/New_York")
    ]
