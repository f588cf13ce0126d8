"""A series as readers see it: its public parts, numbered without gaps."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from blog.models import Post, Series
from content.models import Entry, Status
from content.querysets import PUBLISHED_SQL


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

    @property
    def previous_part(self) -> Entry | None:
        if self.current is None or self.current == 1:
            return None
        return self.parts[self.current - 2]

    @property
    def next_part(self) -> Entry | None:
        if self.current is None or self.current == len(self.parts):
            return None
        return self.parts[self.current]


def read_series(series: Series) -> SeriesProgress:
    """Return a series with its parts and the other posts that it lists."""
    listed = Post.also_in.through.objects.filter(series=series).values("post")
    posts = Post.objects.filter(Q(series=series) | Q(pk__in=listed), status=Status.PUBLISHED)
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


# There are few series and many posts. LATERAL starts from the series; PostgreSQL planned a plain
# join as a scan of all posts.
IN_PROGRESS = f"""
SELECT content_entry.id, content_entry.kind, content_entry.slug, content_entry.title,
       planned_parts, part_count, next_part_at
  FROM blog_series
  JOIN content_entry ON content_entry.id = blog_series.entry_ptr_id
 CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE part.published_at <= %(now)s) AS part_count,
              max(part.published_at) FILTER (WHERE part.published_at <= %(now)s) AS latest_part_at,
              min(part.published_at) FILTER (WHERE part.published_at > %(now)s) AS next_part_at
         FROM blog_post JOIN content_entry AS part ON part.id = blog_post.entry_ptr_id
        WHERE blog_post.series_id = blog_series.entry_ptr_id AND part.status = 'published'
     ) AS parts
 WHERE {PUBLISHED_SQL} AND part_count BETWEEN 1 AND planned_parts - 1
 ORDER BY latest_part_at DESC
 LIMIT %(limit)s
"""


def series_in_progress(*, limit: int = 2) -> list[Entry]:
    """Return series with parts yet to be published, the most recently continued first.

    Each has planned_parts, part_count, and next_part_at. In SQL, because the ORM took longer to
    build this query than to read the front page's posts.
    """
    return list(Entry.objects.raw(IN_PROGRESS, {"now": timezone.now(), "limit": limit}))
