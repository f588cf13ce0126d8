"""What the front page links to beside its posts, in one statement.

The ORM took longer to build three queries than the rest of the page takes together.
"""

from blog.models import Post
from content.models import Entry
from content.querysets import in_library_sql, published_sql
from content.shapes import LINK_FIELDS
from content.sql_names import sql_names
from events.models import Event
from events.querysets import coming_sql

entries, posts, events = sql_names(Entry), sql_names(Post), sql_names(Event)

NEWEST = f"{entries.published_at} DESC, {entries.pk} DESC"
SOONEST = f"{events}.{events.starts_at}, {entries.pk}"

FRONT_PAGE_LINKS = f"""
WITH chosen AS (
    (SELECT 'sticky' AS relation, {entries.pk} AS id,
            row_number() OVER (ORDER BY {NEWEST}) AS place
       FROM {posts} JOIN {entries} ON {entries}.{entries.pk} = {posts}.{posts.pk}
      WHERE {posts.is_sticky} AND {published_sql(entries)}
      ORDER BY {NEWEST} LIMIT %(sticky)s)
    UNION ALL
    (SELECT 'event', {entries.pk},
            row_number() OVER (ORDER BY {SOONEST}) AS place
       FROM {events} JOIN {entries} ON {entries}.{entries.pk} = {events}.{events.pk}
      WHERE {coming_sql(events)} AND {published_sql(entries)}
      ORDER BY {SOONEST} LIMIT %(events)s)
    UNION ALL
    (SELECT 'new in library', {entries.pk},
            row_number() OVER (ORDER BY {NEWEST}) AS place
       FROM {entries} WHERE {in_library_sql(entries)} AND {published_sql(entries)}
      ORDER BY {NEWEST} LIMIT %(library)s)
)
SELECT relation, {", ".join(f"entry.{getattr(entries, name)}" for name in ("id", *LINK_FIELDS))}
  FROM chosen JOIN {entries} AS entry ON entry.{entries.pk} = chosen.id
 ORDER BY relation, place
"""
