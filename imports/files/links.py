"""Give everything in a text that leads to a file its new address."""

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from bs4 import Tag

from imports.files.data_urls import is_data_url
from imports.html.trees import find_elements

# Takes an address and, for an image, its alt text; returns the new address, or the same. For a
# picture that is lost, it returns an empty address.
MapAddress = Callable[[str, str | None], str]

ADDRESSES = {
    "a": ("href",),
    "area": ("href",),
    "img": ("src",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "source": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "object": ("data",),
    "param": ("value",),
}
# Where the address of an image is that a script loads when a reader scrolls to it.
LATER = ("data-src", "data-lazy-src", "data-original")
WEB_ADDRESS = re.compile(r"(?:(?:https?:)?//|/)\S+", re.IGNORECASE)


def replace_addresses(soup: Tag, map_address: MapAddress) -> tuple[tuple[str, str], ...]:
    """Replace the addresses in a tree, and return (address, alt text) of its images.

    A link to a file whose text is its address gets the file's name as text.
    """
    images: list[tuple[str, str]] = []
    for element in find_elements(soup, ADDRESSES):
        alt = None
        if element.name == "img":
            take_later_address(element)
            alt = str(element.get("alt") or "")
        for attribute in ADDRESSES[element.name]:
            old = str(element.get(attribute) or "").strip()
            if not old:
                continue
            new = map_address(old, alt)
            element[attribute] = new
            is_text = element.name == "a" and element.get_text().strip() == old
            if new != old and is_text and "." in new.rpartition("/")[2]:
                element.string = file_name(old)
            if alt is not None and new:
                images.append((new, alt))
    return tuple(images)


def take_later_address(image: Tag) -> None:
    if is_data_url(str(image.get("src") or "")):
        later = (str(image.get(name) or "") for name in LATER)
        image["src"] = next((address for address in later if "/" in address), image["src"])


def file_name(address: str) -> str:
    name = urlsplit(address).path.rstrip("/").rpartition("/")[2]
    return unquote(name) if WEB_ADDRESS.fullmatch(address) and name else address
