"""The months of the archive, found one after the other in the index of dates.

Grouping all entries by month would read each of them.
"""

from content.models import Entry
from content.sql_names import sql_names

# Each month leads to the one before it in which anything was published.
MONTHS = """
WITH RECURSIVE months (begin) AS (
    SELECT date_trunc('month', max({entry.published_at}), %(zone)s)
      FROM {entry}
     WHERE {entry.status} = 'published' AND {entry.published_at} <= %(now)s
     UNION ALL
    SELECT date_trunc('month', (
           SELECT max({entry.published_at})
             FROM {entry}
            WHERE {entry.status} = 'published' AND {entry.published_at} < months.begin), %(zone)s)
      FROM months
     WHERE months.begin IS NOT NULL)
SELECT months.begin, (
       SELECT count(*)
         FROM (SELECT
                 FROM {entry}
                WHERE {entry.status} = 'published'
                  AND {entry.published_at} <= %(now)s
                  AND {entry.published_at} >= months.begin
                  AND {entry.published_at}
                      < date_trunc('month', months.begin + interval '35 days', %(zone)s)
                LIMIT %(at_most)s) AS counted)
  FROM months
 WHERE months.begin IS NOT NULL
"""


def months_sql() -> str:
    """Return a statement for (begin of a month, number of its entries), the newest first.

    Its parameters are `now`, the name of the time `zone`, and how many are counted `at_most`.
    """
    return MONTHS.format(entry=sql_names(Entry))
