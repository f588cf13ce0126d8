"""The entries, authors, and topics with the most views, from one reading of the counts."""

from content.models import Contribution, Entry, Role, ViewCount
from content.sql_names import sql_names

# The ORM would join the people, or topics, to each day of each entry.
MOST_VIEWED = """
WITH viewed AS MATERIALIZED (
    SELECT {views.entry} AS viewed_id,
           sum({views.count}) FILTER (WHERE {views.day} >= %s) AS now,
           sum({views.count}) FILTER (WHERE {views.day} < %s) AS before
      FROM {views}
     WHERE {views.day} BETWEEN %s AND %s {within}
     GROUP BY {views.entry})
(SELECT 'entry', viewed_id, now, before
   FROM viewed WHERE now > 0 ORDER BY now DESC, viewed_id LIMIT %s)
UNION ALL
(SELECT 'author', contribution.{contribution.person}, sum(now), sum(before)
   FROM viewed JOIN {contribution} AS contribution
        ON contribution.{contribution.entry} = viewed_id
       AND contribution.{contribution.role} = '{author}'
  GROUP BY 2 HAVING sum(now) > 0 ORDER BY 3 DESC, 2 LIMIT %s)
UNION ALL
(SELECT 'topic', link.{link.topic}, sum(now), sum(before)
   FROM viewed JOIN {link} AS link ON link.{link.entry} = viewed_id
  GROUP BY 2 HAVING sum(now) > 0 ORDER BY 3 DESC, 2 LIMIT %s)
"""


def most_viewed_sql(within: str = "") -> str:
    """Return the statement for entries among the rows of a query, if there is one.

    Its parameters are the first day twice, the first day of the period before, the last day, those
    of the query, and three times the number of rows.
    """
    views = sql_names(ViewCount)
    return MOST_VIEWED.format(
        views=views,
        contribution=sql_names(Contribution),
        link=sql_names(Entry.topics.through),
        author=Role.AUTHOR.value,
        within=f"AND {views.entry} IN ({within})" if within else "",
    )
