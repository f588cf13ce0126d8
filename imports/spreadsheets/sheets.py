"""A spreadsheet as rows of named cells, independent of its file format."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from content.texts import clean_text
from imports.exceptions import UnreadableFile
from imports.spreadsheets import messages
from imports.spreadsheets.columns import ColumnNames, Columns, column_letters, read_headings

MAX_ROWS = 5_000
MAX_COLUMNS = 200
# What some programs write for a carriage return.
EXCEL_LINE_END = re.compile(r"_x000D_\n?")


@dataclass(frozen=True, slots=True)
class Cell:
    """`column` is the heading as written in the file; `problem` is a message or empty."""

    text: str
    column: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that isn't blank. `number` is its number in the spreadsheet program."""

    number: int
    cells: dict[str, Cell]
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Sheet:
    """`notices` are messages about the file as a whole."""

    rows: list[SheetRow] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


# (text, problem) of each cell, starting with the first column.
RawRow = list[tuple[str, str]]


def clean(text: str) -> str:
    return clean_text(EXCEL_LINE_END.sub("\n", text)).strip()


def read_sheet(rows: Iterable[tuple[int, RawRow]], names: ColumnNames) -> Sheet:
    """Read numbered rows, the first of which names the columns.

    Raises UnreadableFile.
    """
    filled = iter(skip_empty_rows(rows))
    first = next(filled, None)
    if first is None:
        raise UnreadableFile(messages.EMPTY)
    columns = read_headings([" ".join(text.split()) for text, _ in first[1]], names)
    if not columns.has_titles:
        raise UnreadableFile(messages.NO_TITLES)
    sheet = Sheet(notices=columns.notices)
    for number, row in filled:
        if len(sheet.rows) == MAX_ROWS:
            raise UnreadableFile(messages.TOO_LONG)
        sheet.rows.append(read_row(number, row, columns, names.joinable))
    if not sheet.rows:
        raise UnreadableFile(messages.HEADINGS_ONLY)
    return sheet


def skip_empty_rows(rows: Iterable[tuple[int, RawRow]]) -> Iterator[tuple[int, RawRow]]:
    for number, row in rows:
        while row and row[-1] == ("", ""):
            row.pop()
        if len(row) > MAX_COLUMNS:
            raise UnreadableFile(messages.TOO_WIDE)
        if row:
            yield number, row


def read_row(number: int, row: RawRow, columns: Columns, joinable: dict[str, str]) -> SheetRow:
    cells: dict[str, Cell] = {}
    for position, name, heading in columns.fields:
        text, problem = row[position] if position < len(row) else ("", "")
        earlier = cells.get(name)
        if earlier is None:
            cells[name] = Cell(text, heading, problem)
        elif text or problem:
            joined = joinable[name].join(filter(None, [earlier.text.rstrip(" ;,"), text]))
            cells[name] = Cell(joined, earlier.column, earlier.problem or problem)
    beyond = tuple(
        (
            column_letters(position),
            f"“{row[position][0][:60]}” is beyond the last column. A quotation mark may be missing "
            "in this row.",
        )
        for position in range(columns.width, len(row))
        if row[position][0]
    )
    return SheetRow(number, cells, beyond[:1])
