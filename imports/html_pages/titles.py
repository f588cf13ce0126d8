"""Find the title of a saved page, without the name of its site."""

import re
from collections import Counter
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag

SEPARATOR = re.compile(r"\s+(?:[-|–—·»:/])\s+")


def find_heading(content: Tag, soup: BeautifulSoup) -> Tag | None:
    """Return the page's only main heading, from its text or from above it."""
    for place in (content, soup):
        headings = [heading for heading in place.find_all("h1") if heading.get_text(strip=True)]
        if len(headings) == 1:
            return headings[0]
    return None


def words_of(element: Tag | None) -> str:
    return " ".join(element.get_text(" ").split()) if element is not None else ""


def find_site_names(titles: Iterable[str]) -> set[str]:
    """Return the parts that many pages' titles begin or end with, such as the site's name."""
    parts: Counter[str] = Counter()
    count = 0
    for title in titles:
        pieces = SEPARATOR.split(title)
        count += 1
        if len(pieces) > 1:
            parts.update({pieces[0], pieces[-1]})
    return {part for part, number in parts.items() if number > 1 and number * 2 > count}


def strip_site_name(title: str, names: set[str]) -> str:
    for name in names:
        for pattern in (
            rf"^{re.escape(name)}{SEPARATOR.pattern}",
            rf"{SEPARATOR.pattern}{re.escape(name)}$",
        ):
            shorter = re.sub(pattern, "", title)
            if shorter.strip():
                title = shorter
    return title
