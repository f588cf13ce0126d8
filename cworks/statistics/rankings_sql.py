"""The entries, authors, and topics with the most views, from one reading of the counts."""

from content.models import Contribution, Entry, Role, ViewCount, ViewMonth
from content.sql_names import sql_names

# The ORM would join the people, or topics, to each day of each entry.
MOST_VIEWED = """
WITH counted AS ({counted}),
viewed AS MATERIALIZED (
    SELECT viewed_id, sum(count) FILTER (WHERE day >= %s) AS now,
           sum(count) FILTER (WHERE day < %s) AS before
      FROM counted
     GROUP BY viewed_id)
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
# A month stands at its first day, which is in the same period as the others.
COUNTED = """
    SELECT {entry} AS viewed_id, {day} AS day, {count} AS count
      FROM {counts} WHERE {day} BETWEEN %s AND %s {within}"""


def most_viewed_sql(within: str = "", *, days: int = 1, months: int = 0) -> str:
    """Return the statement for entries among the rows of a query, if there is one.

    It reads so many ranges of days, and of months that are summed. Its parameters are, for each
    range, the first and the last day (or month) and those of the query; then the first day of the
    period twice, and three times the number of rows.
    """
    views, sums = sql_names(ViewCount), sql_names(ViewMonth)
    by_day, by_month = (
        COUNTED.format(
            counts=counts,
            entry=counts.entry,
            day=day,
            count=counts.count,
            within=f"AND {counts.entry} IN ({within})" if within else "",
        )
        for counts, day in ((views, views.day), (sums, sums.month))
    )
    return MOST_VIEWED.format(
        counted="\n     UNION ALL".join([by_day] * days + [by_month] * months),
        contribution=sql_names(Contribution),
        link=sql_names(Entry.topics.through),
        author=Role.AUTHOR.value,
    )
