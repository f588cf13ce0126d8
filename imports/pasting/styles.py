"""Turn how text looks into what it means: bold, italic, code. Programs mostly write styles."""

import re
from collections import Counter
from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString, Tag

from imports.html.elements import BLOCK, HEADINGS
from imports.html.trees import find_elements, find_outer

# What is read begins after a brace, a comment without an end goes to the end, and a number begins
# with its first digit. Otherwise, a clipboard could keep the site looking for hours.
RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*+)\}")
SELECTOR = re.compile(r"(?P<name>[a-z]\w*)?\.(?P<class>[\w-]+)", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
BOLD = re.compile(r"bold|bolder|[6-9]00")
MONOSPACE = re.compile(r"courier|consolas|monospace|menlo|monaco|roboto mono|source code", re.I)
FONT_SIZE = re.compile(r"(?<!\d)(\d++(?:\.\d++)?)(?:px|pt)")
# What a style says, and the element that says the same.
MEANINGS = ("strong", "em", "s", "sup", "sub", "code")
NAMES = {"b": "strong", "i": "em", "strike": "s", "del": "s", "tt": "code", "font": "span"}
WHOLE = HEADINGS | {"p", "li", "div", "dt", "dd", "td", "th"}


def apply_style_sheets(soup: BeautifulSoup) -> None:
    """Write the style of classes into the elements that have them."""
    rules: dict[tuple[str, str], str] = {}
    for sheet in find_elements(soup, {"style"}):
        for selectors, style in RULE.findall(COMMENT.sub("", sheet.get_text())):
            for selector in selectors.split(","):
                if found := SELECTOR.fullmatch(selector.strip()):
                    key = ((found["name"] or "").lower(), found["class"])
                    rules[key] = f"{rules.get(key, '')};{style}"
    if not rules:
        return
    for element in soup.find_all(class_=True):
        classes = element.get("class") or []
        styles = [rules.get((name, each), "") for each in classes for name in ("", element.name)]
        element["style"] = ";".join(filter(None, [*styles, str(element.get("style") or "")]))


def style_of(element: Tag) -> dict[str, str]:
    pairs = (each.partition(":") for each in str(element.get("style") or "").split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs if value}


def find_headings_by_size(soup: BeautifulSoup) -> None:
    """Make headings of short paragraphs in larger type: Pages has no other mark for them."""
    generator = soup.find("meta", attrs={"name": re.compile("^generator$", re.IGNORECASE)})
    if not isinstance(generator, Tag) or "Cocoa" not in str(generator.get("content")):
        return
    paragraphs = [(each, size_of(each)) for each in find_elements(soup, {"p"})]
    paragraphs = [(each, size) for each, size in paragraphs if size and each.get_text().strip()]
    amounts: Counter[float] = Counter()
    for paragraph, size in paragraphs:
        amounts[size] += len(paragraph.get_text())
    if len(amounts) < 2:
        return
    usual = amounts.most_common(1)[0][0]
    larger = sorted((size for size in amounts if size > usual * 1.15), reverse=True)[:4]
    for paragraph, size in paragraphs:
        if size in larger and not find_outer(paragraph, {"td", "th", "li"}):
            paragraph.name = f"h{larger.index(size) + 1}"


def size_of(paragraph: Tag) -> float:
    style = style_of(paragraph)
    found = FONT_SIZE.search(style.get("font-size") or style.get("font") or "")
    return float(found[1]) if found else 0


def mark_up(soup: BeautifulSoup) -> None:
    """Put text that is styled as bold, italic, code, or the like into elements that say so."""
    for element in [node for node in soup.descendants if isinstance(node, Tag)]:
        element.name = NAMES.get(element.name, element.name)
        style = style_of(element)
        if element.name == "u" or denies(element, style):
            element.unwrap()
        elif style and may_be_styled(element):
            for name in meanings_of(style):
                if element.name != name and not find_outer(element, {name, "pre"}):
                    wrap_contents(soup, element, name)
    for heading in find_elements(soup, HEADINGS):
        for bold in find_elements(heading, {"strong"}):
            bold.unwrap()
    soup.smooth()
    join_neighbors(soup)


def denies(element: Tag, style: dict[str, str]) -> bool:
    """Whether the style takes back what the element says, as around all of a Google document."""
    if element.name == "strong":
        return style.get("font-weight") in {"normal", "400", "300"}
    return element.name == "em" and style.get("font-style") == "normal"


def may_be_styled(element: Tag) -> bool:
    if not element.get_text().strip():
        return False
    if element.name in {"span", "a", "strong", "em", "s"}:
        return not element.find(list(BLOCK))
    return element.name in WHOLE and not element.find(list(BLOCK))


def meanings_of(style: dict[str, str]) -> Iterator[str]:
    words = style.get("font", "").split()
    decoration = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    says = {
        "strong": BOLD.fullmatch(style.get("font-weight", "")) or "bold" in words,
        "em": style.get("font-style") in {"italic", "oblique"} or "italic" in words,
        "s": "line-through" in decoration,
        "sup": style.get("vertical-align") == "super",
        "sub": style.get("vertical-align") == "sub",
        "code": MONOSPACE.match(style.get("font-family", "").lstrip("\"' ")),
    }
    return (name for name in MEANINGS if says[name])


def wrap_contents(soup: BeautifulSoup, element: Tag, name: str) -> None:
    whole = soup.new_tag(name)
    for child in list(element.contents):
        whole.append(child.extract())
    element.append(whole)


def join_neighbors(soup: BeautifulSoup) -> None:
    """Make one element of neighbors that say the same: Word writes one for each correction."""
    for span in find_elements(soup, {"span"}):
        span.unwrap()
    soup.smooth()
    for element in find_elements(soup, {"strong", "em", "s", "code"}):
        if element.parent is None:
            continue
        while True:
            gap, following = None, element.next_sibling
            if isinstance(following, NavigableString) and not following.strip():
                gap, following = following, following.next_sibling
            if not isinstance(following, Tag) or following.name != element.name:
                break
            if gap is not None:
                element.append(gap.extract())
            for child in list(following.contents):
                element.append(child.extract())
            following.extract()
    soup.smooth()
