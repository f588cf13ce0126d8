"""The facts a citation needs, whatever kind of entry they come from."""

import unicodedata
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from content.dois import doi_address, find_doi
from content.models import Format

Kind = Literal["report", "book", "paper", "article", "website", "post", "video"]
# What a resource is to a citation, if it is not a website.
CITED_AS: dict[str, Kind] = {
    Format.REPORT: "report",
    Format.POLICY: "report",
    Format.BOOK: "book",
    Format.PAPER: "paper",
}

ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
]
SHORT = {
    "edition": "ed.",
    "ed": "ed.",
    "revised": "rev.",
    "rev": "rev.",
    "expanded": "exp.",
    **{
        form: f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }"
        for number, word in enumerate(ORDINALS, start=1)
        for form in (word, str(number))
    },
}


def on_one_line(text: str) -> str:
    """Return the text without control characters and line breaks, and with single spaces.

    Line breaks have a meaning in every citation format, so no value may contain one.
    """
    kept = (
        " " if unicodedata.category(character) in {"Cc", "Zl", "Zp"} else character
        for character in text
    )
    return " ".join("".join(kept).split())


class OnOneLine:
    """A dataclass whose strings each fit on one line."""

    def __post_init__(self):
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                object.__setattr__(self, field.name, on_one_line(value))


@dataclass(frozen=True)
class CitedAuthor(OnOneLine):
    """A person or an organization.

    `sort_name` is “Family, Given” or “Family, Given, Jr.” It is needed when the family name isn't
    just the last word: “García Márquez, María José.”
    """

    name: str
    sort_name: str = ""
    is_organization: bool = False


@dataclass(frozen=True, kw_only=True)
class Work(OnOneLine):
    """A work to cite. Addresses are absolute.

    For a wiki article, `container` is the wiki's name, `revised` is the day of the revision, and
    `address` is the revision's own. For a web page, `container` is the site's name. `published` is
    the day it came out, where styles want more than the year: of a post, or of a video, whose
    `medium` says what it shows (“Webinar”).
    """

    title: str
    kind: Kind
    address: str
    authors: tuple[CitedAuthor, ...] = ()
    editors: tuple[CitedAuthor, ...] = ()
    container: str = ""
    edition: str = ""
    publisher: str = ""
    year: int | None = None
    published: date | None = None
    revised: date | None = None
    accessed: date | None = None
    medium: str = ""
    isbn: str = ""
    doi: str = ""

    @property
    def bare_doi(self) -> str:
        """The DOI without a prefix, or "" if the value isn't a DOI."""
        return find_doi(self.doi)

    @property
    def location(self) -> str:
        """Where to find the work: a DOI outlives an address."""
        return doi_address(self.bare_doi) if self.bare_doi else self.address

    @property
    def known_day(self) -> date | None:
        return self.revised or self.published

    @property
    def known_year(self) -> int | None:
        return self.known_day.year if self.known_day else self.year

    @property
    def is_page(self) -> bool:
        """Whether the work is part of something else, so that its title is in quotation marks."""
        return self.kind in {"article", "website", "post", "video"}

    @property
    def is_own_publisher(self) -> bool:
        """Whether an organization among the authors is the publisher."""
        return any(
            author.is_organization and same(author.name, self.publisher) for author in self.authors
        )

    @property
    def short_edition(self) -> str:
        """“2nd ed.” for “Second edition,” “rev. ed.” for “Revised edition,” "" for a first one."""
        words = self.edition.rstrip(".").split()
        if len(words) == 1 and words[0].isdigit():
            words.append("edition")
        short = [SHORT.get(word.lower().rstrip("."), word) for word in words]
        if "ed." not in short:
            return self.edition
        return "" if short == ["1st", "ed."] else " ".join(short)


def same(one: str, other: str) -> bool:
    return one.casefold().rstrip(". ") == other.casefold().rstrip(". ")
