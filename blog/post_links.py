"""What a post's page links to: parts of its series, neighbors, companions, and related posts.

All in one query. Seven queries built by the ORM took longer than the rest of the page together.
Related posts come from the latest hundred entries of each topic, tag, and place, so that a topic
with ten thousand posts costs no more than one with a hundred.
"""

from dataclasses import dataclass, field

from django.utils import timezone

from blog.models import Post
from content.models import Entry
from content.querysets import PUBLISHED_SQL

POST_LINKS = f"""
WITH visible AS NOT MATERIALIZED (
    SELECT * FROM content_entry WHERE {PUBLISHED_SQL}
),
shared AS (
    (SELECT entry_ptr_id AS entry_id, 100 AS weight FROM blog_post
      WHERE series_id = %(series)s)
    UNION ALL
    SELECT other.entry_id, 3
      FROM content_entry_topics AS own CROSS JOIN LATERAL (
           SELECT entry_id FROM content_entry_topics WHERE topic_id = own.topic_id
            ORDER BY entry_id DESC LIMIT 100) AS other
     WHERE own.entry_id = %(post)s
    UNION ALL
    SELECT other.content_object_id, 2
      FROM content_entrytag AS own CROSS JOIN LATERAL (
           SELECT content_object_id FROM content_entrytag WHERE tag_id = own.tag_id
            ORDER BY content_object_id DESC LIMIT 100) AS other
     WHERE own.content_object_id = %(post)s
    UNION ALL
    SELECT other.entry_id, 2
      FROM content_entry_places AS own CROSS JOIN LATERAL (
           SELECT entry_id FROM content_entry_places WHERE place_id = own.place_id
            ORDER BY entry_id DESC LIMIT 100) AS other
     WHERE own.entry_id = %(post)s
),
scored AS (
    SELECT entry_id, sum(weight) AS score FROM shared WHERE entry_id <> %(post)s
     GROUP BY entry_id ORDER BY score DESC, entry_id DESC LIMIT 40
),
chosen AS (
    -- A series that isn't public is shown only in previews of its parts.
    (SELECT 'series' AS relation, planned_parts AS place, entry.id, entry.published_at
       FROM blog_series JOIN content_entry AS entry ON entry.id = entry_ptr_id
      WHERE entry.id = %(series)s
        AND (%(is_preview)s OR entry.id IN (SELECT id FROM visible WHERE id = %(series)s)))
    UNION ALL
    -- Of a scheduled part, only the date is shown, so that no one can guess its address.
    (SELECT 'part', part.part_number, entry.id, entry.published_at
       FROM blog_post AS part JOIN content_entry AS entry ON entry.id = part.entry_ptr_id
      WHERE part.series_id = %(series)s AND entry.status = 'published')
    UNION ALL
    (SELECT 'older', 1, id, published_at FROM visible
      WHERE kind = 'post' AND published_at <= %(moment)s
        AND (published_at < %(moment)s OR id < %(post)s)
      ORDER BY published_at DESC, id DESC LIMIT 1)
    UNION ALL
    (SELECT 'newer', 1, id, published_at FROM visible
      WHERE kind = 'post' AND published_at >= %(moment)s
        AND (published_at > %(moment)s OR id > %(post)s)
      ORDER BY published_at, id LIMIT 1)
    UNION ALL
    (SELECT 'companion', row_number() OVER (ORDER BY published_at DESC, id DESC), id, published_at
       FROM visible WHERE id IN (SELECT to_entry_id FROM content_entry_companions
                                  WHERE from_entry_id = %(post)s)
      LIMIT 6)
    UNION ALL
    (SELECT 'also in', row_number() OVER (ORDER BY published_at DESC, id DESC), id, published_at
       FROM visible WHERE id IN (SELECT series_id FROM blog_post_also_in WHERE post_id = %(post)s))
    UNION ALL
    (SELECT 'related', row_number() OVER (ORDER BY score DESC, published_at DESC, id DESC),
            id, published_at
       FROM scored JOIN visible ON id = entry_id AND kind = 'post'
      LIMIT 4)
)
SELECT entry.id, entry.kind, entry.format, entry.published_at, entry.date_line,
       entry.date_is_struck, relation, place,
       CASE WHEN shown THEN entry.slug ELSE '' END AS slug,
       CASE WHEN shown THEN entry.title ELSE '' END AS title,
       CASE WHEN shown AND entry.title = '' THEN entry.excerpt_html ELSE '' END AS excerpt_html
  FROM chosen JOIN content_entry AS entry ON entry.id = chosen.id
 CROSS JOIN LATERAL (SELECT relation = 'series' OR entry.published_at <= %(now)s AS shown) AS known
 ORDER BY relation, place, entry.published_at, entry.id
"""


@dataclass(frozen=True, kw_only=True)
class PostLinks:
    """Entries with what a link to them needs. Scheduled `parts` have only their dates."""

    series: Entry | None = None  # its `place` is the planned number of parts
    parts: list[Entry] = field(default_factory=list)
    older: Entry | None = None
    newer: Entry | None = None
    companions: list[Entry] = field(default_factory=list)
    also_in: list[Entry] = field(default_factory=list)
    related: list[Entry] = field(default_factory=list)


def read_post_links(post: Post, *, is_preview: bool = False) -> PostLinks:
    """Related posts are those of the same series, then those with most labels in common."""
    now = timezone.now()
    parameters = {
        "post": post.pk,
        "series": post.series_id,
        "moment": post.published_at or now,
        "now": now,
        "is_preview": is_preview,
    }
    found: dict[str, list[Entry]] = {}
    for entry in Entry.objects.raw(POST_LINKS, parameters):
        found.setdefault(entry.relation, []).append(entry)
    return PostLinks(
        series=next(iter(found.get("series", [])), None),
        parts=found.get("part", []),
        older=next(iter(found.get("older", [])), None),
        newer=next(iter(found.get("newer", [])), None),
        companions=found.get("companion", []),
        also_in=found.get("also in", []),
        related=found.get("related", []),
    )
