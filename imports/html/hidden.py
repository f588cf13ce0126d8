"""Take out of a page what its readers didn't see: `hidden` and `display: none`."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from imports.html.trees import find_elements

HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
HIDDEN_PARAGRAPH = re.compile(
    r"""<p(?=\s[^<>]*(?:\shidden\b|display\s*:\s*none|visibility\s*:\s*hidden)|\shidden\b)
    (?P<attributes>[^<>]*)>(?P<words>(?:(?!</?p\b).)*+)</p\s*>""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# What a link or a script names to show it.
NAME = re.compile(r"[\w-]+")


def mark_hidden_paragraphs(html: str) -> str:
    """Make other elements of hidden paragraphs, whose attributes are lost when they are rebuilt."""
    return HIDDEN_PARAGRAPH.sub(r"<div\g<attributes>>\g<words></div>", html)


def take_out_hidden(tree: BeautifulSoup) -> list[str]:
    """Remove the elements that are hidden, and return their words or the addresses of pictures.

    One that a link or a script on the page names stays: a click showed it.
    """
    hidden = [node for node in tree.descendants if isinstance(node, Tag) and is_hidden(node)]
    if not hidden:
        return []
    named = set(names_in(tree))
    found = []
    for element in hidden:
        if element.decomposed or element.get("id") in named:
            continue
        words = " ".join(element.get_text(" ").split())
        images = [element] if element.name == "img" else find_elements(element, {"img"})
        found.append(words or " ".join(str(image.get("src", "")) for image in images))
        element.decompose()
    return list(filter(None, found))


def is_hidden(element: Tag) -> bool:
    style = str(element.get("style") or "")
    return HIDING.search(style) is not None or element.has_attr("hidden")


def names_in(tree: BeautifulSoup) -> Iterator[str]:
    """Yield what links and scripts in attributes name."""
    for node in tree.descendants:
        if not isinstance(node, Tag):
            continue
        for name, value in node.attrs.items():
            if name == "href" and str(value).startswith("#"):
                yield str(value)[1:]
            elif name.startswith(("on", "data-")) or name == "aria-controls":
                yield from NAME.findall(str(value))
