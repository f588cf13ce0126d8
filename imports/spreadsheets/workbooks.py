"""Excel workbooks (ECMA-376). Nothing that a workbook says about itself is trusted.

The unpacked size is measured before openpyxl opens the file, because openpyxl builds whole rows and
all shared strings in memory. defusedxml refuses entities in the XML.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import islice

from content.exceptions import DocumentFormatRefused, FileRefused
from content.media.archives import recognize_archive
from imports.exceptions import UnreadableFile
from imports.spreadsheets import messages
from imports.spreadsheets.columns import ColumnNames
from imports.spreadsheets.sheets import HEADING_ROWS, MAX_COLUMNS, Sheet, read_sheet
from imports.spreadsheets.workbook_cells import format_value, read_decorations, read_rows

# 25,000 rows of 30 columns have less.
MAX_UNPACKED = 100_000_000
MAX_ELEMENTS = 3_000_000
# Excel's own limit.
LAST_ROW = 1_048_576
SHOWN = 20
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def read_workbook(content: bytes, names: ColumnNames) -> Sheet:
    """Raises UnreadableFile."""
    measure_parts(content)
    try:
        if recognize_archive(BytesIO(content)) != "xlsx":
            raise UnreadableFile(messages.NOT_A_SPREADSHEET)
    except DocumentFormatRefused as error:
        raise UnreadableFile(messages.NOT_A_SPREADSHEET) from error
    except FileRefused as error:
        raise UnreadableFile(str(error)) from error
    try:
        with warnings.catch_warnings():
            # They concern features that aren't read.
            warnings.simplefilter("ignore")
            return read_first_sheet(content, names)
    except UnreadableFile:
        raise
    # A damaged file can make openpyxl raise anything.
    except Exception as error:
        raise UnreadableFile(messages.DAMAGED) from error


def measure_parts(content: bytes) -> None:
    """Raise UnreadableFile before openpyxl builds anything from the unpacked parts."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise UnreadableFile(messages.TOO_LARGE)
            elements = 0
            for part in parts:
                with archive.open(part) as file:
                    # zipfile yields no more than the size checked above.
                    while chunk := file.read(1_000_000):
                        elements += chunk.count(b"<") - chunk.count(b"</")
                        if elements > MAX_ELEMENTS:
                            raise UnreadableFile(messages.TOO_LARGE)
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(messages.DAMAGED) from error


def read_first_sheet(content: bytes, names: ColumnNames) -> Sheet:
    """Read the first visible sheet with the columns that are needed, or else the likeliest.

    Raises UnreadableFile.
    """
    # Imported when it is needed: it would take 5 MB of each web process.
    from openpyxl import load_workbook

    values = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in values.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise UnreadableFile(messages.EMPTY)
    chosen = sheets[0]
    if len(sheets) > 1:
        chosen = max(sheets, key=lambda sheet: count_known(sheet, names))
    position = values.worksheets.index(chosen)
    path = chosen._worksheet_path
    with zipfile.ZipFile(BytesIO(content)) as archive:
        has_formulas = FORMULA.search(archive.read(path)) is not None
        decorations = read_decorations(archive, path)
    formulas = None
    if has_formulas:
        written = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        formulas = rows_of(written.worksheets[position])
    found = read_sheet(read_rows(rows_of(chosen), formulas, decorations), names)
    others = [
        f"“{sheet.title}”" if sheet.sheet_state == "visible" else f"“{sheet.title}” (hidden)"
        for sheet in values.worksheets
        if sheet is not chosen
    ]
    if others:
        more = f", and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
        listed = ", ".join(others[:SHOWN])
        found.notices.insert(
            0, f"Only the sheet “{chosen.title}” was read. Skipped: {listed}{more}."
        )
    return found


def count_known(sheet, names: ColumnNames) -> tuple[bool, int]:
    """Return whether a row near the top names all columns that are needed, or else how many."""
    best = (False, 0)
    for row in islice(rows_of(sheet), HEADING_ROWS * 2):
        known = names.known_in([format_value(cell.value) for cell in row[:MAX_COLUMNS]])
        best = max(best, (known.issuperset(names.required), len(known)))
    # The first of several sheets that are all right.
    return (True, 0) if best[0] else best


def rows_of(sheet) -> Iterator[tuple]:
    # The size that the sheet declares may be wrong, and would truncate it.
    sheet.reset_dimensions()
    return sheet.iter_rows(max_row=LAST_ROW)
