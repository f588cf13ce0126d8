"""The pieces of HTML into which wikitext is converted first."""

import re
from html import escape

BLOCK_TAG = re.compile(
    r"</?(?:blockquote|caption|dd|div|dl|dt|footnote(?!-)|h[1-6]|hr|li|ol|p|pre|table|tbody|td|tfoot|th"
    r"|thead|tr|ul)\b[^<>]*>"
)
LINK_TAG = re.compile(r"</?(?:a|wiki-link)\b[^<>]*>")
REFERENCE = re.compile(r'<footnote-ref title="\d+"></footnote-ref>')


class HtmlBlock(str):
    """HTML that is a block, outside any paragraph."""

    __slots__ = ()


class HtmlParagraph(HtmlBlock):
    """A paragraph. `words` is its content."""

    __slots__ = ()

    @property
    def words(self) -> str:
        return self.removeprefix("<p>").removesuffix("</p>")


def attribute(value: str) -> str:
    """Escape an attribute's value, including apostrophes, which would be bold or italic."""
    return escape(" ".join(value.split()))


def flatten(html: str) -> str:
    """Return the same words without block elements."""
    return BLOCK_TAG.sub(" ", html)


def unlink(html: str) -> str:
    """Return the same words without links, such as for use inside a link."""
    return LINK_TAG.sub("", html)


def take_references(html: str) -> tuple[str, str]:
    """Separate words from references to footnotes, which are links too."""
    return REFERENCE.sub("", html), "".join(REFERENCE.findall(html))
