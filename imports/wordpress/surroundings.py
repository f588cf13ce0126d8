"""What belongs to a post's body, but is elsewhere in the export."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from imports.wordpress.blocks import PATTERN, find_blocks
from imports.wordpress.export import ExportItem
from imports.wordpress.markdown_bodies import is_markdown
from imports.wordpress.shortcode_attributes import read_attributes
from imports.wordpress.tables import TABLEPRESS, read_table

TABLE = re.compile(r"\[table\b([^\[\]]*)\]")

# What Markdown plug-ins note about a post.
MARKDOWN_KEYS = ("_wpcom_is_markdown", "_cws_is_markdown", "_is_githuber_markdown")


@dataclass(frozen=True, slots=True)
class Surroundings:
    footnotes: str = ""  # the post meta “footnotes”
    patterns: Mapping[str, str] = MappingProxyType({})  # bodies of synced patterns, by number
    tables: Mapping[str, str] = MappingProxyType({})  # TablePress's tables as HTML, by number
    is_markdown: bool = False  # whether a Markdown plug-in marked the post


@dataclass(frozen=True, slots=True)
class SharedParts:
    """The parts of an export that several posts show."""

    patterns: Mapping[str, str]
    tables: Mapping[str, str]

    def shown_in(self, body: str) -> list[str]:
        """Return the parts that a body shows, and those that they show, each once."""
        found: dict[str, None] = {}
        waiting = [body]
        while waiting:
            new = [part for part in self._named_in(waiting.pop()) if part not in found]
            found |= dict.fromkeys(new)
            waiting += new
        return list(found)

    def _named_in(self, text: str) -> Iterator[str]:
        for block in find_blocks(text) if self.patterns or self.tables else ():
            parts, name = {
                "block": (self.patterns, "ref"),
                "tablepress/table": (self.tables, "id"),
            }.get(block.name, ({}, ""))
            if part := parts.get(str(block.attributes.get(name))):
                yield part
        for written in TABLE.findall(text) if self.tables else ():
            attributes = read_attributes(written)
            if part := self.tables.get(attributes.get("id") or attributes.get("0", "")):
                yield part


def read_shared_parts(items: Iterable[ExportItem]) -> SharedParts:
    patterns, tables = {}, {}
    for item in items:
        if item.post_type == PATTERN and item.status in {"publish", ""}:
            # WordPress shows nothing of one that is a draft or in the trash.
            patterns[item.post_id] = item.content
        elif item.post_type == TABLEPRESS and (table := read_table(item)):
            numbers = item.meta_values("_tablepress_export_table_id") or [item.post_id]
            tables[numbers[0]] = table
    return SharedParts(patterns, tables)


def surroundings_of(item: ExportItem, shared: SharedParts) -> Surroundings:
    return Surroundings(
        footnotes="".join(item.meta_values("footnotes")[:1]),
        patterns=shared.patterns,
        tables=shared.tables,
        is_markdown=is_marked(item),
    )


def body_of(item: ExportItem) -> str:
    """Return the body as its author wrote it: plug-ins keep Markdown beside the HTML made of it."""
    source = item.content_filtered
    return source if is_markdown(source, is_expected=is_marked(item)) else item.content


def is_marked(item: ExportItem) -> bool:
    return any(
        value not in {"0", "", "false"} for key in MARKDOWN_KEYS for value in item.meta_values(key)
    )
