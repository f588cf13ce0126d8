"""The orders in which readers can list the library."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, Value
from django.db.models.functions import Coalesce, Upper

from content.moments import LAST_YEAR, format_day
from content.paging import NEWEST_FIRST, Order
from content.querysets import EntryQuerySet


def read_title(text: str) -> str:
    if "\0" in text:
        raise ValueError
    return text


def read_year(text: str) -> int:
    if not 0 <= int(text) <= LAST_YEAR:
        raise ValueError
    return int(text)


@dataclass(frozen=True)
class Sort:
    label: str
    order: Order
    # Says of an entry where in the order it is, for the titles of pages.
    position: Callable
    # What the order's field is, if entries don't have it.
    key: "Func[Any] | None" = None

    @property
    def is_by_date(self) -> bool:
        return self.order == NEWEST_FIRST

    def apply(self, entries: EntryQuerySet) -> EntryQuerySet:
        return entries.annotate(**{self.order.field: self.key}) if self.key else entries


ADDED = Sort("Date added", NEWEST_FIRST, lambda entry: format_day(entry.published_at))
YEAR = Sort(
    "Year",
    Order("known_year", write=str, read=read_year),
    lambda entry: str(entry.year or "those without a year"),
    Coalesce("year", 0),
)
TITLE = Sort(
    "Title",
    Order("title_key", is_ascending=True, write=str, read=read_title),
    lambda entry: f"“{entry.heading}”",
    Upper("title"),
)


def best_match(ids: list[int]) -> Sort:
    """The order in which the search engine found these."""
    place = Func(
        Value(ids, ArrayField(BigIntegerField())),
        F("pk"),
        function="array_position",
        output_field=IntegerField(),
    )
    return Sort(
        "Best match",
        Order("place_found", is_ascending=True, write=str, read=int),
        lambda entry: f"“{entry.heading}”",
        place,
    )


def library_sorts(found: list[int] | None = None) -> dict[str, Sort]:
    """Return {value of ?sort=: order}, "" being the usual one. `found` is the best match first."""
    usual = {"": ADDED} if found is None else {"": best_match(found), "added": ADDED}
    return {**usual, "year": YEAR, "title": TITLE}
