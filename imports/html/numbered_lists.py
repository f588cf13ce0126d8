"""Numbered lists whose numbers Markdown would change."""

from bs4 import NavigableString, Tag


def has_own_numbers(el: Tag) -> bool:
    """Whether a list has letters, Roman numbers, or numbers in an order that Markdown can't say."""
    if el.name != "ol":
        return False
    items = el.find_all("li", recursive=False)
    is_lettered = str(el.get("type") or "1") in "aAiI"
    return is_lettered or el.has_attr("reversed") or any(item.has_attr("value") for item in items)


def continues_numbers(el: Tag | None) -> bool:
    """Whether every second list in a row of numbered lists is this one."""
    number = 0
    while el is not None and el.name == "ol":
        number += 1
        el = el.previous_sibling
        while isinstance(el, NavigableString) and not el.strip():
            el = el.previous_sibling
    return number > 0 and number % 2 == 0
