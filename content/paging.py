"""Paging by key. Page 500 costs the same as page 1, and an address keeps showing the same entries.

A key is the value that a row is ordered by, then its number. For the newest first, that is the
publication time in microseconds since 1970: "1540241940000000-107".
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from content.exceptions import ContentError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PER_PAGE = 10
MAX_NUMBER = 2**63 - 1


class BadKey(ContentError):
    message = "This is not the address of a page."


def write_moment(moment: datetime) -> str:
    return str((moment - EPOCH) // timedelta(microseconds=1))


def read_moment(text: str) -> datetime:
    return EPOCH + timedelta(microseconds=int(text))


@dataclass(frozen=True, slots=True)
class Order:
    """What rows are ordered by: a field or annotation, and then their numbers.

    `write` and `read` turn its values into text for addresses and back; `read` raises ValueError or
    OverflowError for what is no value.
    """

    field: str = "published_at"
    is_ascending: bool = False
    write: Callable[[Any], str] = write_moment
    read: Callable[[str], Any] = read_moment

    def key_of(self, row) -> str:
        return self.write_key(getattr(row, self.field), row.pk)

    def write_key(self, value, number: int) -> str:
        return f"{self.write(value)}-{number}"

    def read_key(self, key: str) -> tuple[Any, int]:
        value, _, number = key.rpartition("-")
        try:
            return self.read(value), min(int(number), MAX_NUMBER)
        except (ValueError, OverflowError):
            raise BadKey from None

    def apply(self, rows: QuerySet, *, is_reversed: bool = False) -> QuerySet:
        sign = "" if self.is_ascending != is_reversed else "-"
        return rows.order_by(f"{sign}{self.field}", f"{sign}pk")

    def beyond(self, rows: QuerySet, key: str, *, is_reversed: bool = False) -> QuerySet:
        """Return the rows that come after a key, or before it if reversed, in order from there."""
        value, number = self.read_key(key)
        comparison = "gt" if self.is_ascending != is_reversed else "lt"
        # The first condition lets PostgreSQL start in the middle of the index.
        later = rows.filter(**{f"{self.field}__{comparison}e": value}).filter(
            Q(**{f"{self.field}__{comparison}": value}) | Q(**{f"pk__{comparison}": number})
        )
        return self.apply(later, is_reversed=is_reversed)


NEWEST_FIRST = Order()


@dataclass(frozen=True, slots=True)
class ListingPage:
    entries: list
    older: str | None  # query string of the page with the entries that follow, without "?"
    newer: str | None  # "" is the first page
    here: str = ""  # query string of this page; "" is the first page

    def within(self, query: str) -> "ListingPage":
        """Return the same page with links that keep a query string, such as a filter's."""
        if not query:
            return self
        older = self.older and f"{query}&{self.older}"
        newer = query if self.newer == "" else self.newer and f"{query}&{self.newer}"
        here = f"{query}&{self.here}" if self.here else query
        return replace(self, older=older, newer=newer, here=here)


def key_of(entry) -> str:
    return NEWEST_FIRST.key_of(entry)


def page_by_key(
    entries: QuerySet,
    *,
    before: str = "",
    after: str = "",
    size: int = PER_PAGE,
    order: Order = NEWEST_FIRST,
) -> ListingPage:
    """Return `size` entries in their order: those that follow or precede a key, or the first.

    With the newest first, those before a key in time follow it. Raises BadKey for an invalid key.
    """
    if after:
        found = list(order.beyond(entries, after, is_reversed=True)[: size + 1])
        if len(found) > size:
            found, here = found[:size][::-1], key_query("before", order.key_of(found[size]))
            return ListingPage(
                found,
                key_query("before", order.key_of(found[-1])),
                key_query("after", order.key_of(found[0])),
                here,
            )
        # All that precede the key fit on the first page.
        before = ""
    chosen = order.beyond(entries, before) if before else order.apply(entries)
    found = list(chosen[: size + 1])
    older = key_query("before", order.key_of(found[size - 1])) if len(found) > size else None
    newer = key_query("after", order.key_of(found[0])) if before and found else None
    here = key_query("before", order.write_key(*order.read_key(before))) if before else ""
    return ListingPage(found[:size], older, newer, here)


def key_query(name: str, key: str) -> str:
    return urlencode({name: key})
