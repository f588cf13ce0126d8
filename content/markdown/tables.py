"""Tables, whose cells may contain [[Title|other text]]."""

import re
from collections.abc import Iterator
from types import FunctionType

from lxml.html import HtmlElement
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table

from content.markdown.trees import is_empty
from content.markdown.wiki_links import WIKI_LINK

MAXIMUM_COLUMNS = 200
PIPE = re.compile(r"\|")
TICKS = re.compile("`+")


def add_tables(parser: MarkdownIt) -> None:
    parser.enable("table")
    parser.block.ruler.at("table", parse_table, {"alt": ["paragraph", "reference"]})


def parse_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    columns = state.src.count("|", state.bMarks[start], state.eMarks[start])
    return columns <= MAXIMUM_COLUMNS and TABLE(state, start, end, silent)


def label_headers(tree: HtmlElement) -> None:
    """Say of each header cell whether it heads its column or its row, unless the writer did.

    An empty one heads nothing and is a plain cell.
    """
    for cell in tree.iter("th"):
        if is_empty(cell):
            cell.tag = "td"
            for name in ("abbr", "scope"):
                cell.attrib.pop(name, None)
        elif not cell.get("scope"):
            row = cell.getparent()
            heads_columns = row.getparent().tag == "thead" or all(
                other.tag == "th" or is_empty(other) for other in row
            )
            cell.set("scope", "col" if heads_columns else "row")


def split_row(row: str) -> list[str]:
    r"""Return the cells of a row, with \| as | in them.

    A | separates cells unless it is escaped or in a wiki link. In code, there are no wiki links.
    """
    pipes = [pipe.start() for pipe in PIPE.finditer(row)]
    escaped = {position for position in pipes if position and row[position - 1] == "\\"}
    in_links = set(pipes_in_links(row)) - escaped
    separators = [pipe for pipe in pipes if pipe not in escaped and pipe not in in_links]
    cells, start = [], 0
    for end in [*separators, len(row)]:
        for position in pipes_in_code(row, start, end, in_links) if in_links else ():
            cells.append(row[start:position])
            start = position + 1
        cells.append(row[start:end])
        start = end + 1
    return [cell.replace("\\|", "|") for cell in cells]


def pipes_in_links(row: str) -> Iterator[int]:
    for link in WIKI_LINK.finditer(row):
        if link[2] and link[1].strip() and not is_escaped(row, link.start()):
            yield link.start(2) - 1


def pipes_in_code(row: str, start: int, end: int, positions: set[int]) -> list[int]:
    """Return those of the positions that are in code, if this part of the row is one cell."""
    runs = [run.span() for run in TICKS.finditer(row, start, end)]
    closing: list[int | None] = []  # for each run, the end of the next run of the same length
    ends: dict[int, int] = {}
    for begin, stop in reversed(runs):
        closing.append(ends.get(stop - begin))
        ends[stop - begin] = stop
    found, read = [], start
    for (begin, _), stop in zip(runs, reversed(closing), strict=True):
        if stop is None or begin < read or is_escaped(row, begin):
            continue
        found += [position for position in range(begin, stop) if position in positions]
        read = stop
    return found


def is_escaped(row: str, position: int) -> bool:
    count = 0
    while count < position and row[position - count - 1] == "\\":
        count += 1
    return count % 2 == 1


# The library's rule with our own way to split a row into cells.
TABLE = FunctionType(table.__code__, {**table.__globals__, "escapedSplit": split_row}, "table")
