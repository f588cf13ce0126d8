"""A spreadsheet as rows of named cells, independent of its file format."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple

from content.texts import clean_text
from imports.exceptions import UnreadableFile
from imports.spreadsheets import messages
from imports.spreadsheets.columns import (
    ColumnNames,
    Columns,
    column_letters,
    normalize_heading,
    read_headings,
)

MAX_ROWS = 25_000
MAX_COLUMNS = 200
# How far down the headings may be, below a title and a few lines about the list.
HEADING_ROWS = 15
SAMPLES = 3
# What some programs write for a carriage return.
EXCEL_LINE_END = re.compile(r"_x000D_\n?")


class RawCell(NamedTuple):
    """A cell of a file: what it shows, what is wrong with it, and the address it links to."""

    text: str
    problem: str = ""
    link: str = ""


# The cells of a row, starting with the first column.
RawRow = list[RawCell]


@dataclass(frozen=True, slots=True)
class Cell:
    """`column` is the heading as written in the file; `problem` is a message or empty.

    `link` is the address behind the text, if the cell has one.
    """

    text: str
    column: str
    problem: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that isn't blank. `number` is its number in the spreadsheet program."""

    number: int
    cells: dict[str, Cell]
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Sheet:
    """`notices` are messages about the file as a whole; `unknown` are headings that no one knows.

    `headings` are those of all columns, and `samples` {heading: what is below it}.
    """

    rows: list[SheetRow] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    samples: dict[str, list[str]] = field(default_factory=dict)
    is_bibliography: bool = False


def clean(text: str) -> str:
    return clean_text(EXCEL_LINE_END.sub("\n", text)).strip()


def read_sheet(rows: Iterable[tuple[int, RawRow]], names: ColumnNames) -> Sheet:
    """Read numbered rows, one of the first of which names the columns.

    Raises UnreadableFile.
    """
    filled = iter(skip_empty_rows(rows))
    skipped: list[str] = []
    if names.section:
        filled, skipped = cut_section(list(filled), names.section)
    first = list(islice(filled, HEADING_ROWS))
    if not first:
        raise UnreadableFile(messages.EMPTY)
    above, headings, below, notices = find_headings(first, names)
    columns = read_headings(headings, names)
    lacking = columns.lacks(names)
    if lacking:
        labels = [names.labels[name] for name in lacking]
        raise messages.columns_missing(labels, headings, find_samples(headings, below))
    sheet = Sheet(notices=notices + columns.notices, unknown=columns.unknown, headings=headings)
    sheet.samples = find_samples(headings, below)
    sheet.notices += skipped
    if above:
        sheet.notices.insert(0, describe_rows_above(above))
    repeated = [normalize_heading(heading) for heading in headings]
    for number, row in chain(below, filled):
        if [normalize_heading(cell.text) for cell in row[: len(repeated)]] == repeated:
            sheet.notices.append(f"Row {number} repeats the headings, so it was skipped.")
            continue
        if len(sheet.rows) == MAX_ROWS:
            raise UnreadableFile(messages.TOO_LONG)
        sheet.rows.append(read_row(number, row, columns, names.joinable))
    if not sheet.rows:
        raise UnreadableFile(messages.HEADINGS_ONLY)
    return sheet


def cut_section(
    rows: list[tuple[int, RawRow]], title: str
) -> tuple[Iterator[tuple[int, RawRow]], list[str]]:
    """Return the rows of the table below this title, and what to say of the others."""

    def is_title(row: RawRow) -> bool:
        return len([cell for cell in row if cell.text]) == 1 and bool(row[0].text)

    starts = [
        position
        for position, (_, row) in enumerate(rows)
        if is_title(row) and normalize_heading(row[0].text) == title
    ]
    if not starts:
        return iter(rows), []
    first = starts[0] + 1
    ends = [position for position in range(first, len(rows)) if is_title(rows[position][1])]
    last = ends[0] if ends else len(rows)
    others = [row[0].text for position, (_, row) in enumerate(rows) if is_title(row)]
    named = ", ".join(f"“{text[:60]}”" for text in others if normalize_heading(text) != title)
    heading = rows[starts[0]][1][0].text
    notice = f"Only the table “{heading}” was read."
    return iter(rows[first:last]), [f"{notice} Skipped: {named}." if named else notice]


def texts_of(row: RawRow) -> list[str]:
    return [" ".join(cell.text.split()) for cell in row]


def find_headings(
    rows: list[tuple[int, RawRow]], names: ColumnNames
) -> tuple[list[tuple[int, RawRow]], list[str], list[tuple[int, RawRow]], list[str]]:
    """Return (the rows above the headings, the headings, the rows below them, notices).

    The row that names the most columns has the headings, if it names all that are required.
    """

    def count_known(position: int) -> tuple[bool, int]:
        known = names.known_in(texts_of(rows[position][1]))
        return known.issuperset(names.required), len(known)

    best = max(range(len(rows)), key=count_known)
    headings, below = texts_of(rows[best][1]), rows[best + 1 :]
    second = read_second_line(headings, below[0][1], names) if below else None
    if second is None:
        return rows[:best], headings, below, []
    notice = f"Rows {rows[best][0]} and {below[0][0]} were read as the headings together."
    return rows[:best], second, below[1:], [notice]


def read_second_line(headings: list[str], row: RawRow, names: ColumnNames) -> list[str] | None:
    """Return headings of two lines, such as “Time” above “Start” and “End,” as one; or None."""
    texts = texts_of(row)
    filled = [text for text in texts if text]
    # A heading above several columns, which may be merged cells, leaves all but the first empty.
    below_none = [
        text
        for position, text in enumerate(texts)
        if text and not any(headings[position : position + 1])
    ]
    is_second = all(map(names.field_of, filled)) and len(filled) > 1 and bool(below_none)
    required = {
        position
        for position, heading in enumerate(headings)
        if names.field_of(heading) in names.required
    }
    if not is_second or any(any(texts[position : position + 1]) for position in required):
        return None
    width = max(len(headings), len(texts))
    upper, lower = (line + [""] * (width - len(line)) for line in (headings, texts))
    return [below or above for above, below in zip(upper, lower, strict=True)]


def find_samples(headings: list[str], below: list[tuple[int, RawRow]]) -> dict[str, list[str]]:
    """Return what the first cells below each heading say, so that a person can tell what it is."""
    samples: dict[str, list[str]] = {heading: [] for heading in headings if heading}
    for _, row in below:
        for heading, text in zip(headings, texts_of(row), strict=False):
            if text and heading and len(samples[heading]) < SAMPLES:
                samples[heading].append(text[:60])
    return samples


def describe_rows_above(rows: list[tuple[int, RawRow]]) -> str:
    words = "; ".join(" ".join(filter(None, texts_of(row))) for _, row in rows)
    shown = words if len(words) <= 200 else f"{words[:200]}…"
    number = rows[-1][0]
    return (
        f"Row 1 is above the headings, so it was skipped: “{shown}”."
        if number == 1
        else f"Rows 1 to {number} are above the headings, so they were skipped: “{shown}”."
    )


def skip_empty_rows(rows: Iterable[tuple[int, RawRow]]) -> Iterator[tuple[int, RawRow]]:
    for number, row in rows:
        while row and not any(row[-1]):
            row.pop()
        if len(row) > MAX_COLUMNS:
            raise UnreadableFile(messages.TOO_WIDE)
        if row:
            yield number, row


def read_row(number: int, row: RawRow, columns: Columns, joinable: dict[str, str]) -> SheetRow:
    cells: dict[str, Cell] = {}
    for position, name, heading in columns.fields:
        text, problem, link = row[position] if position < len(row) else RawCell("")
        earlier = cells.get(name)
        if earlier is None:
            cells[name] = Cell(text, heading, problem, link)
        elif text or problem:
            before = earlier.text.rstrip(" ;,")
            # “Freeland, Julia” and “Harvard” are two.
            separator = "; " if re.search("[;,]", before) else joinable[name]
            joined = separator.join(filter(None, [before, text]))
            cells[name] = Cell(joined, earlier.column, earlier.problem or problem, earlier.link)
    beyond = tuple(
        (
            column_letters(position),
            f"“{row[position].text[:60]}” is beyond the last column. A quotation mark may be "
            "missing in this row.",
        )
        for position in range(columns.width, len(row))
        if row[position].text
    )
    return SheetRow(number, cells, beyond[:1])
