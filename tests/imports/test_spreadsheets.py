"""Reading ordinary, unusual, and hostile spreadsheets."""

import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest

from imports.exceptions import UnreadableFile
from imports.resources.columns import RESOURCES
from imports.spreadsheets import messages, read_spreadsheet
from tests.support.spreadsheets import (
    NAMESPACE,
    csv_bytes,
    replace_part,
    replace_shared_strings,
    sheet_part,
    workbook_bytes,
)

WORKSHEET = "xl/worksheets/sheet1.xml"


def cell_texts(content: bytes) -> list[tuple[int, dict[str, str]]]:
    rows = read_spreadsheet(content, RESOURCES).rows
    return [(row.number, {name: cell.text for name, cell in row.cells.items()}) for row in rows]


def problems(content: bytes) -> list[tuple[int, str, str]]:
    return [
        (row.number, cell.column, cell.problem)
        for row in read_spreadsheet(content, RESOURCES).rows
        for cell in row.cells.values()
        if cell.problem
    ]


# CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_is_read_with_any_delimiter_and_encoding(delimiter, encoding):
    content = csv_bytes(
        ["Title", "Summary"], ["Größe", "One, two; three"], delimiter=delimiter, encoding=encoding
    )

    assert cell_texts(content) == [(2, {"title": "Größe", "summary": "One, two; three"})]


def test_windows_1252_csv_is_read_with_notice():
    content = csv_bytes(["Title"], ["“Mastery” – a café"], encoding="cp1252")

    sheet = read_spreadsheet(content, RESOURCES)

    assert sheet.rows[0].cells["title"].text == "“Mastery” – a café"
    assert sheet.notices == [
        "This file isn’t in UTF-8, so it was read as Windows-1252. If some characters look wrong, "
        "save it as CSV UTF-8 and try again."
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
        ("name,web_address,Resource type,Author(s)", ["title", "url", "format"]),
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


# Workbooks


def test_workbook_is_read_with_dates_and_whole_numbers():
    content = workbook_bytes(
        Library=[
            ["Title", "Year", "Summary", "Tags"],
            [],
            ["One", 2018.0, 3.5, True],
            [None, None, None, None],
            ["Two", date(2019, 5, 1), datetime(2020, 1, 2, 3, 4), "a_x000D_\nb"],
        ]
    )

    assert cell_texts(content) == [
        (3, {"title": "One", "year": "2018", "summary": "3.5", "tags": "True"}),
        (5, {"title": "Two", "year": "2019-05-01", "summary": "2020-01-02", "tags": "a\nb"}),
    ]


def test_first_sheet_with_titles_is_read():
    content = workbook_bytes(
        Read_me=[["How to use this"]], List=[["Title"], ["One"]], More=[["Title"], ["Two"]]
    )

    sheet = read_spreadsheet(content, RESOURCES)

    assert [row.cells["title"].text for row in sheet.rows] == ["One"]
    assert sheet.notices == ["Only the sheet “List” was read. Skipped: “Read_me”, “More”."]


def test_formulas_are_read_as_saved_results():
    part = sheet_part(
        '<row r="1"><c r="A1" t="str"><v>Title</v></c><c r="B1" t="str"><v>Year</v></c></row>'
        '<row r="2"><c r="A2" t="str"><f>"O"&amp;"ne"</f><v>One</v></c>'
        '<c r="B2"><f>2017+1</f><v>2018</v></c></row>'
        '<row r="3"><c r="A3" t="str"><v>Two</v></c>'
        '<c r="B3" t="str"><f>IF(1,"")</f><v></v></c></row>'
        '<row r="4"><c r="A4" t="str"><v>Three</v></c><c r="B4"><f>1+1</f></c></row>'
        '<row r="5"><c r="A5" t="str"><v>Four</v></c>'
        '<c r="B5" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    content = replace_part(workbook_bytes(List=[["Title"]]), WORKSHEET, part)

    assert cell_texts(content) == [
        (2, {"title": "One", "year": "2018"}),
        (3, {"title": "Two", "year": ""}),
        (4, {"title": "Three", "year": ""}),
        (5, {"title": "Four", "year": ""}),
    ]
    assert problems(content) == [
        (
            4,
            "Year",
            "This formula was saved without its result. Open the file in your spreadsheet program, "
            "save it, and choose it again.",
        ),
        (5, "Year", "The cell shows #DIV/0!. Fix its formula."),
    ]


# Files that can't be read


def zip_of(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def entity_bomb(part: bytes) -> bytes:
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return entities + part


def unclosed_quotation(*, row: int) -> str:
    return (
        f"Row {row} can’t be read. A closing quotation mark is probably missing. Fix the row, or "
        "open the file in your spreadsheet program and save it again."
    )


VALID = workbook_bytes(List=[["Title"], ["One"]])
CELLS = '<row r="1"><c r="A1" t="str"><v>Title</v></c></row>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", messages.EMPTY),
        (b" \n\n", messages.EMPTY),
        (b",,\n,,\n", messages.EMPTY),
        (b"Title,Year\n", messages.HEADINGS_ONLY),
        (b"Year,Kind\n2018,book\n", messages.NO_TITLES),
        (b"Dear editors, here is the list\n", messages.NO_TITLES),
        (b"Title\nOne\0\n", messages.NOT_A_SPREADSHEET),
        (b"%PDF-1.7\nTitle\nOne", messages.NOT_A_SPREADSHEET),
        (b"\x89PNG\r\n\x1a\n\0\0", messages.NOT_A_SPREADSHEET),
        (b"\n<!DOCTYPE html>\n<html><body>Sign in</body></html>", messages.WEB_PAGE),
        (b'<html xmlns:x="urn:x"><table><tr><td>Title</td></tr></table>', messages.WEB_PAGE),
        (b"Title\n\x81\x8d\n", messages.NOT_A_SPREADSHEET),
        (b"\xff\xfeT\0i", messages.NOT_A_SPREADSHEET),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), messages.OLD_EXCEL_FILE),
        (b'Title\nOne\n"Two\nThree\n', unclosed_quotation(row=3)),
        (b"Title\n" + b"x" * 200_000, unclosed_quotation(row=2)),
        (b"Title\n" + b"One\n" * 5_001, messages.TOO_LONG),
        (b"Title" + b"," * 1_000_000 + b"Name\nOne\n", messages.TOO_WIDE),
        (b"Title\n" + b"x" * 10_485_760, messages.TOO_LARGE),
        (b"PK\x03\x04nothing", messages.DAMAGED),
        (zip_of(**{"a.txt": b"Title"}), messages.NOT_A_SPREADSHEET),
        (VALID[: len(VALID) // 2], messages.DAMAGED),
        (zip_of(**{"xl/a": bytes(60_000_000)}), messages.TOO_LARGE),
        (replace_part(VALID, WORKSHEET, b"<a/>" * 500_001), messages.TOO_LARGE),
        (replace_part(VALID, WORKSHEET, entity_bomb(sheet_part(CELLS))), messages.DAMAGED),
        (replace_part(VALID, "xl/workbook.xml", b"<workbook/>"), messages.EMPTY),
        (replace_part(VALID, "xl/workbook.xml", b"<work"), messages.DAMAGED),
        (replace_shared_strings(VALID, entity_bomb(b"<sst/>")), messages.DAMAGED),
        (replace_shared_strings(VALID, b"<sst/>"), messages.DAMAGED),
        (
            replace_part(VALID, WORKSHEET, sheet_part('<row r="1">' + "<c/>" * 100_000 + "</row>")),
            messages.EMPTY,
        ),
        (
            replace_part(
                VALID,
                WORKSHEET,
                sheet_part('<row r="1"><c r="A1" t="str"><v>Title</v></c>').replace(
                    b"</c>", b'</c><c r="ZZZ1" t="str"><v>x</v></c></row>'
                ),
            ),
            messages.TOO_WIDE,
        ),
        (
            replace_part(
                VALID,
                WORKSHEET,
                sheet_part(CELLS + '<row r="999999999999"><c t="str"><v>x</v></c></row>'),
            ),
            messages.HEADINGS_ONLY,
        ),
    ],
)
def test_unreadable_file_is_rejected_with_reason(content, message):
    with pytest.raises(UnreadableFile) as refused:
        read_spreadsheet(content, RESOURCES)

    assert str(refused.value) == message


def test_workbook_with_macros_is_rejected():
    macros = zip_of(
        **{
            "[Content_Types].xml": b"macroEnabled",
            "xl/vbaProject.bin": b"x",
        }
    )

    with pytest.raises(UnreadableFile) as refused:
        read_spreadsheet(macros, RESOURCES)

    assert "macros" in str(refused.value)


def test_sheet_with_understated_dimensions_is_read_completely():
    # `sheet_part` declares one cell.
    part = sheet_part(CELLS + '<row r="2"><c r="A2" t="str"><v>One</v></c></row>')

    assert cell_texts(replace_part(VALID, WORKSHEET, part)) == [(2, {"title": "One"})]


def test_workbook_without_visible_sheets_is_empty():
    with zipfile.ZipFile(BytesIO(VALID)) as archive:
        part = archive.read("xl/workbook.xml").replace(b'"visible"', b'"hidden"')

    with pytest.raises(UnreadableFile) as refused:
        read_spreadsheet(replace_part(VALID, "xl/workbook.xml", part), RESOURCES)

    assert str(refused.value) == messages.EMPTY


def test_excel_shared_strings_are_read():
    shared = "<si><t>Title</t></si><si><r><t>On</t></r><r><t>e</t></r></si>"

    content = replace_shared_strings(VALID, f'<sst xmlns="{NAMESPACE}">{shared}</sst>'.encode())

    assert cell_texts(content) == [(2, {"title": "One"})]
