"""Which cell of a table is where, as browsers place them."""

from dataclasses import dataclass

from lxml.html import HtmlElement

MOST_COLUMNS, MOST_ROWS = 200, 2_000


@dataclass(frozen=True)
class TypstCell:
    element: HtmlElement
    row: int
    column: int
    rows: int
    columns: int


def place_cells(table: HtmlElement) -> tuple[list[TypstCell], int, int]:
    """Return the cells with their places, the number of columns, and that of rows in the head.

    A cell spans rows and columns only as far as nothing else is there.
    """
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    rows = rows[:MOST_ROWS]
    head = 0
    for row in rows:
        if row.getparent().tag != "thead":
            break
        head += 1
    taken: set[tuple[int, int]] = set()
    cells: list[TypstCell] = []
    for y, row in enumerate(rows):
        last = head if y < head else len(rows)
        x = 0
        for element in row:
            if element.tag not in ("td", "th"):
                continue
            while (y, x) in taken:
                x += 1
            if x >= MOST_COLUMNS:
                break
            height = min(span_of(element, "rowspan") or last, last - y)
            width = 0
            wanted = max(1, min(span_of(element, "colspan"), MOST_COLUMNS - x))
            while width < wanted and (y, x + width) not in taken:
                width += 1
            taken |= {(y + down, x + right) for down in range(height) for right in range(width)}
            cells.append(TypstCell(element, y, x, height, width))
            x += width
    columns = max((cell.column + cell.columns for cell in cells), default=0)
    # With nothing else, a head is the table.
    return cells, columns, head if head < len(rows) else 0


def span_of(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "1")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 5 else 1
