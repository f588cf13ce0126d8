"""Which tables Markdown can express."""

from bs4 import Tag

from imports.html.cleanup import BLOCKS


def is_simple_table(table: Tag, rows: list[list[Tag]]) -> bool:
    """Whether Markdown can express the table: rows of inline text under one row of headings."""
    if not rows or len({len(row) for row in rows}) != 1 or not rows[0] or table.find("table"):
        return False
    in_head = rows[0][0].find_parent("thead") is not None
    if not in_head and not all(cell.name == "th" for cell in rows[0]):
        return False
    if any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row):
        return False
    blocks = table.find_all(lambda el: el.name == "br" or el.name in BLOCKS - TABLE_PARTS)
    return not blocks


TABLE_PARTS = {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col"}
