"""Read values from cells: text, lists, and web addresses."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from content.exceptions import AppError

LIST_SEPARATOR = re.compile(r"[;|\n]")
HAS_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
is_web_address = URLValidator(schemes=["http", "https"])


class UnreadableValue(AppError):
    message = "This cell can’t be read."


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
