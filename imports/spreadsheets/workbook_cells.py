"""What the cells of an Excel workbook say, and the links and merged cells that go with them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from html import unescape
from zipfile import ZipFile

from imports.spreadsheets.sheets import MAX_COLUMNS, MAX_ROWS, RawCell, clean

ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
NOT_COMPUTED = (
    "This formula was saved without its result. Open the file in your spreadsheet program, save "
    "it, and choose it again."
)
# Links and merged cells are listed after the rows.
AFTER_ROWS = re.compile(rb"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData/>")
LISTED = re.compile(rb"<(?:\w+:)?(hyperlink|mergeCell)\b([^<>]*)>")
# A name is read only from its beginning: one could have millions of characters.
ATTRIBUTE = re.compile(r"(?<![\w:])([\w:]++)\s*+=\s*+[\"']([^\"']*)[\"']")
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
LINK_FORMULA = re.compile(r'=\s*HYPERLINK\(\s*"([^"]*)"(?:\s*[,;]\s*"([^"]*)")?', re.IGNORECASE)
MAX_LISTED = 5_000_000
MAX_FILLED = 200_000
# Excel stores a time as a fraction of this day.
DAY_ZERO = (1899, 1900)


@dataclass(slots=True)
class Decorations:
    """`links` are {(row, column): address}; `merged` are {row: [(column, first row)]}.

    Rows and columns count from 1. A merged cell is listed for all its rows except the first.
    """

    links: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))


def read_decorations(archive: ZipFile, path: str) -> Decorations:
    """Read the links and merged cells of the sheet in this part of a workbook."""
    from openpyxl.packaging.relationship import get_dependents, get_rels_path

    found = Decorations()
    content = archive.read(path)
    end = max((match.end() for match in AFTER_ROWS.finditer(content)), default=len(content))
    rels_path = get_rels_path(path)
    targets = {}
    if rels_path in archive.namelist():
        targets = {rel.Id: rel.Target or "" for rel in get_dependents(archive, rels_path)}
    filled = 0
    for match in LISTED.finditer(content, end, end + MAX_LISTED):
        values = dict(ATTRIBUTE.findall(unescape(match[2].decode(errors="replace"))))
        area = REFERENCE.fullmatch(values.get("ref", ""))
        if area is None:
            continue
        row, column = int(area[2]), column_number(area[1])
        if match[1] == b"hyperlink":
            relation = next((v for k, v in values.items() if k.endswith(":id") or k == "id"), "")
            if target := targets.get(relation):
                found.links[row, column] = clean(target)
        elif area[4] and row < (last := int(area[4])) <= row + MAX_ROWS and column <= MAX_COLUMNS:
            filled += last - row
            if filled > MAX_FILLED:
                break
            for each in range(row + 1, last + 1):
                found.merged[each].append((column, row))
    return found


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def read_rows(
    values: Iterator[tuple], formulas: Iterator[tuple] | None, decorations: Decorations
) -> Iterator[tuple[int, list[RawCell]]]:
    """Yield (number, cells). `formulas` are the same rows with their formulas, if there are any."""
    # The last values of columns that have merged cells.
    tops: dict[int, RawCell] = {}
    starts = {start for areas in decorations.merged.values() for start in areas}
    for number, row in enumerate(values, start=1):
        written = next(formulas) if formulas is not None else row
        cells = [read_cell(*pair) for pair in zip(row, written, strict=True)]
        if decorations.links:
            for position, cell in enumerate(cells):
                link = decorations.links.get((number, position + 1))
                if link and cell.text:
                    cells[position] = cell._replace(link=link)
        if decorations.merged:
            for position, cell in enumerate(cells):
                if (position + 1, number) in starts:
                    tops[position + 1] = cell
            fill_merged(cells, decorations.merged.get(number, []), tops)
        yield number, cells


def fill_merged(
    cells: list[RawCell], areas: list[tuple[int, int]], tops: dict[int, RawCell]
) -> None:
    """Repeat what a cell that is merged over several rows says, in a row that says something."""
    if not any(any(cell) for cell in cells):
        return
    for column, _ in areas:
        cells.extend([RawCell("")] * (column - len(cells)))
        if not cells[column - 1].text and column in tops:
            cells[column - 1] = tops[column]


def read_cell(shown, written) -> RawCell:
    """Read a cell. `shown` has its value and `written` its formula."""
    value = shown.value
    if value is None and written.value is None:
        return RawCell("")
    if value in ERRORS:
        return RawCell("", f"The cell shows {value}. Fix its formula.")
    link = LINK_FORMULA.match(written.value) if isinstance(written.value, str) else None
    if link and value is None:
        return RawCell(clean(link[2] or link[1]), "", clean(link[1]))
    # With the type “str”, the formula has a result: an empty string.
    if value is None and shown.data_type != "str":
        return RawCell("", NOT_COMPUTED)
    return RawCell(format_value(value), "", clean(link[1]) if link and link[1] else "")


def format_value(value) -> str:
    """Return a cell’s value as text: dates and times as in 2021-07-15 15:00."""
    match value:
        case None:
            return ""
        case datetime() if value.year in DAY_ZERO:
            return format_time(value.time())
        case datetime() if value.time() != time():
            return f"{value:%Y-%m-%d} {format_time(value.time())}"
        case datetime() | date():
            return value.strftime("%Y-%m-%d")
        case time():
            return format_time(value)
        case timedelta() if timedelta() <= value < timedelta(days=1):
            return format_time((datetime(2000, 1, 1) + value).time())  # noqa: DTZ001 (only its time)
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return clean(str(value))


def format_time(value: time) -> str:
    # A time is stored as a fraction, so 15:00 may be a moment before or after it.
    moment = datetime(2000, 1, 1, value.hour, value.minute, value.second, value.microsecond)  # noqa: DTZ001
    rounded = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    if rounded.day == 1:
        return f"{rounded:%H:%M:%S}".removesuffix(":00")
    return "23:59"
