"""What is read from a spreadsheet, whichever program wrote it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from imports.spreadsheets.columns import ColumnNames, Columns, column_letters, read_headings
from imports.spreadsheets.exceptions import (
    SpreadsheetEmpty,
    SpreadsheetTooLong,
    SpreadsheetTooWide,
    SpreadsheetWithoutTitles,
)

MAX_ROWS = 5_000
MAX_COLUMNS = 200
# Control characters and halves of letters, which no text has and no database keeps.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|_x000D_\n?")


@dataclass(frozen=True, slots=True)
class Cell:
    """`column` is the heading as it stands in the file; `problem` a sentence, if there is one."""

    text: str
    column: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with anything in it; `number` is what the spreadsheet program shows beside it."""

    number: int
    cells: dict[str, Cell]
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Sheet:
    """`notices` are sentences about the file as a whole."""

    rows: list[SheetRow] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


# (text, problem) of each cell of a line, from the first column on.
RawRow = list[tuple[str, str]]


def clean(text: str) -> str:
    return CONTROL_CHARACTERS.sub("", LINE_ENDS.sub("\n", text)).strip()


def read_sheet(lines: Iterable[tuple[int, RawRow]], names: ColumnNames) -> Sheet:
    """Make rows of numbered lines, of which the first names the columns.

    Raises SpreadsheetError.
    """
    filled = iter(skip_empty_rows(lines))
    first = next(filled, None)
    if first is None:
        raise SpreadsheetEmpty
    columns = read_headings([" ".join(text.split()) for text, _ in first[1]], names)
    if not columns.has_titles:
        raise SpreadsheetWithoutTitles
    sheet = Sheet(notices=columns.notices)
    for number, line in filled:
        if len(sheet.rows) == MAX_ROWS:
            raise SpreadsheetTooLong
        sheet.rows.append(read_row(number, line, columns, names.joinable))
    if not sheet.rows:
        raise SpreadsheetEmpty(
            "This spreadsheet has names of columns and nothing below them: choose one with rows."
        )
    return sheet


def skip_empty_rows(lines: Iterable[tuple[int, RawRow]]) -> Iterator[tuple[int, RawRow]]:
    for number, line in lines:
        while line and line[-1] == ("", ""):
            line.pop()
        if len(line) > MAX_COLUMNS:
            raise SpreadsheetTooWide
        if line:
            yield number, line


def read_row(number: int, line: RawRow, columns: Columns, joinable: dict[str, str]) -> SheetRow:
    cells: dict[str, Cell] = {}
    for position, name, heading in columns.fields:
        text, problem = line[position] if position < len(line) else ("", "")
        earlier = cells.get(name)
        if earlier is None:
            cells[name] = Cell(text, heading, problem)
        elif text or problem:
            joined = joinable[name].join(filter(None, [earlier.text.rstrip(" ;,"), text]))
            cells[name] = Cell(joined, earlier.column, earlier.problem or problem)
    beyond = tuple(
        (
            column_letters(position),
            f"“{line[position][0][:60]}” stands beyond the last column: perhaps a quotation mark "
            "is missing in this row.",
        )
        for position in range(columns.width, len(line))
        if line[position][0]
    )
    return SheetRow(number, cells, beyond[:1])
