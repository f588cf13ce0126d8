"""Numbered lists whose numbers Markdown would change."""

from bs4 import NavigableString, Tag
from bs4.element import PageElement


def has_own_numbers(el: Tag) -> bool:
    """Whether a list counts with a, b, c, with i, ii, iii, or in an order unlike 1, 2, 3."""
    if el.name != "ol":
        return False
    items = el.find_all("li", recursive=False)
    is_lettered = str(el.get("type") or "1") in "aAiI"
    return is_lettered or el.has_attr("reversed") or any(item.has_attr("value") for item in items)


def continues_numbers(el: Tag | None) -> bool:
    """Whether every second list in a row of numbered lists is this one."""
    number = 0
    node: PageElement | None = el
    while isinstance(node, Tag) and node.name == "ol":
        number += 1
        node = node.previous_sibling
        while isinstance(node, NavigableString) and not node.strip():
            node = node.previous_sibling
    return number > 0 and number % 2 == 0
