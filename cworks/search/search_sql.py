"""Two statements that Django's ORM cannot write."""

from content.models import Entry
from content.querysets import published_sql
from content.shapes import LINK_FIELDS
from content.sql_names import sql_names

entry = sql_names(Entry)
LINK = ", ".join(f"{entry}.{getattr(entry, name)}" for name in ("id", *LINK_FIELDS))

# `candidates` are rows of (id, published_at, search_vector), which the ORM writes.
# Newer entries rank higher: the score of a twenty-year-old entry is halved.
BEST_ENTRIES = """
WITH candidates (id, published_at, search_vector) AS ({candidates}),
found AS (
    SELECT id, published_at,
           max(ts_rank(search_vector, query)) AS rank
      FROM candidates, websearch_to_tsquery('site_english', search_words(%s)) AS query
     GROUP BY id, published_at
)
SELECT id, count(*) OVER ()
  FROM found
 ORDER BY rank / (1 + EXTRACT(epoch FROM %s::timestamptz - published_at) / 630000000) DESC,
          published_at DESC, id DESC
 LIMIT %s OFFSET %s
"""
# With one wrong character, a word of ten is at 0.57. The index reads its threshold from a setting,
# which this changes while it runs; the condition makes PostgreSQL change the setting first.
SIMILAR = f"""
SELECT close_by.*
  FROM (SELECT set_config('pg_trgm.word_similarity_threshold', '0.45', TRUE)) AS looser (threshold),
       LATERAL (SELECT {LINK}
                  FROM {entry}
                 WHERE {entry.slug} %%> %(words)s AND {published_sql(entry)}
                   AND looser.threshold IS NOT NULL
                 ORDER BY {entry.slug} <->> %(words)s, {entry.published_at} DESC, {entry.pk}
                 LIMIT 5) AS close_by
"""
