"""Ids: unique, and safe from DOM clobbering.

Every id has a prefix with a hyphen, so that no element shadows a property of the window or the
document. Links to a writer's own id still work.
"""

import re
from urllib.parse import unquote

from lxml.html import HtmlElement

from content.markdown.headings import PREFIX, TAGS, section_id, slug_of, slug_of_heading

FOOTNOTE = re.compile(r"note-(?:ref-)?\d+(?:-\d+)?")


def assign_ids(tree: HtmlElement) -> None:
    taken: dict[str, int] = {}
    renamed: dict[str, str] = {}
    for element in tree.iter():
        own = element.attrib.pop("id", "") or element.attrib.pop("name", "")
        if FOOTNOTE.fullmatch(own) and own not in taken:
            taken[own] = 1
            element.set("id", own)
        elif element.tag in TAGS or own:
            slug = slug_of_heading(own) or slug_of(element)
            identity = make_unique(PREFIX + slug if slug else PREFIX + "untitled", taken)
            element.set("id", identity)
            if own:
                renamed.setdefault(own, identity)
    for link in tree.iter("a"):
        address = link.get("href") or ""
        if address.startswith("#") and (target := unquote(address[1:])) not in taken:
            # A writer's own id, or the text of a heading.
            for identity in (renamed.get(target), PREFIX + target.lower(), section_id(target)):
                if identity in taken:
                    link.set("href", f"#{identity}")
                    break


def make_unique(wanted: str, taken: dict[str, int]) -> str:
    """Return the wanted id, or else the first free one with a number appended."""
    identity = wanted
    while identity in taken:
        taken[wanted] += 1
        identity = f"{wanted}-{taken[wanted]}"
    taken[identity] = 1
    return identity
