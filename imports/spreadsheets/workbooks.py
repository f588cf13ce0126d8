"""Excel workbooks (ECMA-376). Nothing that a workbook says about itself is trusted.

The unpacked size is measured before openpyxl opens the file, because openpyxl builds whole rows and
all shared strings in memory. defusedxml refuses entities in the XML.
"""

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO

from content.exceptions import DocumentFormatRefused, FileRefused
from content.media.archives import recognize_archive
from imports.exceptions import UnreadableFile
from imports.spreadsheets import messages
from imports.spreadsheets.columns import ColumnNames
from imports.spreadsheets.sheets import RawRow, Sheet, clean, read_sheet

MAX_UNPACKED = 50_000_000
# Each element becomes an object. 5,000 rows of 20 columns have fewer.
MAX_ELEMENTS = 500_000
# Excel's own limit.
LAST_ROW = 1_048_576
ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
NOT_COMPUTED = (
    "This formula was saved without its result. Open the file in your spreadsheet program, save "
    "it, and choose it again."
)


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
    """Read the first visible sheet with a title column. If none has one, read the first sheet.

    Raises UnreadableFile.
    """
    # Imported when it is needed: it would take 5 MB of each web process.
    from openpyxl import load_workbook

    values = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    formulas = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    sheets = [sheet for sheet in values.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise UnreadableFile(messages.EMPTY)
    chosen = sheets[0]
    if len(sheets) > 1:
        chosen = next((sheet for sheet in sheets if has_titles(sheet, names)), chosen)
    position = values.worksheets.index(chosen)
    found = read_sheet(read_rows(chosen, formulas.worksheets[position]), names)
    others = [f"“{sheet.title}”" for sheet in sheets if sheet is not chosen]
    if others:
        found.notices.insert(
            0, f"Only the sheet “{chosen.title}” was read. Skipped: {', '.join(others[:10])}."
        )
    return found


def has_titles(sheet, names: ColumnNames) -> bool:
    for row in rows_of(sheet):
        headings = [format_value(cell.value) for cell in row]
        if any(headings):
            return any(names.field_of(heading) == "title" for heading in headings)
    return False


def rows_of(sheet) -> Iterator[tuple]:
    # The size that the sheet declares may be wrong, and would truncate it.
    sheet.reset_dimensions()
    return sheet.iter_rows(max_row=LAST_ROW)


def read_rows(values, formulas) -> Iterator[tuple[int, RawRow]]:
    rows = zip(rows_of(values), rows_of(formulas), strict=True)
    for number, (row, written) in enumerate(rows, start=1):
        yield number, [read_cell(*pair) for pair in zip(row, written, strict=True)]


def read_cell(shown, written) -> tuple[str, str]:
    """Return (text, problem) of a cell. `shown` has its value and `written` its formula."""
    if shown.value in ERRORS:
        return "", f"The cell shows {shown.value}. Fix its formula."
    # With the type “str”, the formula has a result: an empty string.
    if shown.value is None and written.value is not None and shown.data_type != "str":
        return "", NOT_COMPUTED
    return format_value(shown.value), ""


def format_value(value) -> str:
    match value:
        case None:
            return ""
        case datetime() | date():
            return value.strftime("%Y-%m-%d")
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return clean(str(value))
