"""The Markdown parser: CommonMark, and the extensions that this site offers its writers."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from content.markdown.complexity import check_html, check_length, check_tokens, count_steps
from content.markdown.embeds import find_lone_links
from content.markdown.figures import find_figures
from content.markdown.footnotes import add_footnotes
from content.markdown.library_lists import find_library_lists
from content.markdown.more import mark_more
from content.markdown.raw_html import close_unclosed_tags, show_unfinished_tags
from content.markdown.tables import add_tables
from content.markdown.wiki_links import add_wiki_links

MAXIMUM_NESTING = 100
SURROGATE = re.compile("[\ud800-\udfff]")


def build_parser(*, extensions: bool = True) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAXIMUM_NESTING})
    count_steps(parser)
    if extensions:
        parser.enable("strikethrough")
        add_tables(parser)
        add_footnotes(parser)
        add_wiki_links(parser)
        # Before footnotes move to the end, so that these rules apply within them, too.
        parser.core.ruler.after("inline", "figures", find_figures)
        parser.core.ruler.after("figures", "embeds", find_lone_links)
        parser.core.ruler.after("embeds", "library_lists", find_library_lists)
        parser.core.ruler.push("unfinished_tags", show_unfinished_tags)
        parser.core.ruler.push("more", mark_more)
        parser.core.ruler.push("alignment", align_by_class)
    return parser


def parse(parser: MarkdownIt, text: str, environment: dict) -> list[Token]:
    """Return the tokens of a text. The rules add to the environment what they found.

    Raises MarkdownTooComplex.
    """
    # A faulty import may contain half of a surrogate pair, which cannot be encoded.
    text = SURROGATE.sub("\ufffd", text)
    check_length(text)
    tokens = parser.parse(text, environment)
    check_tokens(tokens)
    return tokens


def write_html(parser: MarkdownIt, tokens: list[Token], environment: dict) -> str:
    """Return HTML that is safe to parse, but not sanitized yet. Raises MarkdownTooComplex."""
    html = close_unclosed_tags(parser.renderer.render(tokens, parser.options, environment))
    check_html(html)
    return html


def align_by_class(state: StateCore) -> None:
    """Turn a table cell's alignment into a class: the site's policy allows no inline styles."""
    for token in state.tokens:
        if token.type in {"th_open", "td_open"} and (style := token.attrs.pop("style", None)):
            token.attrSet("class", f"align-{str(style).removeprefix('text-align:')}")
