"""Converts sanitized HTML to a tree of elements and back.

The sanitizer's output is well-formed, so every HTML parser builds the same tree.
"""

import re
from html import escape

from lxml import etree
from lxml.html import Element, HtmlElement, HTMLParser, document_fromstring

# lxml doesn't accept these characters, and no page needs them.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parse_fragment(html: str) -> HtmlElement:
    """Return a <body> with the elements of this HTML."""
    html = UNPRINTABLE.sub("", html)
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    document = document_fromstring(
        f"<!doctype html><html><head></head><body>{html}</body></html>".encode(), parser=parser
    )
    return document.find("body")


def serialize(tree: HtmlElement) -> str:
    """Return the HTML within this element."""
    children = (etree.tostring(child, encoding="unicode", method="html") for child in tree)
    return escape(tree.text or "", quote=False) + "".join(children)


def build_element(tag: str, text: str | None = None, **attributes: str) -> HtmlElement:
    """Return an element. Write `class_` for class, and `data_embed` for data-embed."""
    element = Element(tag)
    element.text = UNPRINTABLE.sub("", text) if text else None
    for name, value in attributes.items():
        element.set(name.rstrip("_").replace("_", "-"), UNPRINTABLE.sub("", value))
    return element


def append_text(element: HtmlElement, text: str) -> None:
    """Append text to an element, replacing trailing space."""
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip() + text
    else:
        element.text = (element.text or "").rstrip() + text


def replace(old: HtmlElement, new: HtmlElement) -> None:
    """Replace an element with another, keeping the text that follows."""
    new.tail, old.tail = old.tail, None
    old.getparent().replace(old, new)


def wrap(element: HtmlElement, wrapper: HtmlElement) -> None:
    replace(element, wrapper)
    wrapper.append(element)


def is_empty(element: HtmlElement) -> bool:
    """Return whether this contains neither elements nor text. (Faster than counting elements.)"""
    return next(element.iterchildren(), None) is None and not (element.text or "").strip()


def contains_only(outer: HtmlElement, inner: HtmlElement) -> bool:
    """Return whether one element is the only content of another."""
    return (
        inner.getprevious() is None
        and inner.getnext() is None
        and not ((outer.text or "") + (inner.tail or "")).strip()
    )


def has_text(element: HtmlElement) -> bool:
    return any(text.strip() for text in element.itertext())
