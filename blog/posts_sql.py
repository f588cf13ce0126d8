"""Two statements that the ORM took longer to build than PostgreSQL takes to run."""

from blog.models import Post, Series
from content.entries_sql import image_sql
from content.models import Entry, EntryTag
from content.querysets import published_sql
from content.shapes import LINK_FIELDS
from content.sql_names import sql_names

entries, posts, series = sql_names(Entry), sql_names(Post), sql_names(Series)
topics, places = sql_names(Entry.topics.through), sql_names(Entry.places.through)
tags = sql_names(EntryTag)
companions, also_in = sql_names(Entry.companions.through), sql_names(Post.also_in.through)

# A scheduled part shows its date, and nothing that would let readers find it.
HIDDEN = {
    "slug": f"entry.{entries.slug}",
    "title": f"entry.{entries.title}",
    "summary": f"entry.{entries.summary}",
    "excerpt_html": (
        f"CASE WHEN entry.{entries.title} = '' OR entry.{entries.summary} = ''"
        f" THEN entry.{entries.excerpt_html} ELSE '' END"
    ),
}


def link_column(name: str) -> str:
    if name in HIDDEN:
        return f"CASE WHEN shown THEN {HIDDEN[name]} ELSE '' END AS {name}"
    return f"entry.{getattr(entries, name)}"


LEAD_IMAGE = image_sql(f"entry.{entries.lead_image}")

POST_LINKS = f"""
WITH visible (id, kind, published_at) AS NOT MATERIALIZED (
    SELECT {entries.pk}, {entries.kind}, {entries.published_at}
      FROM {entries} WHERE {published_sql(entries)}
),
shared AS (
    SELECT other.{topics.entry} AS id, 3 AS weight
      FROM {topics} AS own CROSS JOIN LATERAL (
           SELECT {topics.entry} FROM {topics} WHERE {topics.topic} = own.{topics.topic}
            ORDER BY {topics.entry} DESC LIMIT 100) AS other
     WHERE own.{topics.entry} = %(post)s
    UNION ALL
    SELECT other.{tags.content_object}, 2
      FROM {tags} AS own CROSS JOIN LATERAL (
           SELECT {tags.content_object} FROM {tags} WHERE {tags.tag} = own.{tags.tag}
            ORDER BY {tags.content_object} DESC LIMIT 100) AS other
     WHERE own.{tags.content_object} = %(post)s
    UNION ALL
    SELECT other.{places.entry}, 2
      FROM {places} AS own CROSS JOIN LATERAL (
           SELECT {places.entry} FROM {places} WHERE {places.place} = own.{places.place}
            ORDER BY {places.entry} DESC LIMIT 100) AS other
     WHERE own.{places.entry} = %(post)s
),
scored AS (
    SELECT id, sum(weight) AS score FROM shared WHERE id <> %(post)s
     GROUP BY id ORDER BY score DESC, id DESC LIMIT 40
),
shown_series AS (
    -- A series that isn't public is shown only in previews of its parts.
    SELECT {series.planned_parts} AS place, {series.pk} AS id
      FROM {series}
     WHERE {series.pk} = %(series)s
       AND (%(is_preview)s OR {series.pk} IN (SELECT id FROM visible WHERE id = %(series)s))
),
around AS (
    (SELECT 'series' AS relation, place, id FROM shown_series)
    UNION ALL
    -- Of a scheduled part, only the date is shown, so that no one can guess its address.
    (SELECT 'part', part.{posts.part_number}, entry.{entries.pk}
       FROM {posts} AS part JOIN {entries} AS entry ON entry.{entries.pk} = part.{posts.pk}
      WHERE part.{posts.series} = %(series)s AND entry.{entries.status} = 'published')
    UNION ALL
    (SELECT 'older', 1, id FROM visible
      WHERE kind = 'post' AND published_at <= %(moment)s
        AND (published_at < %(moment)s OR id < %(post)s)
        AND NOT EXISTS (SELECT FROM shown_series)
      ORDER BY published_at DESC, id DESC LIMIT 1)
    UNION ALL
    (SELECT 'newer', 1, id FROM visible
      WHERE kind = 'post' AND published_at >= %(moment)s
        AND (published_at > %(moment)s OR id > %(post)s)
        AND NOT EXISTS (SELECT FROM shown_series)
      ORDER BY published_at, id LIMIT 1)
    UNION ALL
    (SELECT 'companion', row_number() OVER (ORDER BY published_at DESC, id DESC), id
       FROM visible WHERE id IN (SELECT {companions.to_entry} FROM {companions}
                                  WHERE {companions.from_entry} = %(post)s)
        AND id IS DISTINCT FROM %(series)s
        AND id NOT IN (SELECT {posts.pk} FROM {posts} WHERE {posts.series} = %(series)s)
      LIMIT 6)
    UNION ALL
    (SELECT 'also in', row_number() OVER (ORDER BY published_at DESC, id DESC), id
       FROM visible WHERE id IN (SELECT {also_in.series} FROM {also_in}
                                  WHERE {also_in.post} = %(post)s))
),
chosen AS (
    SELECT relation, place, id FROM around
    UNION ALL
    -- Nothing is shown twice: neither the parts of the series, nor neighbors, nor companions.
    (SELECT 'related', row_number() OVER (ORDER BY score DESC, published_at DESC, id DESC), id
       FROM scored JOIN visible USING (id)
      WHERE kind = 'post' AND id NOT IN (SELECT id FROM around)
      LIMIT 3)
)
SELECT entry.{entries.pk}, relation, place,
       {", ".join(link_column(name) for name in LINK_FIELDS)},
       CASE WHEN relation = 'related' THEN ({LEAD_IMAGE}) END AS picture
  FROM chosen JOIN {entries} AS entry ON entry.{entries.pk} = chosen.id
 CROSS JOIN LATERAL (
       SELECT relation = 'series' OR entry.{entries.published_at} <= %(now)s AS shown) AS known
 ORDER BY relation, place, entry.{entries.published_at}, entry.{entries.pk}
"""
# There are few series and many posts. LATERAL starts from the series; PostgreSQL planned a plain
# join as a scan of all posts.
# Those that began long before are hardly in progress, and counting the parts of all takes time.
NEWEST_SERIES = f"""
SELECT {entries.pk} FROM {entries}
 WHERE {entries.kind} = 'series' AND {published_sql(entries)}
 ORDER BY {entries.published_at} DESC, {entries.pk} DESC LIMIT 50
"""

SERIES_IN_PROGRESS = f"""
SELECT {series}.{series.planned_parts}, part_count, next_part_at,
       {", ".join(f"{entries}.{getattr(entries, name)}" for name in ("id", *LINK_FIELDS))}
  FROM ({NEWEST_SERIES}) AS newest
  JOIN {series} ON {series}.{series.pk} = newest.{entries.pk}
  JOIN {entries} ON {entries}.{entries.pk} = newest.{entries.pk}
 CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE part.{entries.published_at} <= %(now)s) AS part_count,
              max(part.{entries.published_at})
                  FILTER (WHERE part.{entries.published_at} <= %(now)s) AS latest_part_at,
              min(part.{entries.published_at})
                  FILTER (WHERE part.{entries.published_at} > %(now)s) AS next_part_at
         FROM {posts} JOIN {entries} AS part ON part.{entries.pk} = {posts}.{posts.pk}
        WHERE {posts}.{posts.series} = {series}.{series.pk}
          AND part.{entries.status} = 'published'
     ) AS parts
 WHERE part_count BETWEEN 1 AND {series.planned_parts} - 1
 ORDER BY latest_part_at DESC
 LIMIT %(limit)s
"""
