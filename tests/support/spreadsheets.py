"""Spreadsheets made in memory: valid and hostile."""

import csv
import zipfile
from io import BytesIO, StringIO

from openpyxl import Workbook

from imports.resources.columns import RESOURCES
from imports.spreadsheets import Sheet, read_spreadsheet

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def csv_bytes(*rows: list[str], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def workbook_bytes(**sheets: list[list]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def cell_texts(content: bytes) -> list[tuple[int, dict[str, str]]]:
    rows = read_spreadsheet(content, RESOURCES).rows
    return [(row.number, {name: cell.text for name, cell in row.cells.items()}) for row in rows]


def sheet_of(*rows: list[str]) -> Sheet:
    return read_spreadsheet(csv_bytes(*rows), RESOURCES)


def replace_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """Return the workbook with one part replaced."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return file.getvalue()


def replace_shared_strings(workbook: bytes, content: bytes) -> bytes:
    """Return the workbook with cells that refer to its shared strings, as Excel writes them."""
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        types = archive.read("[Content_Types].xml")
    override = (
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    workbook = replace_part(workbook, "[Content_Types].xml", types.replace(b"</Types>", override))
    cells = "".join(
        f'<row r="{number}"><c r="A{number}" t="s"><v>{number - 1}</v></c></row>'
        for number in (1, 2)
    )
    workbook = replace_part(workbook, "xl/worksheets/sheet1.xml", sheet_part(cells))
    file = BytesIO(workbook)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", content)
    return file.getvalue()


def sheet_part(rows: str) -> bytes:
    return (
        f'<worksheet xmlns="{NAMESPACE}"><dimension ref="A1:A1"/>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()
