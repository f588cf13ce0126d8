"""Clean up the tree of an old page before `writer` turns it into Markdown.

Old HTML says the same thing in many ways. Afterward there is one form of each.
"""

import re
from collections.abc import Set

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter

from imports.html.elements import BLOCK
from imports.html.escaping import LINE_END
from imports.html.trees import find_elements, find_outer, parse_html

BLOCKS = BLOCK | {"[document]", "iframe", "more"}
# Elements that only affect the appearance or belong to a form. Their content stays.
TRANSPARENT = {
    "basefont", "bdi", "big", "blink", "button", "data", "font", "label", "marquee", "meter",
    "nobr", "output", "progress", "slot", "span", "time",
}  # fmt: skip
REMOVED = {"input", "wbr", "col", "colgroup", "area"}
RENAMED = {
    "b": "strong",
    "i": "em",
    "del": "s",
    "strike": "s",
    "acronym": "abbr",
    "tt": "code",
    "menu": "ul",
    "dir": "ul",
}
INLINE = {"strong", "em", "s", "code", "a", "sup", "sub", "u", "small", "abbr", "cite", "q", "kbd"}
CONTENT_WITHOUT_TEXT = {"img", "iframe", "embed", "object", "audio", "video", "more"}
# Elements that our Markdown nests at most 30 levels deep, and how deep an import nests them.
NESTED = {"blockquote", "li", "ol", "ul"}
DEEPEST_NESTING = 20
SPACES = " \t\r\n"
SIDES = ("width", "height")
ATTRIBUTES_KEPT = {
    "abbr", "alt", "cite", "colspan", "datetime", "dir", "href", "id", "lang", "name", "open",
    "reversed", "rowspan", "scope", "src", "start", "title", "type", "value",
}  # fmt: skip


class WithoutBlankLines(HTMLFormatter):
    """Writes texts outside of code without blank lines. To replace them in a tree takes minutes."""

    def substitute(self, ns: str) -> str:
        written = super().substitute(ns)
        if isinstance(ns, NavigableString) and "\n" in ns and not find_outer(ns, {"pre"}):
            return LINE_END.sub("\n", written)
        return written


WITHOUT_BLANK_LINES = WithoutBlankLines(entity_substitution=EntitySubstitution.substitute_xml)


def build_tree(html: str) -> BeautifulSoup:
    """Parse HTML, with the “more” comment as an element."""
    return parse_html(html.replace("<!--more-->", "<more></more>"))


def clean_up(
    soup: BeautifulSoup, *, targets: Set[str] | None = None, flattens: bool = True
) -> None:
    """Clean up the tree in place. Keeps every word and link.

    `targets` are the ids that links on the page point to, if the tree is only a part of the page.
    Lists and quotes that are nested too deeply become plain blocks, if it `flattens`.
    """
    for node in list(soup.descendants):
        if isinstance(node, Comment):
            node.extract()
    keep_targets(soup, targets_of(soup) if targets is None else targets)
    dissolve_galleries(soup)
    for element in find_elements(soup, TRANSPARENT):
        element.unwrap()
    for element in find_elements(soup, REMOVED):
        element.decompose()
    for element in find_elements(soup, RENAMED):
        element.name = RENAMED[element.name]
    repair_lists(soup)
    if flattens:
        limit_nesting(soup)
    soup.smooth()
    for element in reversed(find_elements(soup, INLINE)):
        clean_up_inline(element)
    soup.smooth()
    for image in find_elements(soup, {"img"}):
        separate_image(image)
    soup.smooth()
    for line_break in find_elements(soup, {"br"}):
        if is_at_edge(line_break):
            line_break.extract()
    soup.smooth()


def targets_of(soup: BeautifulSoup) -> set[str]:
    addresses = (link.get("href", "") for link in find_elements(soup, {"a"}))
    return {address[1:] for address in addresses if re.match("#.", address)}


def keep_targets(soup: BeautifulSoup, wanted: Set[str]) -> None:
    """Keep only the ids that a link on the page points to, each on an anchor of its own."""
    taken: set[str] = set()
    for element in [node for node in soup.descendants if isinstance(node, Tag) and is_target(node)]:
        names = [element.attrs.pop("id", None), element.get("name")]
        if element.name == "a":
            del element["name"]
        name = next((name for name in names if name in wanted - taken), None)
        if name is None:
            continue
        taken.add(name)
        if element.name == "a":
            element["id"] = name
        elif element.name in {"table", "ul", "ol", "dl", "tr", "hr", "img", "pre", "iframe"}:
            element.insert_before(soup.new_tag("a", id=name))
        else:
            element.insert(0, soup.new_tag("a", id=name))


def is_target(element: Tag) -> bool:
    return bool(element.get("id") or (element.name == "a" and element.get("name")))


def repair_lists(soup: BeautifulSoup) -> None:
    """Wrap anything directly inside a list in an item, and any item outside a list in a list."""
    for parent in find_elements(soup, {"ul", "ol"}):
        for child in list(parent.children):
            if isinstance(child, NavigableString) and not child.strip():
                child.extract()
            elif not isinstance(child, Tag) or child.name != "li":
                item = child.find_previous_sibling("li")
                if item is None or not isinstance(child, Tag) or child.name not in {"ul", "ol"}:
                    item = soup.new_tag("li")
                    child.insert_before(item)
                item.append(child.extract())
    for item in find_elements(soup, {"li"}):
        if item.parent.name not in {"ul", "ol"}:
            item.wrap(soup.new_tag("ul"))


def limit_nesting(soup: BeautifulSoup) -> None:
    """Turn lists and quotes that are nested deeper into plain blocks."""
    nested = find_elements(soup, NESTED)
    if len(nested) <= DEEPEST_NESTING:
        return
    depths: dict[int, int] = {}
    for element in nested:
        outer = find_outer(element, NESTED)
        depths[id(element)] = depth = depths.get(id(outer), 0) + 1
        is_in_list = element.name == "li" and element.parent.name != "div"
        if depth > DEEPEST_NESTING and not is_in_list:
            element.name = "div"


def clean_up_inline(element: Tag) -> None:
    """Move line breaks out of its edges. Unwrap it if it is empty or nested in its own kind."""
    if not find_outer(element, {"pre"}):
        for edge in (0, -1):
            move_breaks_out(element, edge)
    is_empty = not element.get_text().strip() and not find_elements(element, CONTENT_WITHOUT_TEXT)
    is_link = element.name == "a" and (element.get("href") or element.get("id"))
    repeats = element.name in {"strong", "em", "s", "code"} and find_outer(element, {element.name})
    if (is_empty and not is_link) or repeats:
        element.unwrap()


def move_breaks_out(element: Tag, edge: int) -> None:
    """Move line breaks and spaces from one edge of an element (0 or -1) out of it."""
    place = element.insert_before if edge == 0 else element.insert_after
    while len(element.contents) > 1:
        child = element.contents[edge]
        if not is_blank(child) and getattr(child, "name", None) != "br":
            break
        place(child.extract())
    child = element.contents[edge] if element.contents else None
    if isinstance(child, NavigableString) and child.strip():
        rest = child.lstrip(SPACES) if edge == 0 else child.rstrip(SPACES)
        if rest != child:
            child.replace_with(NavigableString(rest))
            place(NavigableString(" "))


def separate_image(image: Tag) -> None:
    """Move an image at the edge of a paragraph into one of its own: text used to flow around it.

    An image within the text stays in place, separated by spaces.
    """
    whole = image
    while whole.parent.name in INLINE and not whole.parent.get_text().strip():
        whole = whole.parent
    paragraph = whole.parent
    previous, following = whole.previous_sibling, whole.next_sibling
    if paragraph.name == "p" and not is_small(image) and paragraph.get_text().strip():
        if all(map(is_gap, whole.previous_siblings)):
            paragraph.insert_before(wrap_in_paragraph(whole.extract()))
            return
        if all(map(is_gap, whole.next_siblings)):
            paragraph.insert_after(wrap_in_paragraph(whole.extract()))
            return
    if is_word(previous, -1):
        whole.insert_before(" ")
    if is_word(following, 0):
        whole.insert_after(" ")


def wrap_in_paragraph(whole: Tag) -> Tag:
    paragraph = BeautifulSoup("<p></p>", "html.parser").p
    paragraph.append(whole)
    return paragraph


def is_small(image: Tag) -> bool:
    """Whether an image is an icon."""
    return any(str(image.get(side, "")).isdigit() and int(image[side]) <= 40 for side in SIDES)


def is_gap(node) -> bool:
    return is_blank(node) or getattr(node, "name", None) == "br"


def is_word(node, edge: int) -> bool:
    text = node.get_text() if node is not None else ""
    return bool(text) and not text[edge].isspace()


def name_empty_links(soup: BeautifulSoup) -> None:
    """Give each link without text its title or address as text, after the word it interrupts."""
    for link in find_elements(soup, {"a"}):
        is_shown = link.get_text().strip() or find_elements(link, CONTENT_WITHOUT_TEXT)
        if is_shown or not link.has_attr("href"):
            continue
        link.string = link.get("title") or link["href"]
        following = link.next_sibling
        if isinstance(following, NavigableString) and (rest := str(following).lstrip()):
            word = str(following)[: -len(rest)] + rest.split()[0]
            link.insert_before(word)
            following.replace_with(NavigableString(str(following)[len(word) :]))
        link.insert_before(" ")
        link.insert_after(" ")


def dissolve_galleries(soup: BeautifulSoup) -> None:
    """Unwrap figures from the figure and list that only arranged them in a gallery."""
    for gallery in find_elements(soup, {"ul"}):
        items = gallery.find_all("li", recursive=False)
        if items and all(is_picture(item) for item in items):
            for item in items:
                item.unwrap()
            gallery.name = "div"
    for figure in find_elements(soup, {"figure"}):
        if not find_elements(figure, {"figure", "ul"}):
            continue
        for item in figure.find_all(["ul", "li"]):
            if item.find("img") and not item.find_parent("figcaption"):
                item.unwrap()
        figure.name = "div"


def is_picture(item: Tag) -> bool:
    """Whether a list item is a figure with nothing else."""
    figure = item.find("figure", recursive=False)
    return figure is not None and all(node is figure or is_blank(node) for node in item.children)


def is_at_edge(line_break: Tag) -> bool:
    """Whether a line break is the first or last thing in its block, so it has no effect."""
    if find_outer(line_break, {"pre"}):
        return False
    for siblings in (line_break.previous_siblings, line_break.next_siblings):
        sibling = next((node for node in siblings if not is_blank(node)), None)
        if sibling is None:
            if line_break.parent.name in BLOCKS:
                return True
        elif isinstance(sibling, Tag) and sibling.name in BLOCKS:
            return True
    return False


def is_blank(node) -> bool:
    return isinstance(node, NavigableString) and not node.strip()


def raw_html(element: Tag, *, with_content: bool = True) -> str:
    """Return the element as HTML without blank lines, which would end an HTML block in Markdown."""
    copy = BeautifulSoup(str(element), "html.parser").find(element.name)
    if not with_content:
        copy.clear()
    for tag in [copy, *copy.find_all(True)]:
        tag.attrs = {key: value for key, value in tag.attrs.items() if key in ATTRIBUTES_KEPT}
    html = copy.decode(formatter=WITHOUT_BLANK_LINES).replace("<more></more>", "<!--more-->")
    # Only code has blank lines now. Written as a reference, a line end doesn't end the block.
    return re.sub(r"\n(?=[ \t]*\n)", "&#10;", html)
