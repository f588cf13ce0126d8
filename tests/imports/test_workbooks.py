"""Reading Excel workbooks."""

import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest

from imports.exceptions import UnreadableFile
from imports.resources.columns import RESOURCES
from imports.spreadsheets import messages, read_spreadsheet
from tests.support.spreadsheets import (
    NAMESPACE,
    cell_texts,
    replace_part,
    replace_shared_strings,
    sheet_part,
    workbook_bytes,
)

WORKSHEET = "xl/worksheets/sheet1.xml"
VALID = workbook_bytes(List=[["Title"], ["One"]])
CELLS = '<row r="1"><c r="A1" t="str"><v>Title</v></c></row>'


def problems(content: bytes) -> list[tuple[int, str, str]]:
    return [
        (row.number, cell.column, cell.problem)
        for row in read_spreadsheet(content, RESOURCES).rows
        for cell in row.cells.values()
        if cell.problem
    ]


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
        (5, {"title": "Two", "year": "2019-05-01", "summary": "2020-01-02 03:04", "tags": "a\nb"}),
    ]


def test_first_sheet_with_titles_is_read():
    content = workbook_bytes(
        Read_me=[["How to use this"]], List=[["Title"], ["One"]], More=[["Title"], ["Two"]]
    )

    sheet = read_spreadsheet(content, RESOURCES)

    assert [row.cells["title"].text for row in sheet.rows] == ["One"]
    assert sheet.notices == ["Only the sheet “List” was read. Skipped: “Read_me”, “More”."]


def test_hidden_sheet_is_named():
    content = workbook_bytes(List=[["Title"], ["One"]], Old=[["Title"], ["Two"]])
    with zipfile.ZipFile(BytesIO(content)) as archive:
        part = archive.read("xl/workbook.xml")
    hidden = b'name="Old" sheetId="2" state="hidden"'
    part = part.replace(b'name="Old" sheetId="2" state="visible"', hidden)

    sheet = read_spreadsheet(replace_part(content, "xl/workbook.xml", part), RESOURCES)

    assert sheet.notices == ["Only the sheet “List” was read. Skipped: “Old” (hidden)."]


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
