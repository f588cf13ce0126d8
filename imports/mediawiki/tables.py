"""Convert tables ({| … |})."""

from html import escape

from mwparserfromhell.nodes import Tag, Text

from imports.mediawiki.html import HtmlBlock
from imports.mediawiki.tags import read_attribute
from imports.mediawiki.writer import HtmlWriter

# Attributes without a value.
SWITCHES = {"nowrap", "noshade"}


def write_table(node: Tag, writer: HtmlWriter) -> HtmlBlock:
    """Write a table as HTML, preceded by anything in it that is outside its cells."""
    before: list[str] = []
    caption = ""
    rows: list[list[str]] = [[]]
    for child in node.contents.nodes:
        if not isinstance(child, Tag) or not child.wiki_markup:
            before.append(writer.inline([child]))
        elif str(child.tag) == "tr":
            rows.append([])
            for cell in child.contents.nodes:
                add_cell(cell, rows[-1], before, writer)
        elif is_caption(child):
            caption = write_caption(child, writer)
        else:
            add_cell(child, rows[-1], before, writer)
    written = "".join(f"<tr>{''.join(row)}</tr>" for row in rows if row)
    stray = "".join(before).strip()
    paragraph = f"<p>{stray}</p>" if stray else ""
    caption = f"<caption>{caption}</caption>" if caption else ""
    return HtmlBlock(
        f"{paragraph}<table>{caption}{written}</table>" if written or caption else paragraph
    )


def add_cell(node, row: list[str], before: list[str], writer: HtmlWriter) -> None:
    if not isinstance(node, Tag) or str(node.tag) not in {"td", "th"}:
        before.append(writer.inline([node]))
        return
    name = str(node.tag)
    spans = "".join(
        f' {key}="{value}"'
        for key in ("colspan", "rowspan")
        if (value := read_attribute(node, key, writer)).isdigit() and value not in {"0", "1"}
    )
    words = writer.flow(node.contents.nodes).strip()
    row.append(f"<{name}{spans}>{misplaced_words(node, writer)}{words}</{name}>")


def misplaced_words(node: Tag, writer: HtmlWriter) -> str:
    """Return words before a cell's pipe that aren't attributes: a second pipe was forgotten."""
    names = [str(a.name).strip() for a in node.attributes if a.value is None]
    words = writer.plain(" ".join(name for name in names if name.lower() not in SWITCHES))
    return f"{escape(words)} | " if words.strip() else ""


def is_caption(node: Tag) -> bool:
    return str(node.tag) == "td" and str(node.wiki_markup) == "|" and str(node)[:2] == "|+"


def write_caption(node: Tag, writer: HtmlWriter) -> str:
    first, *others = node.contents.nodes
    if isinstance(first, Text):
        words = str(first).lstrip("+")
        # Attributes precede a pipe. They only affect the appearance.
        words = words.rpartition("|")[2] if "=" in words.partition("|")[0] else words
        first = Text(words)
    return writer.inline([first, *others]).strip()
