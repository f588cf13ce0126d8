"""What stands before <!--more-->, and the first paragraph: the parts that listings show."""

from copy import deepcopy

from lxml.html import HtmlElement

from content.markdown.headings import TAGS
from content.markdown.trees import build_element, has_words

NOT_A_BEGINNING = ("blockquote", "figure", "table", "section", "ul", "ol", "dl")


def find_marks(tree: HtmlElement) -> list[HtmlElement]:
    return [span for span in tree.iter("span") if span.get("data-more") is not None]


def cut_excerpt(tree: HtmlElement) -> HtmlElement | None:
    """A copy of what stands before the first mark; None where nothing does."""
    excerpt = deepcopy(tree)
    marks = find_marks(excerpt)
    mark = next((mark for mark in marks if not list(mark.iterancestors("section"))), None)
    if mark is None:
        return None
    remove_after(mark, until=excerpt)
    remove_with_empty_parents(mark, until=excerpt)
    prepare_for_listing(excerpt)
    return excerpt if has_words(excerpt) or excerpt.find(".//img") is not None else None


def remove_after(element: HtmlElement, *, until: HtmlElement) -> None:
    while element is not until:
        element.tail = None
        parent = element.getparent()
        for sibling in list(element.itersiblings()):
            parent.remove(sibling)
        element = parent


def remove_with_empty_parents(element: HtmlElement, *, until: HtmlElement) -> None:
    while element is not until:
        parent = element.getparent()
        element.drop_tree()
        if len(parent) or has_words(parent):
            trim_end(parent)
            return
        element = parent


def trim_end(element: HtmlElement) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip()
    else:
        element.text = (element.text or "").rstrip()


def first_paragraph(tree: HtmlElement) -> HtmlElement | None:
    """A copy of the first paragraph of the running text, inside an element of its own."""
    paragraphs = [paragraph for paragraph in tree.iter("p") if has_words(paragraph)]
    for paragraph in paragraphs:
        if (
            paragraph.get("class")
            or next(paragraph.iterancestors(*NOT_A_BEGINNING), None) is not None
        ):
            continue
        copy = deepcopy(paragraph)
        copy.tail = None
        holder = build_element("div")
        holder.append(copy)
        for mark in find_marks(holder):
            mark.drop_tree()
        prepare_for_listing(holder)
        return holder
    return None


def prepare_for_listing(tree: HtmlElement) -> None:
    """Take out what works only on a page of its own: ids, links to them, headings."""
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
