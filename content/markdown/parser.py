"""The Markdown parser: CommonMark and the extensions that this site's writers have."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from content.markdown.complexity import count_steps
from content.markdown.embeds import find_lone_links
from content.markdown.figures import find_figures
from content.markdown.footnotes import add_footnotes
from content.markdown.more import mark_more
from content.markdown.raw_html import show_unfinished_tags
from content.markdown.wiki_links import add_wiki_links

MAXIMUM_NESTING = 100


def build_parser(*, extensions: bool = True) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAXIMUM_NESTING})
    count_steps(parser)
    if extensions:
        parser.enable(["table", "strikethrough"])
        add_footnotes(parser)
        add_wiki_links(parser)
        # Before the footnotes move to the end, so that what stands in them is found too.
        parser.core.ruler.after("inline", "figures", find_figures)
        parser.core.ruler.after("figures", "embeds", find_lone_links)
        parser.core.ruler.push("unfinished_tags", show_unfinished_tags)
        parser.core.ruler.push("more", mark_more)
        parser.core.ruler.push("alignment", align_by_class)
    return parser


def align_by_class(state: StateCore) -> None:
    """Say a table cell's alignment by class: the site's security policy refuses styles."""
    for token in state.tokens:
        if token.type in {"th_open", "td_open"} and (style := token.attrs.pop("style", None)):
            token.attrSet("class", f"align-{str(style).removeprefix('text-align:')}")
