"""What the words in a cell mean, whatever the list is of; or what is wrong with them."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

LIST_SEPARATOR = re.compile(r"[;|\n]")
HAS_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
is_web_address = URLValidator(schemes=["http", "https"])


class UnreadableValue(ValueError):
    """Its message is a sentence about one cell."""


def normalize_words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def read_line(text: str, *, at_most: int) -> str:
    line = " ".join(text.split())
    if len(line) > at_most:
        raise UnreadableValue(f"This has {len(line):,} letters, and at most {at_most} can be kept.")
    return line


def read_list(text: str) -> list[str]:
    """Return the names in a cell, divided by semicolons; within one, commas may divide further."""
    return [" ".join(name.split()) for name in LIST_SEPARATOR.split(text) if name.strip()]


def read_address(text: str) -> str:
    if not text:
        return ""
    url = text if HAS_SCHEME.match(text) else f"https://{text.removeprefix('//')}"
    if len(url) > 2000:
        raise UnreadableValue(
            f"This address has {len(url):,} letters, and at most 2,000 can be kept."
        )
    try:
        is_web_address(url)
    except ValidationError:
        raise UnreadableValue(
            f"“{text[:60]}” is no web address: it must begin with https:// or http://, without "
            "spaces."
        ) from None
    return url


# The names before; they go with the last module that uses them.
CannotRead = UnreadableValue
words_of = normalize_words
