"""See whether rendered Markdown still says every word and leads to every link of the original."""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

from content.markdown.embeds import find_video
from imports.html.cleanup import BLOCKS
from imports.html.writer import ADDRESSES_KEPT, scheme_of

LINE = BLOCKS | {"br", "embed", "img"}
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
    """Return the words and links of one piece of HTML that another does not have.

    Words have to come in the same order; the rendered page may say more in between, such as
    where a video is shown.
    """
    original, rendered = parse(original_html), parse(rendered_html)
    words, rendered_words = words_of(original), words_of(rendered)
    links = links_of(original) - links_of(rendered)
    said = unquote(" ".join(rendered_words))
    shown = {*descriptions_of(rendered), said}
    silent = [text for text in descriptions_of(original) if not any(text in say for say in shown)]
    return Losses(
        words=(*lost_words(words, rendered_words), *silent),
        links=tuple(sorted(link for link in links if link not in said)),
    )


def parse(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def words_of(soup: BeautifulSoup) -> list[str]:
    """The words that a reader sees, in order. Descriptions of pictures are not among them."""
    words = "".join(text_of(soup)).split()
    return [word for word in words if "://" not in word or not find_video(word)]


def descriptions_of(soup: BeautifulSoup) -> list[str]:
    """What is said of pictures, as far as it says anything."""
    texts = (" ".join(image["alt"].split()) for image in soup.find_all("img", alt=True))
    return [unquote(text) for text in texts if text]


def text_of(element: Tag):
    for child in element.children:
        if isinstance(child, Comment):
            continue
        if isinstance(child, NavigableString):
            yield str(child)
        elif child.name not in {"script", "style"}:
            gap = " " if child.name in LINE else ""
            yield gap
            yield from text_of(child)
            yield gap


def links_of(soup: BeautifulSoup) -> set[str]:
    found = set()
    for element in soup.find_all(list(ADDRESSES)):
        for attribute in ADDRESSES[element.name]:
            address = (element.get(attribute) or "").strip()
            if address and scheme_of(address) in ADDRESSES_KEPT:
                found.add(normalize(address))
    return found


def normalize(address: str) -> str:
    """One spelling for the ways to write an address, and one address for a video."""
    if address.startswith("#"):
        # The pipeline gives targets names of its own, and leads their links there.
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
    position = 0
    for word in words:
        try:
            position = rendered.index(word, position) + 1
        except ValueError:
            missing = Counter(words) - Counter(rendered)
            return tuple(missing) or (word,)
    return ()
