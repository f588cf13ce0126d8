"""How readers follow a series by email."""

from collections.abc import Collection, Iterable

from blog.models import Post, Series
from content.followable import Followable
from content.keys import read_keys
from content.querysets import EntryQuerySet


def describe_series(keys: Collection[str]) -> dict[str, tuple[str, str]]:
    found = Series.objects.published().filter(pk__in=read_keys(keys)).as_links()
    return {str(series.pk): (series.heading, series.get_absolute_url()) for series in found}


def having_series(entries: EntryQuerySet) -> Iterable[tuple[str, int]]:
    parts = Post.objects.filter(pk__in=entries.values("pk")).exclude(series=None)
    return [(str(series), pk) for series, pk in parts.values_list("series_id", "pk")]


SERIES = Followable(scope="series", describe=describe_series, having=having_series)
