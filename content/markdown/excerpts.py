"""The parts of a text in listings: the excerpt before <!--more-->, or the first paragraph."""

from copy import deepcopy

from lxml.html import HtmlElement

from content.markdown.headings import TAGS
from content.markdown.output import text_of
from content.markdown.trees import build_element, has_text, is_empty, parse_fragment

NOT_ON_ONE_LINE = ("figure", "table", "pre", "section", "ul", "ol", "dl")
NOT_AN_OPENING = ("blockquote", *NOT_ON_ONE_LINE)


def find_mark(tree: HtmlElement) -> HtmlElement | None:
    """Return the first mark outside of footnotes."""
    for mark in all_marks(tree):
        if not any(outer.get("class") == "footnotes" for outer in mark.iterancestors("section")):
            return mark
    return None


def all_marks(tree: HtmlElement) -> list[HtmlElement]:
    return [span for span in tree.iter("span") if span.get("data-more") is not None]


def cut_excerpt(tree: HtmlElement) -> HtmlElement | None:
    """Return a copy of the content before the mark, or None if there is none."""
    excerpt = deepcopy(tree)
    mark = find_mark(excerpt)
    if mark is None:
        return None
    remove_after(mark, until=excerpt)
    remove_mark(mark, within=excerpt)
    prepare_for_listing(excerpt)
    return excerpt if has_text(excerpt) or excerpt.find(".//img") is not None else None


def remove_after(element: HtmlElement, *, until: HtmlElement) -> None:
    while element is not until:
        element.tail = None
        parent = element.getparent()
        for sibling in list(element.itersiblings()):
            parent.remove(sibling)
        element = parent


def remove_marks(tree: HtmlElement) -> None:
    for mark in all_marks(tree):
        remove_mark(mark, within=tree)


def remove_mark(mark: HtmlElement, *, within: HtmlElement) -> None:
    """Remove a mark, with surplus space and elements that are empty without it."""
    parent = mark.getparent()
    previous = mark.getprevious()
    before = (parent.text if previous is None else previous.tail) or ""
    after = mark.tail or ""
    text = before + (after.lstrip() if before[-1:].isspace() else after)
    if mark.getnext() is None:
        text = text.rstrip()
    mark.tail = None
    parent.remove(mark)
    if previous is None:
        parent.text = text
    else:
        previous.tail = text
    while parent is not within and is_empty(parent):
        parent, empty = parent.getparent(), parent
        empty.drop_tree()


def first_paragraph(tree: HtmlElement) -> HtmlElement | None:
    """Return a copy of the first paragraph of the main text, in an element of its own."""
    paragraphs = [paragraph for paragraph in tree.iter("p") if has_text(paragraph)]
    for paragraph in paragraphs:
        if (
            paragraph.get("class")
            or next(paragraph.iterancestors(*NOT_AN_OPENING), None) is not None
        ):
            continue
        copy = deepcopy(paragraph)
        copy.tail = None
        container = build_element("div")
        container.append(copy)
        remove_marks(container)
        prepare_for_listing(container)
        return container
    return None


def opening_text(html: str) -> str:
    """Return how a text begins on one line, up to what can't be on one, such as a table."""
    tree = parse_fragment(html)
    while (element := next(tree.iter(*NOT_ON_ONE_LINE), None)) is not None:
        if element.xpath("boolean(preceding::text()[normalize-space()])"):
            remove_after(element, until=tree)
        element.drop_tree()
    return text_of(tree)


def prepare_for_listing(tree: HtmlElement) -> None:
    """Remove what works only once per page: ids, links to them, and headings."""
    for element in list(tree.iter("sup", "a")):
        if element.get("class") in {"footnote-ref", "permalink"}:
            element.drop_tree()
        elif (element.get("href") or "").startswith("#"):
            element.tag = "span"
            del element.attrib["href"]
    for element in tree.iter():
        element.attrib.pop("id", None)
        if element.tag in TAGS:
            element.tag = "p"
            embolden(element)


def embolden(paragraph: HtmlElement) -> None:
    strong = build_element("strong", paragraph.text)
    strong.extend(list(paragraph))
    paragraph.text = None
    paragraph.append(strong)
