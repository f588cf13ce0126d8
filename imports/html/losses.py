"""Check that the rendered Markdown has every word and every link of the original HTML.

No rule about escaping is trusted: importers render what they wrote, and compare.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString
from lxml import etree
from lxml.html import HtmlElement

from content.markdown.embeds import find_video
from content.markdown.trees import parse_fragment
from imports.html.addresses import ALLOWED_SCHEMES, scheme_of
from imports.html.cleanup import BLOCKS
from imports.html.trees import parse_html

SEPARATING = (BLOCKS | {"br", "embed", "img"}) - {"more"}
HIDDEN = {"script", "style"}
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


@dataclass(frozen=True, slots=True)
class PageContent:
    words: list[str]
    links: set[str]
    alt_texts: list[str]

    def followed_by(self, other: Self) -> Self:
        return type(self)(
            words=self.words + other.words,
            links=self.links | other.links,
            alt_texts=self.alt_texts + other.alt_texts,
        )


def find_losses(original_html: str, rendered_html: str) -> Losses:
    """Return the words and links of the original that are missing from the rendered HTML."""
    return compare(read_page(original_html), read_page(rendered_html))


def compare(original: PageContent, rendered: PageContent) -> Losses:
    """Return what is missing from the rendered page.

    The words must come in the same order. The rendered page may have more words in between, such
    as a video's link.
    """
    rendered_text = unquote(" ".join(rendered.words))
    shown = {*rendered.alt_texts, rendered_text}
    lost_alt_texts = [alt for alt in original.alt_texts if not any(alt in text for text in shown)]
    links = original.links - rendered.links
    return Losses(
        words=(*lost_words(original.words, rendered.words), *lost_alt_texts),
        links=tuple(sorted(link for link in links if link not in rendered_text)),
    )


def read_page(html: str) -> PageContent:
    """Read what a reader gets from a page: its words in order, its links, and its alt texts."""
    reader = _Reader()
    walker = etree.iterwalk(parse_fragment(html), events=("start", "end", "comment", "pi"))
    for event, element in walker:
        gap = " " if element.tag in SEPARATING else ""
        if event == "start":
            if element.tag in HIDDEN:
                walker.skip_subtree()
                continue
            reader.pieces += [gap, element.text or ""]
            reader.add_attributes(element.tag, element)
        else:
            reader.pieces += [gap, element.tail or ""]
    return reader.finish()


def read_tree(tree: Tag) -> PageContent:
    """Do the same for a page that is a tree of Beautiful Soup's."""
    reader = _Reader()

    def read(element: Tag) -> None:
        for child in element.contents:
            if not isinstance(child, Tag):
                if not isinstance(child, PreformattedString):
                    reader.pieces.append(child)
            elif child.name not in HIDDEN:
                gap = " " if child.name in SEPARATING else ""
                reader.pieces.append(gap)
                reader.add_attributes(child.name, child)
                read(child)
                reader.pieces.append(gap)

    read(tree)
    return reader.finish()


@dataclass(slots=True)
class _Reader:
    pieces: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    alt_texts: list[str] = field(default_factory=list)

    def add_attributes(self, name: str, element: HtmlElement | Tag) -> None:
        for attribute in ADDRESSES.get(name, ()):
            address = (element.get(attribute) or "").strip()
            if address and scheme_of(address) in ALLOWED_SCHEMES:
                self.links.add(normalize(address))
        if name == "img" and (alt := " ".join((element.get("alt") or "").split())):
            self.alt_texts.append(unquote(alt))

    def finish(self) -> PageContent:
        words = "".join(self.pieces).split()
        return PageContent(
            words=[word for word in words if "://" not in word or not find_video(word)],
            links=self.links,
            alt_texts=self.alt_texts,
        )


def parse(html: str) -> BeautifulSoup:
    return parse_html(html)


@lru_cache(maxsize=10_000)
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
