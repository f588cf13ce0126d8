"""Find a page's text among what its site showed around it."""

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, NavigableString, Tag

from imports.exceptions import UnreadableFile
from imports.values import shorten

MAX_QUOTED = 80
HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# What has the text has at least this part of the page's words: a third.
SMALLEST_PART = 3
# Where the text is, most specific first: wiki hosts and programs, then HTML's own elements.
PLACES = (
    "#wikipage-inner", "#wikipage", "#content_view", ".wiki.wikiPage", "#sites-canvas-main-content",
    "#mw-content-text", "#wiki-content", "#wiki-body", "#dokuwiki__content", "#main-content",
    ".entry-content", ".post-body", ".page-content", ".markdown-body", "article", "main",
    "[role=main]", "#content", "#main", "#bodyContent", ".content", ".main",
)  # fmt: skip
NEVER_TEXT = ["script", "style", "template", "noscript", "link", "meta", "title", "base", "svg"]
# Some readers saw the words in these.
SEEN_WITHOUT_SCRIPTS = {"template", "noscript", "svg"}
CONTROLS = ["input", "select", "textarea", "button"]
# What isn't a page's text, wherever it is.
AROUND = ["nav", "dialog"]
AROUND_BODY = ["header", "footer", "aside", "form"]
ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert"}
AROUND_NAME = re.compile(
    r"(?:(?:site|page|main|top|left|right|wiki|global)[-_]?)?(?:nav|navbar|navigation|menu|sidebar|"
    r"breadcrumbs?|footer)(?:[-_]?(?:bar|links|wrapper|container|inner))?"
    r"|(?:site|page|global|main)[-_]?header|masthead|banner|skip[-_]?(?:link|to.*)|cookie.*|share.*"
    r"|sharing.*|social.*|pagination|pager|related[-_]?posts?|addthis.*|search[-_]?(?:box|form)"
    r"|mw-(?:editsection|jump-link|navigation)|editsection|printfooter|catlinks|jump-to-nav|toc"
    r"|tableofcontents|wikipage-?actions|wiki-page-?tools|page-?tools|siteSub|contentSub",
    re.IGNORECASE,
)


def find_content(soup: BeautifulSoup, selector: str = "") -> Tag:
    """Return the element that has the page's text. Raises UnreadableFile."""
    if selector:
        try:
            found = soup.select(selector)
        except (soup.css.api.SelectorSyntaxError, NotImplementedError, ValueError) as error:
            raise UnreadableFile(f"“{selector}” isn’t a CSS selector. Correct it.") from error
        if not found:
            raise UnreadableFile(
                f"Nothing on the page matches “{selector}”. Give a selector that does, or import "
                "this page without it."
            )
        return together(found)
    total = count_words(soup.body or soup)
    for place in PLACES:
        filled = [element for element in soup.select(place, limit=3) if has_content(element)]
        # Several articles are a list of them, whose parent is wanted; and an element with a small
        # part of the words is a teaser, not the text.
        if len(filled) == 1 and count_words(filled[0]) * SMALLEST_PART >= total:
            return filled[0]
    return soup.body or soup


def count_words(element: Tag) -> int:
    """Return how many words an element has, without what is around texts or never one."""
    skipped = {id(each) for each in element.find_all(is_around(AROUND + AROUND_BODY))}
    skipped |= {id(each) for each in element.find_all(["script", "style", "template"])}
    words = 0
    for text in element.find_all(string=True):
        if type(text) is NavigableString and not any(id(each) in skipped for each in text.parents):
            words += len(text.split())
    return words


def describe_outside(soup: BeautifulSoup, content: Tag) -> list[str]:
    """Return how many words are outside the text, not counting what is around any text."""
    number = count_words(soup.body or soup) - count_words(content)
    return [f"outside {describe(content)} ({number} words)"] if number > 0 else []


def together(elements: list[Tag]) -> Tag:
    if len(elements) == 1:
        return elements[0]
    whole = BeautifulSoup("", "html.parser").new_tag("div")
    for element in elements:
        # An element within another one has come along with it.
        if whole not in element.parents:
            whole.append(element.extract())
    return whole


def attribute(element: Tag, name: str) -> str:
    return " ".join(str(element.get(name) or "").split())


def has_content(element: Tag) -> bool:
    return bool(element.get_text(strip=True)) or element.find(["img", "iframe"]) is not None


def remove_surroundings(content: Tag) -> list[str]:
    """Remove navigation and what else isn't text. Return a description of each part removed."""
    removed = []
    for element in content.find_all(NEVER_TEXT):
        words = element.get_text(" ", strip=True)
        if words and element.name in SEEN_WITHOUT_SCRIPTS:
            removed.append(f"{describe(element)} ({len(words.split())} words)")
        element.decompose()
    names = AROUND + (AROUND_BODY if content.name in {"body", "[document]"} else [])
    for element in content.find_all(is_around(names)):
        if element.decomposed or element is content:
            continue
        words = element.get_text(" ", strip=True)
        if words:
            removed.append(f"{describe(element)} ({len(words.split())} words)")
        element.decompose()
    for element in content.find_all(CONTROLS):
        if not element.decomposed:
            element.unwrap() if element.name == "button" else element.decompose()
    return removed


def remove_hidden(soup: BeautifulSoup) -> list[str]:
    """Remove what readers of the old site didn't see. Return a description of each part."""
    removed = []
    for element in soup.find_all(is_hidden):
        if element.decomposed:
            continue
        words = element.get_text(" ", strip=True)
        if words:
            removed.append(f"hidden {describe(element)} “{shorten(words, MAX_QUOTED)}”")
        element.decompose()
    return removed


def is_hidden(element: Tag) -> bool:
    if element.name in {"html", "body"}:
        # A script shows it later.
        return False
    return element.has_attr("hidden") or bool(HIDDEN.search(str(element.get("style") or "")))


def is_around(names: Iterable[str]):
    chosen = set(names)

    def check(element: Tag) -> bool:
        if element.name in chosen or element.get("role") in ROLES:
            return True
        if element.name in {"body", "main", "article", "h1", "h2", "h3", "p", "a", "li", "td"}:
            return False
        given = [element.get("id"), *(element.get("class") or [])]
        return any(name and len(name) < 60 and AROUND_NAME.fullmatch(name) for name in given)

    return check


def describe(element: Tag) -> str:
    name = element.get("id") or " ".join(element.get("class") or []) or element.get("role")
    return f"<{element.name}> “{name}”" if name else f"<{element.name}>"
