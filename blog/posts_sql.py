"""Two statements that the ORM took longer to build than PostgreSQL takes to run."""

from content.querysets import PUBLISHED_SQL
from content.shapes import LINK_FIELDS

# A scheduled part shows its date, and nothing that would let readers find it.
HIDDEN = {
    "slug": "entry.slug",
    "title": "entry.title",
    "summary": "entry.summary",
    "excerpt_html": "CASE WHEN entry.title = '' THEN entry.excerpt_html ELSE '' END",
}


def link_column(name: str) -> str:
    if name in HIDDEN:
        return f"CASE WHEN shown THEN {HIDDEN[name]} ELSE '' END AS {name}"
    return f"entry.{name}"


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
SELECT entry.id, relation, place, {", ".join(link_column(name) for name in LINK_FIELDS)}
  FROM chosen JOIN content_entry AS entry ON entry.id = chosen.id
 CROSS JOIN LATERAL (SELECT relation = 'series' OR entry.published_at <= %(now)s AS shown) AS known
 ORDER BY relation, place, entry.published_at, entry.id
"""
# There are few series and many posts. LATERAL starts from the series; PostgreSQL planned a plain
# join as a scan of all posts.
SERIES_IN_PROGRESS = f"""
SELECT planned_parts, part_count, next_part_at,
       {", ".join(f"content_entry.{name}" for name in ("id", *LINK_FIELDS))}
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
