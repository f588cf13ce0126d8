"""Lists of what waits for a user, on the admin's start page. Each app makes those of its kinds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

ROWS_SHOWN = 5


@dataclass(frozen=True)
class WaitingList:
    """The first few rows, and where the rest are."""

    title: str
    url: str
    total: int
    rows: list[tuple[str, str]]  # (text, address)


def list_waiting(
    title: str, *, url: str, rows: QuerySet, describe: Callable[[Any], tuple[str, str]]
) -> Iterator[WaitingList]:
    """Yield one list, or none if there are no rows. `describe` returns a row's text and address."""
    total = rows.count()
    if total:
        yield WaitingList(title, url, total, [describe(row) for row in rows[:ROWS_SHOWN]])
