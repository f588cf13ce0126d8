"""What stands around a post: its series' parts, its neighbours, what belongs with it or is related.

One query for all of it. As seven, each built by the ORM, they took more time than the rest of the
page together. It is bounded: what is related is looked for among the latest hundred entries of each
topic, tag and place, so that a topic with ten thousand posts costs no more than one with ten.
"""

from dataclasses import dataclass, field

from django.utils import timezone

from blog.models import Post
from content.models import Entry

AROUND = """
WITH visible AS NOT MATERIALIZED (
    SELECT * FROM content_entry WHERE status = 'published' AND published_at <= %(now)s
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
    -- A scheduled part gives its date, and nothing by which it could be guessed or found.
    (SELECT 'part' AS relation, part.part_number AS place, entry.id, entry.published_at
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
SELECT entry.id, entry.kind, entry.published_at, relation,
       CASE WHEN entry.published_at <= %(now)s THEN entry.slug ELSE '' END AS slug,
       CASE WHEN entry.published_at <= %(now)s THEN entry.title ELSE '' END AS title,
       CASE WHEN entry.published_at <= %(now)s AND entry.title = '' THEN entry.excerpt_html
            ELSE '' END AS excerpt_html
  FROM chosen JOIN content_entry AS entry ON entry.id = chosen.id
 ORDER BY relation, place, entry.published_at, entry.id
"""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Entries with what a link to them shows. `parts` has scheduled parts too, as dates alone."""

    parts: list[Entry] = field(default_factory=list)
    older: Entry | None = None
    newer: Entry | None = None
    companions: list[Entry] = field(default_factory=list)
    also_in: list[Entry] = field(default_factory=list)
    related: list[Entry] = field(default_factory=list)


def read_surroundings(post: Post) -> Surroundings:
    """Related are posts of the same series first, then those that share most with this one."""
    now = timezone.now()
    parameters = {
        "post": post.pk,
        "series": post.series_id,
        "moment": post.published_at or now,
        "now": now,
    }
    found: dict[str, list[Entry]] = {}
    for entry in Entry.objects.raw(AROUND, parameters):
        found.setdefault(entry.relation, []).append(entry)
    return Surroundings(
        parts=found.get("part", []),
        older=next(iter(found.get("older", [])), None),
        newer=next(iter(found.get("newer", [])), None),
        companions=found.get("companion", []),
        also_in=found.get("also in", []),
        related=found.get("related", []),
    )
