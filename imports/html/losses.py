"""Check that the rendered Markdown has every word and every link of the original HTML.

No rule about escaping is trusted: importers render what they wrote, and compare.
"""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

from content.markdown.embeds import find_video
from imports.html.addresses import ALLOWED_SCHEMES, scheme_of
from imports.html.cleanup import BLOCKS

SEPARATING = BLOCKS | {"br", "embed", "img"}
ADDRESSES = {
    "a": ("href",),
    "img": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "audio": ("src",),
    "video": ("src",),
    "source": ("src",),
    "object": ("data",),
}


@dataclass(frozen=True, slots=True)
class Losses:
    words: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.links)


def find_losses(original_html: str, rendered_html: str) -> Losses:
    """Return the words and links of the original that are missing from the rendered HTML.

    The words must come in the same order. The rendered HTML may have more words in between, such
    as a video's link.
    """
    original, rendered = parse(original_html), parse(rendered_html)
    words, rendered_words = list_words(original), list_words(rendered)
    links = links_of(original) - links_of(rendered)
    rendered_text = unquote(" ".join(rendered_words))
    shown = {*alt_texts_of(rendered), rendered_text}
    lost_alt_texts = [
        alt for alt in alt_texts_of(original) if not any(alt in text for text in shown)
    ]
    return Losses(
        words=(*lost_words(words, rendered_words), *lost_alt_texts),
        links=tuple(sorted(link for link in links if link not in rendered_text)),
    )


def parse(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def list_words(soup: BeautifulSoup) -> list[str]:
    """Return the words that a reader sees, in order, without alt texts."""
    words = "".join(text_of(soup)).split()
    return [word for word in words if "://" not in word or not find_video(word)]


def alt_texts_of(soup: BeautifulSoup) -> list[str]:
    texts = (" ".join(image["alt"].split()) for image in soup.find_all("img", alt=True))
    return [unquote(text) for text in texts if text]


def text_of(element: Tag):
    for child in element.children:
        if isinstance(child, Comment):
            continue
        if isinstance(child, NavigableString):
            yield str(child)
        elif child.name not in {"script", "style"}:
            gap = " " if child.name in SEPARATING else ""
            yield gap
            yield from text_of(child)
            yield gap


def links_of(soup: BeautifulSoup) -> set[str]:
    found = set()
    for element in soup.find_all(list(ADDRESSES)):
        for attribute in ADDRESSES[element.name]:
            address = (element.get(attribute) or "").strip()
            if address and scheme_of(address) in ALLOWED_SCHEMES:
                found.add(normalize(address))
    return found


def normalize(address: str) -> str:
    """Return one spelling for all that name the same address, and one address for a video."""
    if address.startswith("#"):
        # Rendering renames targets and the links to them.
        return "#"
    video = find_video(address)
    address = video.page if video else address
    address = unquote(re.sub(r"\s+", " ", address))
    parts = urlsplit_or_none(address)
    if parts is None or not parts.hostname:
        return address
    return address.replace(parts.netloc, parts.netloc.lower(), 1).rstrip("/")


def urlsplit_or_none(address: str):
    try:
        return urlsplit(address)
    except ValueError:
        return None


def lost_words(words: list[str], rendered: list[str]) -> tuple[str, ...]:
    """Return the words that are missing; if they are only in another order, the first such word."""
    position = 0
    for word in words:
        try:
            position = rendered.index(word, position) + 1
        except ValueError:
            missing = Counter(words) - Counter(rendered)
            return tuple(missing) or (word,)
    return ()
