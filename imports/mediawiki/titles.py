"""Parse titles of the old wiki: their namespace, section, and spelling."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

MAIN, FILE, CATEGORY = 0, 6, 14
MEDIA = -2
# Names that every wiki accepts, in any language. Talk pages have odd numbers.
NAMESPACES = {
    "media": MEDIA,
    "special": -1,
    "talk": 1,
    "user": 2,
    "user talk": 3,
    "project": 4,
    "project talk": 5,
    "file": FILE,
    "image": FILE,
    "file talk": 7,
    "image talk": 7,
    "mediawiki": 8,
    "mediawiki talk": 9,
    "template": 10,
    "template talk": 11,
    "help": 12,
    "help talk": 13,
    "category": CATEGORY,
    "category talk": 15,
}
# The interwiki prefixes that nearly every wiki has.
INTERWIKI = {
    "w": "https://en.wikipedia.org/wiki/",
    "wp": "https://en.wikipedia.org/wiki/",
    "wikipedia": "https://en.wikipedia.org/wiki/",
    "wikt": "https://en.wiktionary.org/wiki/",
    "wiktionary": "https://en.wiktionary.org/wiki/",
    "b": "https://en.wikibooks.org/wiki/",
    "wikibooks": "https://en.wikibooks.org/wiki/",
    "q": "https://en.wikiquote.org/wiki/",
    "wikiquote": "https://en.wikiquote.org/wiki/",
    "s": "https://en.wikisource.org/wiki/",
    "wikisource": "https://en.wikisource.org/wiki/",
    "v": "https://en.wikiversity.org/wiki/",
    "wikiversity": "https://en.wikiversity.org/wiki/",
    "commons": "https://commons.wikimedia.org/wiki/",
    "d": "https://www.wikidata.org/wiki/",
    "wikidata": "https://www.wikidata.org/wiki/",
    "m": "https://meta.wikimedia.org/wiki/",
    "meta": "https://meta.wikimedia.org/wiki/",
    "mw": "https://www.mediawiki.org/wiki/",
    "doi": "https://doi.org/",
}
LANGUAGE = re.compile(
    r"(?:aa|ab|af|am|an|ar|as|az|ba|be|bg|bn|br|bs|ca|ceb|cs|cy|da|de|el|en|eo|es|et|eu|fa|fi|fo|fr"
    r"|fy|ga|gd|gl|gu|he|hi|hr|hu|hy|ia|id|is|it|ja|ka|kk|km|kn|ko|ku|ky|la|lb|lt|lv|mk|ml|mn|mr"
    r"|ms|my|nah|nds|ne|nl|nn|no|oc|pa|pl|ps|pt|qu|ro|ru|sa|sco|sh|si|simple|sk|sl|so|sq|sr|su|sv|sw"
    r"|ta|te|tg|th|tl|tr|tt|uk|ur|uz|vi|vo|war|yi|zh|zh-[a-z-]+)"
)


@dataclass(frozen=True, slots=True)
class WikiSite:
    """The old wiki, as its dump describes it. `base` is the address of its main page."""

    name: str = ""
    base: str = ""
    local_names: dict[int, str] = field(default_factory=dict)

    @property
    def article_address(self) -> str:
        """Return how the addresses of articles start, or an empty string if unknown."""
        start, slash, last = self.base.rpartition("/")
        return start + slash if "://" in start and "?" not in last else ""


@dataclass(frozen=True, slots=True)
class Title:
    """A link's target. `address` is set if it is on another wiki."""

    name: str  # without its namespace, and without a section
    namespace: int = MAIN
    section: str = ""
    is_shown: bool = False  # it starts with a colon, so it is only a link
    prefix: str = ""
    address: str = ""
    is_language: bool = False

    @property
    def full_name(self) -> str:
        return f"{self.prefix}:{self.name}" if self.prefix else self.name


def read_title(text: str, site: WikiSite) -> Title:
    """Parse the text before the first pipe of [[…]]."""
    text = unescape(unquote(text)) if "%" in text else unescape(text)
    text = " ".join(text.replace("_", " ").split())
    is_shown = text.startswith(":")
    text = text.lstrip(": ")
    name, _, section = text.partition("#")
    name, section = name.strip(), section.strip()
    prefix, colon, rest = name.partition(":")
    prefix, rest = prefix.strip(), rest.strip()
    if not colon or not rest:
        return Title(name, section=section, is_shown=is_shown)
    namespace = find_namespace(name, site)
    if namespace != MAIN:
        return Title(rest, namespace, section, is_shown, prefix)
    # Only without a space: “IT: what to buy” is an article.
    is_tight = f"{prefix}:{rest[0]}" in name
    known = INTERWIKI.get(prefix) if is_tight else None
    is_language = is_tight and LANGUAGE.fullmatch(prefix) is not None
    if known or is_language:
        address = known or f"https://{prefix}.wikipedia.org/wiki/"
        address += rest.replace(" ", "_")
        return Title(rest, MAIN, section, is_shown, prefix, address, not known and is_language)
    return Title(name, section=section, is_shown=is_shown)


def find_namespace(title: str, site: WikiSite) -> int:
    """Return the number of a title's namespace, by the dump's names or the standard ones."""
    prefix, colon, _ = title.partition(":")
    if not colon:
        return MAIN
    wanted = prefix.replace("_", " ").strip().casefold()
    for number, name in site.local_names.items():
        if name and name.casefold() == wanted:
            return number
    return NAMESPACES.get(wanted, MAIN)


def normalize_title(title: str) -> str:
    """Return a title as most wikis write it: with a capital letter."""
    title = " ".join(title.replace("_", " ").split())
    return title[:1].upper() + title[1:]
