"""Pieces of HTML on their way from wikitext to Markdown."""

import re
from html import escape

BLOCK_TAG = re.compile(
    r"</?(?:blockquote|caption|dd|div|dl|dt|footnote(?!-)|h[1-6]|hr|li|ol|p|pre|table|tbody|td|tfoot|th"
    r"|thead|tr|ul)\b[^<>]*>"
)
LINK_TAG = re.compile(r"</?(?:a|wiki-link)\b[^<>]*>")
REFERENCE = re.compile(r'<footnote-ref title="\d+"></footnote-ref>')


class HtmlBlock(str):
    """HTML that is a block of its own and stands in no paragraph."""

    __slots__ = ()


class HtmlParagraph(HtmlBlock):
    """One paragraph; `words` is what stands in it."""

    __slots__ = ()

    @property
    def words(self) -> str:
        return self.removeprefix("<p>").removesuffix("</p>")


def attribute(value: str) -> str:
    """A value for between double quotes. Apostrophes must not be read as bold or italic."""
    return escape(" ".join(value.split()))


def flatten(html: str) -> str:
    """The same words where no block can stand."""
    return BLOCK_TAG.sub(" ", html)


def unlink(html: str) -> str:
    """The same words where no link can stand, as in another link."""
    return LINK_TAG.sub("", html)


def take_references(html: str) -> tuple[str, str]:
    """Part words from the references to footnotes among them, which are links too."""
    return REFERENCE.sub("", html), "".join(REFERENCE.findall(html))
