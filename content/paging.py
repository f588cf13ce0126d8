"""Paging by key: page 500 costs what page 1 costs, and an address keeps showing the same entries.

A key is an entry's publication time, in microseconds since 1970, and its number:
"1540241940000000-107".
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PER_PAGE = 10


class BadKey(ValueError):
    """This is not the address of a page."""


@dataclass(frozen=True, slots=True)
class Page:
    entries: list
    older: str | None  # query string of the page with older entries, without "?"
    newer: str | None  # "" is the first page


def key_of(entry) -> str:
    return f"{(entry.published_at - EPOCH) // timedelta(microseconds=1)}-{entry.pk}"


def parse_key(key: str) -> tuple[datetime, int]:
    try:
        microseconds, number = (int(part) for part in key.split("-"))
        return EPOCH + timedelta(microseconds=microseconds), min(number, 2**63 - 1)
    except (ValueError, OverflowError):
        raise BadKey(BadKey.__doc__) from None


def older_than(entries: QuerySet, key: str) -> QuerySet:
    moment, number = parse_key(key)
    # The first condition is what lets PostgreSQL begin in the middle of the index.
    return entries.filter(published_at__lte=moment).filter(
        Q(published_at__lt=moment) | Q(pk__lt=number)
    )


def newer_than(entries: QuerySet, key: str) -> QuerySet:
    moment, number = parse_key(key)
    return entries.filter(published_at__gte=moment).filter(
        Q(published_at__gt=moment) | Q(pk__gt=number)
    )


def page_by_key(
    entries: QuerySet, *, before: str = "", after: str = "", size: int = PER_PAGE
) -> Page:
    """Return `size` of the entries, newest first: those before or after a key, or the newest.

    Raises BadKey for a key that is none.
    """
    if after:
        found = list(newer_than(entries, after).order_by("published_at", "pk")[: size + 1])
        if len(found) > size:
            found = found[:size][::-1]
            return Page(found, f"before={key_of(found[-1])}", f"after={key_of(found[0])}")
        # So few are newer that they all stand on the first page.
        before = ""
    newest_first = entries.order_by("-published_at", "-pk")
    found = list((older_than(newest_first, before) if before else newest_first)[: size + 1])
    older = f"before={key_of(found[size - 1])}" if len(found) > size else None
    newer = f"after={key_of(found[0])}" if before and found else None
    return Page(found[:size], older, newer)
