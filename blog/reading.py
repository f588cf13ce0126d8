"""What a reader sees around a post: its series, its neighbours, what is related, its comments."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import FETCH_RAISE, CharField, Q, Value
from django.utils import timezone

from blog.models import Comment, Post, Series
from content.models import Entry, Status
from content.querysets import TEXT_FIELDS

# A card of a post: enough to link to it, and nothing that is long.
CARD_FIELDS = ["kind", "slug", "title", "excerpt_html", "published_at"]


@dataclass(frozen=True, kw_only=True)
class SeriesProgress:
    """A series as readers see it: published parts numbered from 1, without a hole."""

    series: Series
    parts: list[Post]
    next_at: object = None  # when the next scheduled part appears, or None
    current: int | None = None  # the number of the part that is being read
    also_listed: list[Post] = field(default_factory=list)

    @property
    def numbered(self) -> list[tuple[int, Post]]:
        return list(enumerate(self.parts, start=1))

    @property
    def total(self) -> int:
        return max(self.series.planned_parts or 0, len(self.parts))

    @property
    def is_complete(self) -> bool:
        return self.next_at is None and len(self.parts) >= self.total

    @property
    def next_is_within_days(self) -> bool:
        """Whether a weekday's name alone says when."""
        return self.next_at is not None and self.next_at - timezone.now() < timedelta(days=6)

    @property
    def previous_part(self) -> Post | None:
        if self.current is None or self.current == 1:
            return None
        return self.parts[self.current - 2]

    @property
    def next_part(self) -> Post | None:
        if self.current is None or self.current == len(self.parts):
            return None
        return self.parts[self.current]


def series_of(post: Post) -> SeriesProgress | None:
    """Return the series that a post is a part of, with the post as its current part."""
    if post.series_id is None:
        return None
    parts = Post.objects.filter(series=post.series_id, status=Status.PUBLISHED)
    return series_progress(
        post.series, parts.only("part_number", "series", *CARD_FIELDS), reading=post
    )


def series_contents(series: Series) -> SeriesProgress:
    """Return a series with its parts, their authors and summaries, and what else it lists."""
    listed = Post.also_in.through.objects.filter(series=series).values("post")
    posts = Post.objects.filter(
        Q(series=series) | Q(pk__in=listed), status=Status.PUBLISHED
    ).with_authors()
    return series_progress(series, posts.defer(*TEXT_FIELDS).fetch_mode(FETCH_RAISE))


def series_progress(series: Series, posts, *, reading: Post | None = None) -> SeriesProgress:
    """Sort out a series' posts, in one query. A scheduled part gives nothing but its date."""
    now = timezone.now()
    posts = list(posts.in_series_order())
    parts = [post for post in posts if post.series_id == series.pk]
    public = [part for part in parts if part.published_at <= now]
    coming = [part.published_at for part in parts if part.published_at > now]
    numbers = {part.pk: number for number, part in enumerate(public, start=1)}
    return SeriesProgress(
        series=series,
        parts=public,
        next_at=min(coming, default=None),
        current=numbers.get(reading.pk) if reading else None,
        also_listed=[
            post for post in posts if post.series_id != series.pk and post.published_at <= now
        ],
    )


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    older: Entry | None
    newer: Entry | None
    companions: list[Entry]
    also_in: list[Entry]


def surroundings(post: Post) -> Surroundings:
    """Return the posts before and after, companions, and further series: in one query."""
    published = Entry.objects.published()
    posts = published.filter(kind="post")
    moment, number = post.published_at or timezone.now(), post.pk
    older = posts.filter(published_at__lte=moment).filter(
        Q(published_at__lt=moment) | Q(pk__lt=number)
    )
    newer = posts.filter(published_at__gte=moment).filter(
        Q(published_at__gt=moment) | Q(pk__gt=number)
    )
    chosen = [
        labelled(older.newest_first()[:1], "older"),
        labelled(newer.order_by("published_at", "pk")[:1], "newer"),
        labelled(published.filter(companions=post).newest_first()[:6], "companion"),
        labelled(published.filter(as_series__also_listed=post).newest_first()[:6], "also in"),
    ]
    found: dict[str, list[Entry]] = {}
    for entry in chosen[0].union(*chosen[1:], all=True):
        found.setdefault(entry.relation, []).append(entry)
    return Surroundings(
        older=next(iter(found.get("older", [])), None),
        newer=next(iter(found.get("newer", [])), None),
        companions=found.get("companion", []),
        also_in=found.get("also in", []),
    )


def labelled(entries, relation: str):
    return entries.only(*CARD_FIELDS).annotate(relation=Value(relation, output_field=CharField()))


# Candidates are the latest few hundred entries of each relation, so that a topic with ten
# thousand posts costs no more than one with ten.
RELATED = """
WITH shared AS (
    (SELECT entry_ptr_id AS entry_id, 100 AS weight FROM blog_post
      WHERE series_id = %(series)s)
    UNION ALL
    (SELECT entry_id, 3 FROM content_entry_topics
      WHERE topic_id IN (SELECT topic_id FROM content_entry_topics WHERE entry_id = %(entry)s)
      ORDER BY entry_id DESC LIMIT 300)
    UNION ALL
    (SELECT content_object_id, 2 FROM content_entrytag
      WHERE tag_id IN (SELECT tag_id FROM content_entrytag WHERE content_object_id = %(entry)s)
      ORDER BY content_object_id DESC LIMIT 300)
    UNION ALL
    (SELECT entry_id, 2 FROM content_entry_places
      WHERE place_id IN (SELECT place_id FROM content_entry_places WHERE entry_id = %(entry)s)
      ORDER BY entry_id DESC LIMIT 300)
),
scored AS (
    SELECT entry_id, sum(weight) AS score FROM shared WHERE entry_id <> %(entry)s
    GROUP BY entry_id
)
SELECT entry.id, entry.kind, entry.slug, entry.title, entry.excerpt_html, entry.published_at
  FROM scored JOIN content_entry AS entry ON entry.id = scored.entry_id
 WHERE entry.status = 'published' AND entry.published_at <= %(now)s AND entry.kind = 'post'
 ORDER BY score DESC, entry.published_at DESC, entry.id DESC
 LIMIT %(limit)s
"""


def related_posts(post: Post, *, limit: int = 4) -> list[Entry]:
    """Return posts of the same series first, then those that share most topics, tags and places."""
    parameters = {
        "entry": post.pk,
        "series": post.series_id,
        "now": timezone.now(),
        "limit": limit,
    }
    return list(Entry.objects.raw(RELATED, parameters))


@dataclass(slots=True)
class Thread:
    comment: Comment
    replies: list["Thread"] = field(default_factory=list)


def comment_threads(post: Post) -> list[Thread]:
    """Return approved comments as trees; a reply to one that is hidden moves up to the top."""
    threads = {
        comment.pk: Thread(comment)
        for comment in Comment.objects.approved().filter(post=post).order_by("created_at", "pk")
    }
    top = []
    for thread in threads.values():
        parent = threads.get(thread.comment.parent_id)
        (parent.replies if parent else top).append(thread)
    return top
