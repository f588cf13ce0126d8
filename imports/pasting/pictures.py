"""Pictures: those on the clipboard stay where they were, and the others are counted."""

import re

from bs4 import BeautifulSoup, NavigableString, Tag

from imports.html.trees import find_elements, find_outer

# The editor’s name for a picture that is on the clipboard itself.
NAME = re.compile(r"pasted-picture-\d{1,3}")
LARGEST_PIXEL = 3


def take_out_pictures(soup: BeautifulSoup) -> int:
    """Take out the pictures that are somewhere else, and return their number."""
    number = 0
    for image in find_elements(soup, {"img"}):
        alt = " ".join(str(image.get("alt") or "").split())
        if NAME.fullmatch(str(image.get("src") or "")):
            image.attrs = {"src": image["src"], "alt": alt}
        elif is_emoji(image, alt):
            image.replace_with(NavigableString(alt))
        else:
            number += not is_pixel(image)
            link = find_outer(image, {"a"})
            if link is not None and not link.get_text().strip():
                # The picture was all there was to click.
                image.replace_with(NavigableString(alt))
            else:
                image.decompose()
    for link in find_elements(soup, {"a"}):
        is_empty = not link.get_text().strip() and link.find("img") is None
        if is_empty and not (link.get("id") or link.get("name")):
            link.decompose()
    return number


def is_emoji(image: Tag, alt: str) -> bool:
    names = " ".join([*(image.get("class") or []), *image.attrs])
    return "emoji" in names.lower() and 0 < len(alt) <= LARGEST_PIXEL * 4


def is_pixel(image: Tag) -> bool:
    """Whether an image is there only to count readers, or for space."""
    sides = [str(image.get(side) or "") for side in ("width", "height")]
    return any(side.isdecimal() and int(side) < LARGEST_PIXEL for side in sides)
