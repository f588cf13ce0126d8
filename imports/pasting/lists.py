"""Build real lists of those that only look like lists, and repair what programs write as lists."""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from imports.html.trees import find_elements, find_outer
from imports.pasting.styles import style_of

LEVEL = re.compile(r"\blevel(\d)")
NUMBER = re.compile(r"\(?(?:(\d{1,9})|[a-z]{1,5})[.)]", re.IGNORECASE)


@dataclass(slots=True)
class ListItem:
    element: Tag
    level: int
    is_ordered: bool
    start: int = 1


def build_lists(soup: BeautifulSoup) -> None:
    build_word_lists(soup)
    join_word_web_lists(soup)
    fill_empty_items(soup)
    for item in find_elements(soup, {"li"}):
        # Otherwise, every list would have blank lines between its items.
        paragraphs = [each for each in item.find_all("p", recursive=False) if not is_empty(each)]
        if len(paragraphs) == 1:
            paragraphs[0].unwrap()


def build_word_lists(soup: BeautifulSoup) -> None:
    """Word writes paragraphs that begin with a bullet or a number, and says so in their style."""
    run: list[ListItem] = []
    for paragraph in find_elements(soup, {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6"}):
        found = LEVEL.search(style_of(paragraph).get("mso-list", ""))
        marker = find_marker(paragraph)
        if found is None or paragraph.name.startswith("h"):
            # The number of a heading is part of it.
            continue
        number = NUMBER.fullmatch(take_out(marker))
        start = int(number[1]) if number and number[1] else 1
        if run and not follows(paragraph, run[-1].element):
            build_list(soup, run)
            run = []
        run.append(ListItem(paragraph, int(found[1]), number is not None, start))
    build_list(soup, run)


def find_marker(paragraph: Tag) -> Tag | None:
    return next(
        (
            span
            for span in find_elements(paragraph, {"span"})
            if style_of(span).get("mso-list") == "ignore"
        ),
        None,
    )


def take_out(marker: Tag | None) -> str:
    if marker is None:
        return ""
    text = "".join(marker.get_text().split())
    marker.decompose()
    return text


def join_word_web_lists(soup: BeautifulSoup) -> None:
    """On the web, Word writes a list of its own for each item, which says its level."""
    run: list[ListItem] = []
    for wrapper in soup.select("div.ListContainerWrapper"):
        outer = wrapper.find(["ul", "ol"])
        if not isinstance(outer, Tag):
            continue
        for item in outer.find_all("li", recursive=False):
            level = str(item.get("data-aria-level") or item.get("aria-level") or 1)
            start = str(outer.get("start") or 1)
            if run and not follows(wrapper, run[-1].element):
                build_list(soup, run)
                run = []
            paragraph = soup.new_tag("div")
            for child in list(item.contents):
                paragraph.append(child.extract())
            wrapper.insert_before(paragraph)
            run.append(
                ListItem(
                    paragraph,
                    int(level) if level.isdecimal() else 1,
                    outer.name == "ol",
                    int(start) if start.isdecimal() else 1,
                )
            )
        wrapper.decompose()
    build_list(soup, run)


def follows(element: Tag, previous: Tag) -> bool:
    """Whether there is nothing but space between two elements."""
    sibling = previous.next_sibling
    while sibling is not None and sibling is not element:
        if sibling.get_text().strip() or (isinstance(sibling, Tag) and sibling.find("img")):
            return False
        sibling = sibling.next_sibling
    return sibling is element


def build_list(soup: BeautifulSoup, items: list[ListItem]) -> None:
    """Replace the elements of the items with one list, nested by their levels."""
    open_lists: list[tuple[int, Tag]] = []
    for item in items:
        while open_lists and open_lists[-1][0] > item.level:
            open_lists.pop()
        name = "ol" if item.is_ordered else "ul"
        if open_lists and open_lists[-1][0] == item.level and open_lists[-1][1].name != name:
            open_lists.pop()
        if not open_lists or open_lists[-1][0] < item.level:
            added = soup.new_tag(name)
            if item.is_ordered and item.start > 1:
                added["start"] = str(item.start)
            if open_lists:
                last = open_lists[-1][1].find_all("li", recursive=False)[-1]
                last.append(added)
            else:
                item.element.insert_before(added)
            open_lists.append((item.level, added))
        entry = soup.new_tag("li")
        open_lists[-1][1].append(entry)
        for child in list(item.element.contents):
            entry.append(child.extract())
        item.element.extract()


def fill_empty_items(soup: BeautifulSoup) -> None:
    """Put into an item what follows it up to the next one: LibreOffice writes <li/> before each."""
    for item in find_elements(soup, {"li"}):
        if not is_empty(item) or find_outer(item, {"ul", "ol"}) is None:
            continue
        while (sibling := item.next_sibling) is not None and getattr(sibling, "name", "") != "li":
            item.append(sibling.extract())


def is_empty(element: Tag) -> bool:
    return not element.get_text().strip() and not element.find(["img", "ul", "ol"])
