"""How readers follow an event series by email."""

from collections.abc import Collection, Iterable

from content.followable import Followable
from content.keys import read_keys
from content.querysets import EntryQuerySet
from events.models import Event, EventSeries


def describe_series(keys: Collection[str]) -> dict[str, tuple[str, str]]:
    found = EventSeries.objects.filter(pk__in=read_keys(keys))
    return {str(series.pk): (series.name, series.get_absolute_url()) for series in found}


def having_series(entries: EntryQuerySet) -> Iterable[tuple[str, int]]:
    dates = Event.objects.filter(pk__in=entries.values("pk")).exclude(series=None)
    return [(str(series), pk) for series, pk in dates.values_list("series_id", "pk")]


EVENT_SERIES = Followable(scope="event-series", describe=describe_series, having=having_series)
