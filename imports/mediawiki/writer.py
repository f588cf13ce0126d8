"""Convert a page's nodes to HTML, except for what each node becomes.

In wikitext, the start of a line tells what it is. So, like MediaWiki, collect the nodes into lines,
and the lines into paragraphs, lists, and headings.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import zip_longest

from mwparserfromhell.nodes import Node, Tag, Text, Wikilink

from imports.mediawiki.footnotes import Footnotes
from imports.mediawiki.html import HtmlBlock, HtmlParagraph, flatten
from imports.mediawiki.lines import BlockBuilder, LineBuilder
from imports.mediawiki.placeholders import restore, restore_html
from imports.mediawiki.quotes import write_quotes
from imports.mediawiki.stripping import MARKER, PARAGRAPH, StrippedTag
from imports.mediawiki.titles import WikiSite

LIST_MARKS = frozenset("*#:;")
# Behavior switches, and the table of contents, which the site generates.
SWITCH = re.compile(
    r"__(?:(?:NO|FORCE)?TOC|NO(?:EDITSECTION|GALLERY|INDEX|TITLECONVERT|CONTENTCONVERT|TC|CC)|INDEX"
    r"|HIDDENCAT|(?:NO)?NEWSECTIONLINK|STATICREDIRECT|DISAMBIG|EXPECTUNUSEDCATEGORY)__"
)
TAIL = re.compile(r"[a-zß-öø-ÿ]+")


@dataclass(slots=True)
class HtmlWriter:
    """Writes nodes as HTML. `PageWriter` says what becomes of each node."""

    site: WikiSite
    page_title: str
    stripped: list[StrippedTag]
    problems: dict[str, dict[str, None]] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    notes: Footnotes = field(default_factory=Footnotes)
    # How many templates of each name carry nothing, became text, or had none.
    dropped: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)

    def problem(self, heading: str, example: str = "") -> None:
        examples = self.problems.setdefault(heading, {})
        if example:
            examples[example] = None

    def page(self, nodes: Iterable[Node]) -> list[str]:
        """Write a whole page as blocks, with its footnotes at the end."""
        blocks = self.blocks(nodes, keeps_indents=True)
        notes, unknown = self.notes.write("".join(blocks))
        for heading, name in unknown:
            self.problem(heading, name)
        return [self.finish(block) for block in (*blocks, *notes)]

    def finish(self, html: str) -> str:
        html = MARKER.sub(lambda found: escape(self.stripped[int(found[1])].content), html)
        return restore_html(html)

    def blocks(self, nodes: Iterable[Node], *, keeps_indents: bool = False) -> list[HtmlBlock]:
        """Write nodes as blocks. With `keeps_indents`, lines that start with a space are code."""
        lines = LineBuilder()
        for node, tail in attach_tails(nodes):
            if is_list_mark(node):
                lines.add_mark(str(node.wiki_markup))
            elif isinstance(node, Text):
                self.add_text(str(node), lines)
            else:
                html = self.node(node, tail)
                lines.add(html)
                lines.line.had_category |= not html and isinstance(node, Wikilink)
        lines.end()
        return BlockBuilder(keeps_indents=keeps_indents).build(lines.done)

    def flow(self, nodes: Iterable[Node]) -> str:
        """Write nodes as inline HTML if they are one paragraph, otherwise as an HtmlBlock."""
        nodes = list(nodes)
        blocks = self.blocks(nodes)
        if len(blocks) > 1 or (blocks and not isinstance(blocks[0], HtmlParagraph)):
            return HtmlBlock("".join(blocks))
        source = "".join(map(str, nodes))
        before = " " if source[:1].isspace() else ""
        after = " " if source[-1:].isspace() else ""
        return f"{before}{blocks[0].words}{after}" if blocks else before

    def inline(self, nodes: Iterable[Node]) -> str:
        """Write nodes as inline HTML."""
        pieces = []
        for node, tail in attach_tails(nodes):
            if is_list_mark(node):
                pieces.append(" ")
            elif isinstance(node, Text):
                text = str(node).replace("\n", " ").replace(PARAGRAPH, " ")
                pieces += self.pieces(text)
            else:
                pieces.append(self.node(node, tail))
        return write_quotes(flatten("".join(pieces)).replace("\n", " "))

    def plain(self, text: str) -> str:
        """Return a title or an address as written in the source."""
        text = MARKER.sub(lambda found: self.stripped[int(found[1])].content, text)
        return restore(text)

    def add_text(self, text: str, lines: LineBuilder) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                lines.end()
            for index, words in enumerate(line.split(PARAGRAPH)):
                if index:
                    lines.end_paragraph()
                for html in self.pieces(words):
                    lines.add(html)

    def pieces(self, text: str) -> Iterator[str]:
        """Yield text as HTML, and stripped tags where their markers were."""
        for index, piece in enumerate(MARKER.split(SWITCH.sub("", text))):
            if index % 2:
                yield self.stripped_tag(self.stripped[int(piece)])
            elif piece:
                yield escape(piece, quote=False)

    def node(self, node: Node, tail: str) -> str:
        """Write one node. `tail` has the characters after a link, which join its text."""
        raise NotImplementedError

    def stripped_tag(self, tag: StrippedTag) -> str:
        """Write a tag whose content isn't wikitext."""
        raise NotImplementedError


def is_list_mark(node: Node) -> bool:
    return isinstance(node, Tag) and str(node.wiki_markup or "") in LIST_MARKS


def attach_tails(nodes: Iterable[Node]) -> Iterator[tuple[Node, str]]:
    """Yield each node, and with a link the characters directly after it, which join its text."""
    nodes = list(nodes)
    tail = ""
    for node, following in zip_longest(nodes, nodes[1:]):
        rest = Text(str(node)[len(tail) :]) if tail else node
        tail = ""
        if isinstance(node, Wikilink) and isinstance(following, Text):
            found = TAIL.match(str(following))
            tail = found[0] if found else ""
        yield rest, tail
