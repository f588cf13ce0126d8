"""Reading CSV files, and the headings of any spreadsheet."""

import pytest

from imports.events.columns import EVENTS
from imports.resources.columns import RESOURCES
from imports.spreadsheets import read_spreadsheet
from tests.support.spreadsheets import cell_texts, csv_bytes


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_is_read_with_any_delimiter_and_encoding(delimiter, encoding):
    content = csv_bytes(
        ["Title", "Summary"], ["Größe", "One, two; three"], delimiter=delimiter, encoding=encoding
    )

    assert cell_texts(content) == [(2, {"title": "Größe", "summary": "One, two; three"})]


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman")]
)
@pytest.mark.parametrize(
    "title",
    [
        "“Mastery” – a café",
        "It’s the district’s",
        "It’s teacher–student work, don’t you think",
        "María Núñez",
        "Zoë Müller’s résumé",
        "“Getting Started”",
        "François, à Montréal…",
        "São Paulo — español",
    ],
)
def test_csv_in_old_encoding_is_read_with_notice(title, encoding, name):
    content = csv_bytes(["Title"], [title], encoding=encoding)

    sheet = read_spreadsheet(content, RESOURCES)

    assert sheet.rows[0].cells["title"].text == title
    assert sheet.notices == [
        f"This file isn’t in UTF-8, so it was read as {name}. If some characters look wrong, save "
        "it as CSV UTF-8 and try again."
    ]


def test_row_numbers_match_the_spreadsheet_program():
    content = b'\r\nTitle,Summary\r\n"One","two\r\nlines"\r\n,\r\n\r\nTwo,\r\n'

    assert cell_texts(content) == [
        (3, {"title": "One", "summary": "two\nlines"}),
        (6, {"title": "Two", "summary": ""}),
    ]


def test_excel_delimiter_line_is_not_a_row():
    assert cell_texts(b"sep=;\r\nTitle;Year\r\nOne;2018\r\n") == [
        (2, {"title": "One", "year": "2018"})
    ]


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        ("TITLE,Link,Type,Presenters", ["title", "url", "format", "made_by"]),
        ("name,web_address,Resource type,Author(s)", ["title", "url", "format", "made_by"]),
        ("Name/Title,Link/URL,Type/Format,Title/Year", ["title", "url", "format"]),
        (" Title ,URL:,Kind,made-by", ["title", "url", "format", "made_by"]),
        ("Title,Date,Abstract,Notes", ["title", "year", "summary", "body"]),
        ("Title,Categories,Keywords,States", ["title", "topics", "tags", "places"]),
        ("Title,Organisation", ["title", "made_by"]),  # words-ok: what people call a column
        ("Title,Sector,Archived URL", ["title", "sector", "archived_url"]),
    ],
)
def test_columns_are_recognized_by_common_headings(headings, fields):
    row = read_spreadsheet(f"{headings}\na,b,c,d\n".encode(), RESOURCES).rows[0]

    assert list(row.cells) == fields


def test_unknown_repeated_and_unnamed_columns_are_reported():
    content = csv_bytes(
        ["Title", "Foo", "Title", "Authors", "", "Publisher", "Name"],
        ["One", "x", "Two", "Ada;", "y", "A Press", "Three"],
    )

    sheet = read_spreadsheet(content, RESOURCES)

    assert [(name, cell.text) for name, cell in sheet.rows[0].cells.items()] == [
        ("title", "One"),
        ("made_by", "Ada, A Press"),
    ]
    assert sheet.notices == [
        "The column “Foo” isn’t recognized, so it was skipped.",
        "More than one column holds the title. “Title” was skipped.",
        "Column E has no heading, so it was skipped.",
        "More than one column holds the title. “Name” was skipped.",
    ]


def test_cell_beyond_last_column_is_a_row_problem():
    row = read_spreadsheet(b"Title,Year\nCome, sit, learn,2018\n", RESOURCES).rows[0]

    assert row.problems == (
        (
            "C",
            "“learn” is beyond the last column. A quotation mark may be missing in this row.",
        ),
    )


def test_formulas_in_csv_are_text_and_control_characters_are_removed():
    content = csv_bytes(["Title"], ['=HYPERLINK("x")\x07\x1b'], ["@SUM(A1)"])

    assert cell_texts(content) == [(2, {"title": '=HYPERLINK("x")'}), (3, {"title": "@SUM(A1)"})]


def test_very_long_cell_is_read_completely():
    text = "long " * 8_000

    assert cell_texts(csv_bytes(["Title", "Notes"], ["One", text])) == [
        (2, {"title": "One", "body": text.strip()})
    ]


def test_headings_of_two_lines_are_read_together():
    content = csv_bytes(
        ["Title", "When", "", "Kind", "Venue"],
        ["", "Date", "Start", "", ""],
        ["Open day", "7/9/18", "3 PM", "Meetup", "Town Hall"],
    )

    sheet = read_spreadsheet(content, EVENTS)

    assert {name: cell.text for name, cell in sheet.rows[0].cells.items()} == {
        "title": "Open day",
        "date": "7/9/18",
        "starts": "3 PM",
        "kind": "Meetup",
        "venue": "Town Hall",
    }
    assert sheet.notices == ["Rows 1 and 2 were read as the headings together."]
