"""Ids: ours alone, each once, and none that a script could take for its own name.

Every id has a prefix with a hyphen, so that no element shadows a property of the window or
the document. A writer's id keeps its links within the text.
"""

import re

from django.utils.text import slugify
from lxml.html import HtmlElement

from content.markdown.headings import TAGS, slug_of

FOOTNOTE = re.compile(r"note-(?:ref-)?\d+(?:-\d+)?")
PREFIX = "section-"


def assign_ids(tree: HtmlElement) -> None:
    taken: set[str] = set()
    renamed: dict[str, str] = {}
    for element in tree.iter():
        own = element.attrib.pop("id", "") or (
            element.attrib.pop("name", "") if element.tag == "a" else ""
        )
        if FOOTNOTE.fullmatch(own) and own not in taken:
            taken.add(own)
            element.set("id", own)
        elif element.tag in TAGS or own:
            slug = slugify(own, allow_unicode=True) or slug_of(element)
            identity = make_unique(PREFIX + slug if slug else PREFIX + "untitled", taken)
            element.set("id", identity)
            if own:
                renamed.setdefault(own, identity)
    for link in tree.iter("a"):
        address = link.get("href") or ""
        if address.startswith("#") and address[1:] in renamed:
            link.set("href", "#" + renamed[address[1:]])


def make_unique(wanted: str, taken: set[str]) -> str:
    identity, number = wanted, 2
    while identity in taken:
        identity, number = f"{wanted}-{number}", number + 1
    taken.add(identity)
    return identity
