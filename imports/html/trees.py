"""Find elements in a tree by name. Beautiful Soup's own methods take ten times as long."""

from collections.abc import Container

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from imports.exceptions import UnreadableFile

MAX_DEPTH = 150
MAX_ELEMENTS = 40_000


def parse_html(html: str) -> BeautifulSoup:
    """Read HTML, or text that has none."""
    # Beautiful Soup warns about a text that is an address: it could be meant as a file to open. A
    # text of several lines can't be.
    return BeautifulSoup(html if "<" in html else f"{html}\n", "html.parser")


def find_elements(tree: Tag, names: Container[str]) -> list[Tag]:
    """Return all elements with one of the names within another, in order."""
    return [node for node in tree.descendants if isinstance(node, Tag) and node.name in names]


def find_outer(node: PageElement, names: Container[str]) -> Tag | None:
    """Return the closest element with one of the names around a node."""
    outer = node.parent
    while outer is not None and outer.name not in names:
        outer = outer.parent
    return outer


def check_size(soup: BeautifulSoup) -> None:
    """Raises UnreadableFile for a page that no one can have written."""
    depths = {id(soup): 0}
    for number, element in enumerate(soup.find_all(True)):
        if number > MAX_ELEMENTS:
            raise UnreadableFile(
                f"It has more than {MAX_ELEMENTS:,} elements. Divide it into several pages."
            )
        depth = depths[id(element.parent)] + 1
        depths[id(element)] = depth
        if depth > MAX_DEPTH:
            raise UnreadableFile(
                f"Its HTML is nested more than {MAX_DEPTH} levels deep. Check for elements that "
                "are never closed."
            )
