"""Read values from cells: text, lists, and web addresses."""

import re
from typing import Any, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from content.dois import doi_address, find_doi
from content.exceptions import AppError

LIST_SEPARATOR = re.compile(r"[;|\n]")
# A number after the colon is a port: example.org:8080.
HAS_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.I)
is_web_address = URLValidator(schemes=["http", "https"])


# What follows an address in a cell: (PDF), [2 MB].
REMARK_AFTER = re.compile(r"\s+[(\[][^()\[\]]*[)\]]\s*$")
ADDRESSES = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.IGNORECASE)
JOINED_ADDRESSES = re.compile(r"[,;|](?=https?://|www\.)", re.IGNORECASE)
# Without a scheme: example.org/report.
BARE_ADDRESS = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)
BETWEEN_ADDRESSES = re.compile(r"\s*[,;|\n]\s*|\s+(?:(?:and|or|&)\s+)?", re.IGNORECASE)
CONTINUED = re.compile(r"[ \t]+[^\s()\[\]<>]*[./%=&?]\w")
NOTHING = {"", "n a", "na", "none", "no link", "no url", "nil", "tbd", "tba", "pending", "unknown"}


class Noted(NamedTuple):
    """A value that was understood, and a sentence about what the cell said besides."""

    value: Any
    note: str


class LeftOut(NamedTuple):
    """A sentence about a value that wasn’t understood, in a row that is right without it."""

    note: str

    @classmethod
    def because(cls, problem: object) -> Self:
        return cls(f"{problem} It was left out.")


class UnreadableValue(AppError):
    message = "This cell can’t be read."


# A file whose name has spaces.
WITH_SPACES = re.compile(
    r"https?://[^\s]+(?: (?!https?:|www\.|and\b|or\b|\()[^\s]+)+\.[A-Za-z0-9]{2,5}"
)


def normalize_words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def read_line(text: str, *, at_most: int) -> str:
    line = " ".join(text.split())
    if len(line) > at_most:
        raise UnreadableValue(
            f"This is too long: {len(line):,} characters. The limit is {at_most:,}."
        )
    return line


def read_list(text: str) -> list[str]:
    """Split a cell at semicolons and line breaks. Callers may split the parts at commas."""
    return [" ".join(name.split()) for name in LIST_SEPARATOR.split(text) if name.strip()]


def read_address(text: str) -> str:
    if not text:
        return ""
    url = text if HAS_SCHEME.match(text) else f"https://{text.removeprefix('//')}"
    if len(url) > 2000:
        raise UnreadableValue(
            f"This address is too long: {len(url):,} characters. The limit is 2,000."
        )
    try:
        is_web_address(url)
    except ValidationError:
        raise UnreadableValue(
            f"“{text[:60]}” isn’t a web address. It must start with https:// or http:// and have "
            "no spaces."
        ) from None
    return url


def find_addresses(text: str) -> list[str]:
    """Return the web addresses in a text, each once, without punctuation after them."""
    found = ADDRESSES.findall(JOINED_ADDRESSES.sub(" ", text))
    return list(dict.fromkeys(filter(None, map(trim_address, found))))


def find_bare_addresses(text: str) -> list[str]:
    """Return the addresses of a text that has nothing else, several of which lack their scheme."""
    parts = [part.strip("<>()[]") for part in BETWEEN_ADDRESSES.split(text) if part]
    bare = [trim_address(part) for part in parts]
    is_all = all(BARE_ADDRESS.fullmatch(part) or ADDRESSES.fullmatch(part) for part in bare)
    return list(dict.fromkeys(bare)) if is_all and len(bare) > 1 else []


def trim_address(address: str) -> str:
    trimmed = address.rstrip(".,;:!'’”*")
    while trimmed.endswith((")", "]")):
        opening = "(" if trimmed.endswith(")") else "["
        if trimmed.count(opening) >= trimmed.count(trimmed[-1]):
            break
        trimmed = trimmed[:-1].rstrip(".,;")
    return trimmed


def read_address_with_words(text: str) -> str | Noted:
    """Return the one address of a cell, noting what else the cell says. Raises UnreadableValue."""
    words = text.strip()
    if normalize_words(words) in NOTHING:
        return Noted("", f"“{words[:60]}” isn’t an address, so it was left empty.") if words else ""
    if "://" not in words and (doi := find_doi(words)):
        return read_address(doi_address(doi))
    if WITH_SPACES.fullmatch(words):
        return Noted(
            read_address(words.replace(" ", "%20")),
            "The address has spaces, which were written as %20. Check whether it works.",
        )
    found = find_bare_addresses(words) or find_addresses(words)
    if len(found) > 1:
        others = ", ".join(address[:200] for address in found[1:10])
        return Noted(
            read_address(found[0]),
            f"This cell has several addresses, so only the first was imported. Left out: {others}",
        )
    if len(found) == 1 and found[0] != words:
        # A space inside an address: what comes before it is another page’s address, or no one’s.
        if CONTINUED.match(words.partition(found[0])[2]):
            return read_address(words)
        rest = " ".join(words.replace(found[0], "…", 1).split())
        if not re.search(r"\w", rest):
            return read_address(found[0])
        return Noted(
            read_address(found[0]), f"What is beside the address was left out: “{rest[:100]}”."
        )
    remark = REMARK_AFTER.search(words)
    if remark:
        return Noted(
            read_address(words[: remark.start()]),
            f"What is beside the address was left out: “… {remark[0].strip()[:100]}”.",
        )
    return read_address(words)
