"""Paging by key. Page 500 costs the same as page 1, and an address keeps showing the same entries.

A key is an entry's publication time in microseconds since 1970, then its id:
"1540241940000000-107". Other models can be paged by other fields, such as a time and an id.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet

from content.exceptions import ContentError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PER_PAGE = 10
FIELDS = ("published_at", "pk")


class BadKey(ContentError):
    message = "This is not the address of a page."


@dataclass(frozen=True, slots=True)
class ListingPage:
    entries: list
    older: str | None  # query string of the page with older entries, without "?"
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


def key_of(entry, *, fields: tuple[str, str] = FIELDS) -> str:
    return format_key(*(getattr(entry, field) for field in fields))


def format_key(moment: datetime, number: int) -> str:
    return f"{(moment - EPOCH) // timedelta(microseconds=1)}-{number}"


def parse_key(key: str) -> tuple[datetime, int]:
    try:
        microseconds, number = (int(part) for part in key.split("-"))
        return EPOCH + timedelta(microseconds=microseconds), min(number, 2**63 - 1)
    except (ValueError, OverflowError):
        raise BadKey from None


def older_than(entries: QuerySet, key: str, *, fields: tuple[str, str] = FIELDS) -> QuerySet:
    return beyond(entries, key, fields=fields, direction="lt")


def newer_than(entries: QuerySet, key: str, *, fields: tuple[str, str] = FIELDS) -> QuerySet:
    return beyond(entries, key, fields=fields, direction="gt")


def beyond(entries: QuerySet, key: str, *, fields: tuple[str, str], direction: str) -> QuerySet:
    (moment, number), (by_moment, by_number) = parse_key(key), fields
    # The first condition lets PostgreSQL start in the middle of the index.
    return entries.filter(**{f"{by_moment}__{direction}e": moment}).filter(
        Q(**{f"{by_moment}__{direction}": moment}) | Q(**{f"{by_number}__{direction}": number})
    )


def page_by_key(
    entries: QuerySet,
    *,
    before: str = "",
    after: str = "",
    size: int = PER_PAGE,
    fields: tuple[str, str] = FIELDS,
) -> ListingPage:
    """Return `size` entries, newest first: those before or after a key, or the newest.

    Raises BadKey for an invalid key.
    """

    def key(entry) -> str:
        return key_of(entry, fields=fields)

    if after:
        found = newer_than(entries, after, fields=fields).order_by(*fields)
        found = list(found[: size + 1])
        if len(found) > size:
            found, here = found[:size][::-1], f"before={key(found[size])}"
            return ListingPage(found, f"before={key(found[-1])}", f"after={key(found[0])}", here)
        # All newer entries fit on the first page.
        before = ""
    newest_first = entries.order_by(*(f"-{field}" for field in fields))
    chosen = older_than(newest_first, before, fields=fields) if before else newest_first
    found = list(chosen[: size + 1])
    older = f"before={key(found[size - 1])}" if len(found) > size else None
    newer = f"after={key(found[0])}" if before and found else None
    here = f"before={format_key(*parse_key(before))}" if before else ""
    return ListingPage(found[:size], older, newer, here)
