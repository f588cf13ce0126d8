"""Emphasis that Markdown's parser reads as such, whatever is next to it."""

import unicodedata

from bs4 import Tag
from markdownify import chomp

from imports.html.cleanup import BLOCKS


def write_emphasis(el: Tag, text: str, mark: str, parent_tags: set) -> str:
    if "_noformat" in parent_tags:
        return text
    if not text.strip():
        return text[:1]
    before, after, text = chomp(text)
    starts = not before and is_punctuation(text[0]) and not is_gap(neighbor(el, -1))
    ends = not after and is_punctuation(text[-1]) and not is_gap(neighbor(el, 1))
    touches = any(
        isinstance(other, Tag) and other.name in {"em", "strong", "s"}
        for other in (el.previous_sibling, el.next_sibling)
    )
    if starts or ends or touches:
        return f"{before}<{el.name}>{text}</{el.name}>{after}"
    return f"{before}{mark}{text}{mark}{after}"


def neighbor(el: Tag, direction: int) -> str:
    """Return the character next to an inline element: "*" for markup, "" at the edge."""
    sibling = el.next_sibling if direction > 0 else el.previous_sibling
    if sibling is None:
        return "" if el.parent is None or el.parent.name in BLOCKS else "*"
    if isinstance(sibling, Tag):
        return "\n" if sibling.name == "br" or sibling.name in BLOCKS else "*"
    return sibling[0] if direction > 0 else sibling[-1]


def is_gap(character: str) -> bool:
    return not character or character.isspace() or is_punctuation(character)


def is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
