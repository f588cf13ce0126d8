"""A tree of HTML elements, from sanitized HTML and back.

The sanitizer's output is well-formed, so that any HTML parser builds the same tree of it.
"""

import re
from html import escape

from lxml import etree
from lxml.html import Element, HtmlElement, HTMLParser, document_fromstring

# lxml cannot hold these, and no page needs them.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parse_fragment(html: str) -> HtmlElement:
    """A <body> that holds the elements of this HTML."""
    html = UNPRINTABLE.sub("", html)
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    document = document_fromstring(
        f"<!doctype html><html><head></head><body>{html}</body></html>".encode(), parser=parser
    )
    return document.find("body")


def serialize(tree: HtmlElement) -> str:
    """The HTML inside this element."""
    children = (etree.tostring(child, encoding="unicode", method="html") for child in tree)
    return escape(tree.text or "", quote=False) + "".join(children)


def build_element(tag: str, text: str | None = None, **attributes: str) -> HtmlElement:
    """An element; `class_` stands for class, and `data_embed` for data-embed."""
    element = Element(tag)
    element.text = UNPRINTABLE.sub("", text) if text else None
    for name, value in attributes.items():
        element.set(name.rstrip("_").replace("_", "-"), UNPRINTABLE.sub("", value))
    return element


def append_text(element: HtmlElement, text: str) -> None:
    """Put text at an element's end, in the place of the spaces there."""
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip() + text
    else:
        element.text = (element.text or "").rstrip() + text


def replace(old: HtmlElement, new: HtmlElement) -> None:
    """Put an element in the place of another, with the text that follows it."""
    new.tail, old.tail = old.tail, None
    old.getparent().replace(old, new)


def wrap(element: HtmlElement, wrapper: HtmlElement) -> None:
    replace(element, wrapper)
    wrapper.append(element)


def is_empty(element: HtmlElement) -> bool:
    """Whether this holds neither elements nor words. (To count its elements takes far longer.)"""
    return next(element.iterchildren(), None) is None and not (element.text or "").strip()


def holds_only(outer: HtmlElement, inner: HtmlElement) -> bool:
    """Whether one element is all that there is in another."""
    return (
        inner.getprevious() is None
        and inner.getnext() is None
        and not ((outer.text or "") + (inner.tail or "")).strip()
    )


def has_words(element: HtmlElement) -> bool:
    return any(text.strip() for text in element.itertext())
