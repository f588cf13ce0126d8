"""Tables of plug-ins: TablePress keeps them as items of their own, others between shortcodes."""

import csv
import json
from html import escape

from imports.wordpress.export import ExportItem

TABLEPRESS = "tablepress_table"


def read_table(item: ExportItem) -> str:
    """Return one of TablePress's tables as HTML, or an empty string."""
    rows = read_rows(item.content)
    return write_table(rows, has_head=has_head(item)) if rows else ""


def read_rows(stored: str) -> list[list[str]]:
    try:
        rows = json.loads(stored)
    except ValueError:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return []
    return [[str(cell if cell is not None else "") for cell in row] for row in rows]


def has_head(item: ExportItem) -> bool:
    for stored in item.meta_values("_tablepress_table_options"):
        try:
            options = json.loads(stored)
        except ValueError:
            continue
        if isinstance(options, dict):
            return bool(options.get("table_head", True))
    return True


def read_separated(text: str) -> str:
    """Return the HTML of a table whose cells are separated by commas, or an empty string."""
    lines = [line for line in text.replace("<br />", "").strip().splitlines() if line.strip()]
    rows = list(csv.reader(lines))
    if len(rows) < 2 or min(map(len, rows)) < 2:
        return ""
    return write_table(rows, has_head=True)


def write_table(rows: list[list[str]], *, has_head: bool) -> str:
    """Return a table. Cells are HTML; TablePress shows their line ends."""
    width = max(map(len, rows))
    lines = []
    for index, row in enumerate(rows):
        cell = "th" if has_head and index == 0 else "td"
        cells = [*row, *[""] * (width - len(row))]
        written = "".join(
            f"<{cell}>{text.strip().replace(chr(10), '<br>')}</{cell}>" for text in cells
        )
        lines.append(f"<tr>{written}</tr>")
    head = f"<thead>{lines.pop(0)}</thead>" if has_head else ""
    return f"\n\n<table>{head}<tbody>{''.join(lines)}</tbody></table>\n\n"


def describe_table(number: str) -> str:
    return f"table {escape(number)}" if number else "a table"
