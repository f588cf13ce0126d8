"""Tables, and the cell ranges of spreadsheets, in the one form that Markdown can express."""

from bs4 import BeautifulSoup, Tag

from imports.html.elements import BLOCK
from imports.html.trees import find_elements

MAX_SPAN = 100
CONTENT = ["img", "ul", "ol", "pre", "blockquote"]


def simplify_tables(soup: BeautifulSoup) -> None:
    for table in find_elements(soup, {"table"}):
        if table.parent is None:
            continue
        rows = rows_of(table)
        is_layout = table.get("role") == "presentation" or table.find("table") is not None
        if is_layout or sum(map(len, rows)) <= 1:
            dissolve(table)
            continue
        grid = fill_grid(soup, rows)
        remove_empty(grid)
        if not grid or not grid[0]:
            table.decompose()
        else:
            write_table(soup, table, grid)


def rows_of(table: Tag) -> list[list[Tag]]:
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    return [row.find_all(["td", "th"], recursive=False) for row in rows]


def dissolve(table: Tag) -> None:
    """Leave only the content of a table that arranged a page."""
    for element in find_elements(table, {"tbody", "thead", "tfoot", "colgroup"}):
        if element.find_parent("table") is table:
            element.unwrap()
    for element in find_elements(table, {"tr", "td", "th"}):
        if element.find_parent("table") is table:
            element.name = "div"
    table.name = "div"


def fill_grid(soup: BeautifulSoup, rows: list[list[Tag]]) -> list[list[Tag]]:
    """Return the cells with an empty one in each place that a merged cell covers."""
    grid: list[dict[int, Tag]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[number]:
                column += 1
            height = min(span_of(cell, "rowspan"), len(rows) - number)
            width = span_of(cell, "colspan")
            for below in range(height):
                for right in range(width):
                    grid[number + below][column + right] = soup.new_tag("td")
            grid[number][column] = cell
            column += width
    width = max((max(row, default=-1) for row in grid), default=-1) + 1
    return [[row.get(column) or soup.new_tag("td") for column in range(width)] for row in grid]


def span_of(cell: Tag, name: str) -> int:
    span = str(cell.get(name) or "1").strip()
    return min(max(int(span), 1), MAX_SPAN) if span.isascii() and span.isdecimal() else 1


def remove_empty(grid: list[list[Tag]]) -> None:
    """Remove rows and columns without any content."""
    grid[:] = [row for row in grid if any(map(has_content, row))]
    width = len(grid[0]) if grid else 0
    for column in reversed(range(width)):
        if not any(has_content(row[column]) for row in grid):
            for row in grid:
                del row[column]


def has_content(cell: Tag) -> bool:
    return bool(cell.get_text().strip()) or cell.find(CONTENT) is not None


def write_table(soup: BeautifulSoup, table: Tag, grid: list[list[Tag]]) -> None:
    """Rebuild a table with a row of headings, which Markdown demands, and words in its cells."""
    head, body = soup.new_tag("thead"), soup.new_tag("tbody")
    for number, cells in enumerate(grid):
        row = soup.new_tag("tr")
        for cell in cells:
            cell.extract()
            cell.name = "th" if number == 0 else "td"
            cell.attrs = {}
            flatten(soup, cell, is_heading=number == 0)
            row.append(cell)
        (body if number else head).append(row)
    caption = table.find("caption")
    if isinstance(caption, Tag) and caption.get_text().strip():
        caption.name = "p"
        table.insert_before(caption.extract())
    table.clear()
    table.attrs = {}
    table.append(head)
    if body.contents:
        table.append(body)


def flatten(soup: BeautifulSoup, cell: Tag, *, is_heading: bool) -> None:
    """Make one line of a cell's paragraphs. What is more than paragraphs stays."""
    if cell.find(CONTENT):
        return
    for block in cell.find_all(list(BLOCK)):
        block.insert_before(" ")
        block.insert_after(" ")
        block.unwrap()
    for line_break in cell.find_all("br"):
        line_break.replace_with(" ")
    if is_heading:
        for bold in cell.find_all(["strong", "b"]):
            bold.unwrap()
