"""Comments by readers: only paragraphs, line breaks, emphasis, links, quotes, lists, and code."""

from html import escape

import nh3

from content.markdown.complexity import MarkdownTooComplex
from content.markdown.parser import build_parser, parse, write_html
from content.markdown.sanitize import SCHEMES, WITHOUT_CONTENT
from content.markdown.trees import UNPRINTABLE

PARSER = build_parser(extensions=False)
PARSER.disable(["image", "heading", "lheading"])
# Readers expect Enter to start a new line.
PARSER.options["breaks"] = True
TAGS = {
    "a", "b", "blockquote", "br", "code", "em", "i", "li", "ol", "p", "pre", "strong", "ul",
}  # fmt: skip
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    clean_content_tags=WITHOUT_CONTENT,
    url_schemes=SCHEMES,
    # The site doesn't endorse readers' links.
    link_rel="nofollow ugc noopener",
)


def render_comment(text: str) -> str:
    """Return a comment's HTML. It never raises: a text that is too complex stays as typed."""
    try:
        environment: dict = {}
        html = write_html(PARSER, parse(PARSER, text, environment), environment)
    except (MarkdownTooComplex, RecursionError):
        return f"<pre>{escape(UNPRINTABLE.sub('', text))}</pre>"
    return UNPRINTABLE.sub("", CLEANER.clean(html)).strip()
