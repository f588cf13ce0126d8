"""A series as readers see it: its public parts, numbered without gaps."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from blog.models import Post, Series
from blog.posts_sql import SERIES_IN_PROGRESS
from content.models import Entry, Status


@dataclass(frozen=True, kw_only=True)
class SeriesProgress:
    series: Entry
    parts: list[Entry]
    planned_parts: int | None = None
    next_at: datetime | None = None  # when the next scheduled part appears
    current: int | None = None  # the number of the part being read
    also_listed: list[Post] = field(default_factory=list)

    @property
    def numbered(self) -> list[tuple[int, Entry]]:
        return list(enumerate(self.parts, start=1))

    @property
    def total(self) -> int:
        return max(self.planned_parts or 0, len(self.parts))


def read_series(series: Series) -> SeriesProgress:
    """Return a series with its parts and the other posts that it lists."""
    listed = Post.also_in.through.objects.filter(series=series).values("post")
    # With OR, PostgreSQL would read every post.
    ids = Post.objects.filter(series=series).values("pk").union(listed)
    posts = Post.objects.filter(pk__in=ids, status=Status.PUBLISHED)
    parts, others = [], []
    for post in posts.as_cards().in_series_order():
        (parts if post.series_id == series.pk else others).append(post)
    return measure_progress(
        series,
        parts,
        planned_parts=series.planned_parts,
        also_listed=[post for post in others if post.is_public],
    )


def measure_progress(
    series: Entry,
    parts: list[Entry],
    *,
    planned_parts: int | None,
    reading: Entry | None = None,
    also_listed: list[Post] | None = None,
) -> SeriesProgress:
    """Split published parts, given in order, into the public ones and the date of the next."""
    now = timezone.now()
    public = [part for part in parts if part.published_at <= now]
    numbers = {part.pk: number for number, part in enumerate(public, start=1)}
    return SeriesProgress(
        series=series,
        parts=public,
        planned_parts=planned_parts,
        next_at=min((part.published_at for part in parts if part.published_at > now), default=None),
        current=numbers.get(reading.pk) if reading else None,
        also_listed=also_listed or [],
    )


def series_in_progress(*, limit: int = 2) -> list[Entry]:
    """Return series with parts yet to be published, the most recently continued first.

    Each has planned_parts, part_count, and next_part_at. In SQL, because the ORM took longer to
    build this query than to read the front page's posts.
    """
    return list(Entry.objects.raw(SERIES_IN_PROGRESS, {"now": timezone.now(), "limit": limit}))
