"""A statement for every page, which the ORM took five times as long to build as to run."""

from content.models import Entry, Page
from content.querysets import published_sql
from content.sql_names import sql_names

entries, pages = sql_names(Entry), sql_names(Page)

FOOTER_PAGES = f"""
SELECT {entries.title}, {entries.slug}
  FROM {pages} JOIN {entries} ON {entries}.{entries.pk} = {pages}.{pages.pk}
 WHERE {pages.show_in_footer} AND {published_sql(entries)}
 ORDER BY {entries.title}
"""
