"""Limits that keep a text from occupying a parser for minutes.

Parsing is measured in steps instead of seconds, so that a text that renders once always renders.
"""

import re
from collections.abc import MutableMapping

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from content.exceptions import AppError

MAXIMUM_CHARACTERS = 400_000
# Nested quotes and lists. A list within a list counts twice.
MAXIMUM_BLOCK_NESTING = 30
MAXIMUM_HTML_NESTING = 100
# Each limit is several times what the longest real text needs. A step takes about a microsecond.
MAXIMUM_STEPS = 400_000
MAXIMUM_TOKENS = 100_000
MAXIMUM_ADDRESS_CHARACTERS = 1_000_000
MAXIMUM_IMAGES = 1_000
MAXIMUM_HEADINGS = 3_000
# Notes and references to them. Their numbers, ids, and links take longer than other parts.
MAXIMUM_FOOTNOTES = 3_000
# The sum of the depths of all tags.
MAXIMUM_HTML_WORK = 1_000_000

IMAGES = {"iframe", "image", "img"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Tags without content, and tags that a parser closes when the next one opens.
WITHOUT_DEPTH = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
    "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "option",
}  # fmt: skip


class MarkdownTooComplex(AppError):
    message = "This text is too long or too deeply nested to be rendered."


def check_length(text: str) -> None:
    if len(text) > MAXIMUM_CHARACTERS:
        raise MarkdownTooComplex(
            f"The text has {len(text):,} characters, and at most {MAXIMUM_CHARACTERS:,} can be "
            "rendered."
        )


def count_steps(parser: MarkdownIt) -> None:
    """Make a parser refuse a text that takes too many steps."""
    everywhere = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("table", "count", count_line, everywhere)
    inline = CountingParserInline()
    inline.ruler.before("text", "count", count_piece)
    parser.inline = inline


def spend(environment: dict, steps: int) -> None:
    spent = environment.get("steps", 0) + steps
    if spent > MAXIMUM_STEPS:
        raise MarkdownTooComplex("The text’s markup is too complex to be rendered.")
    environment["steps"] = spent


def count_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.level > MAXIMUM_BLOCK_NESTING:
        raise MarkdownTooComplex("Lists or quotes are nested too deeply to be rendered.")
    if len(state.tokens) > MAXIMUM_TOKENS:
        raise MarkdownTooComplex("The text has too many parts to be rendered.")
    spend(state.env, 5)
    return False


def count_piece(state: StateInline, silent: bool) -> bool:
    spend(state.env, 5)
    return False


class CountingParserInline(ParserInline):
    def skipToken(self, state: StateInline) -> None:
        spend(state.env, 1)
        super().skipToken(state)


def count_footnote(environment: MutableMapping) -> bool:
    """Count a note or a reference to one, and return True."""
    count = environment.get("footnote_count", 0) + 1
    if count > MAXIMUM_FOOTNOTES:
        raise MarkdownTooComplex("The text has too many footnotes to be rendered.")
    environment["footnote_count"] = count
    return True


def check_tokens(tokens: list[Token]) -> None:
    """Refuse a small text that becomes a huge page, for instance by repeating a long address."""
    count = length = 0
    for token in tokens:
        children = token.children or ()
        count += 1 + len(children)
        length += sum(len(str(value)) for child in children for value in child.attrs.values())
    if count > MAXIMUM_TOKENS or length > MAXIMUM_ADDRESS_CHARACTERS:
        raise MarkdownTooComplex("The text has too many parts to be rendered.")


def check_html(html: str) -> None:
    """Refuse HTML that takes quadratic time to parse."""
    open_tags: dict[str, int] = {}
    depth = work = images = headings = 0
    for closing, name in TAG.findall(html):
        name = name.lower()
        work += depth
        images += name in IMAGES
        headings += not closing and name in HEADINGS
        if name in WITHOUT_DEPTH:
            continue
        if not closing:
            open_tags[name] = open_tags.get(name, 0) + 1
            depth += 1
            if depth > MAXIMUM_HTML_NESTING:
                raise MarkdownTooComplex(
                    f"HTML tags are nested more than {MAXIMUM_HTML_NESTING} levels deep. Check "
                    "that each one is closed."
                )
        elif open_tags.get(name):
            open_tags[name] -= 1
            depth -= 1
    if work > MAXIMUM_HTML_WORK:
        raise MarkdownTooComplex("There are too many nested HTML tags.")
    if images > MAXIMUM_IMAGES:
        raise MarkdownTooComplex(f"There are more than {MAXIMUM_IMAGES:,} images and videos.")
    if headings > MAXIMUM_HEADINGS:
        raise MarkdownTooComplex(f"There are more than {MAXIMUM_HEADINGS:,} headings.")
