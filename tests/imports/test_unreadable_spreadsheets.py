"""Spreadsheets that are refused: empty, damaged, too large, or hostile."""

import zipfile
from io import BytesIO

import pytest

from imports.exceptions import UnreadableFile
from imports.resources.columns import RESOURCES
from imports.spreadsheets import messages, read_spreadsheet
from tests.support.spreadsheets import (
    replace_part,
    replace_shared_strings,
    sheet_part,
    workbook_bytes,
)

WORKSHEET = "xl/worksheets/sheet1.xml"
VALID = workbook_bytes(List=[["Title"], ["One"]])
CELLS = '<row r="1"><c r="A1" t="str"><v>Title</v></c></row>'


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


def no_titles(headings: str) -> str:
    return (
        "No column is named “Title”. One of the first rows must name the columns. The columns "
        f"found are {headings}."
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", messages.EMPTY),
        (b" \n\n", messages.EMPTY),
        (b",,\n,,\n", messages.EMPTY),
        (b"Title,Year\n", messages.HEADINGS_ONLY),
        (b"Year,Kind\n2018,book\n", no_titles("“Year”, “Kind”")),
        (b"Dear editors, here is the list\n", no_titles("“Dear editors”, “here is the list”")),
        (b"Title\nOne\0\n", messages.NOT_A_SPREADSHEET),
        (b"%PDF-1.7\nTitle\nOne", messages.NOT_A_SPREADSHEET),
        (b"\x89PNG\r\n\x1a\n\0\0", messages.NOT_A_SPREADSHEET),
        (b"\n<!DOCTYPE html>\n<html><body>Sign in</body></html>", messages.WEB_PAGE),
        (b'<html xmlns:x="urn:x"><table><tr><td>Title</td></tr></table>', messages.WEB_PAGE),
        (b"Title\n\x81\x8d\x01\n", messages.NOT_A_SPREADSHEET),
        (b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nVERSION:2.0\r\n", messages.CALENDAR),
        (b"\xff\xfeT\0i", messages.NOT_A_SPREADSHEET),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), messages.OLD_EXCEL_FILE),
        (b'Title\nOne\n"Two\nThree\n', unclosed_quotation(row=3)),
        (b"Title\n" + b"x" * 200_000, unclosed_quotation(row=2)),
        (b"Title\n" + b"One\n" * 25_001, messages.TOO_LONG),
        (b"Title" + b"," * 1_000_000 + b"Name\nOne\n", messages.TOO_WIDE),
        (b"Title\n" + b"x" * 10_485_760, messages.TOO_LARGE),
        (b"PK\x03\x04nothing", messages.DAMAGED),
        (zip_of(**{"a.txt": b"Title"}), messages.NOT_A_SPREADSHEET),
        (VALID[: len(VALID) // 2], messages.DAMAGED),
        (zip_of(**{"xl/a": bytes(110_000_000)}), messages.TOO_LARGE),
        (replace_part(VALID, WORKSHEET, b"<a/>" * 3_000_001), messages.TOO_LARGE),
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
