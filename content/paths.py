"""The site's own addresses, cached: a page has dozens of links, and routes never change."""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.urls.converters import IntConverter

# What readers call the formats of copies, by the ending of their addresses.
COPY_FORMATS = {"pdf": "PDF", "epub": "EPUB"}


class NumberConverter(IntConverter):
    """Numbers in addresses, as <number:name>. With zeros before it, a number isn't one.

    Otherwise, a page would have any number of addresses.
    """

    regex = "0|[1-9][0-9]{0,17}"


@lru_cache(maxsize=10_000)
def detail_path(url_name: str, slug: str) -> str:
    return reverse(url_name, args=[slug])


def is_file_path(path: str) -> bool:
    """Whether the last part has an ending. No page's address has one."""
    return "." in path.rsplit("/", 1)[-1]


def wanted_path(title: str) -> str:
    """Return the address of the page about a title that no entry has yet."""
    return f"{reverse(settings.WANTED_PAGE_URL)}?{urlencode({'title': title})}"


def library_path(**filters: str) -> str:
    """Return the address of the library, filtered."""
    query = urlencode(filters)
    return reverse(settings.LIBRARY_URL) + (f"?{query}" if query else "")


def follow_path(what: str = "") -> str:
    """Return the address of the page about following something, such as “topic.12”."""
    query = f"?{urlencode({'of': what})}" if what and what != "site" else ""
    return reverse(settings.FOLLOW_URL) + query


def copy_links(path: str, formats: Iterable[str]) -> list[tuple[str, str]]:
    """Return the name and the address of each copy to save of the page at this path."""
    return [(COPY_FORMATS[ending], f"{path.removesuffix('/')}.{ending}") for ending in formats]


def absolute(path: str) -> str:
    """Return the full address of a path of this site."""
    return f"{settings.SITE_URL}{path}"
