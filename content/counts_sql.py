from django.db.models import Model

from content.models import ReferrerCount, ViewCount, ViewDay, ViewMonth
from content.sql_names import sql_names

# One statement, so that concurrent readers all count. The ORM can only overwrite a number.
COUNT_ONE = """
INSERT INTO {counts} ({counted}, {counts.day}, {counts.count}) VALUES (%s, %s, 1)
ON CONFLICT ({counted}, {counts.day}) DO UPDATE SET {counts.count} = {counts}.{counts.count} + 1
"""
# Anyone can make up a site that they came from, so a day has only so many.
COUNT_REFERRER = """
INSERT INTO {counts} ({counts.host}, {counts.day}, {counts.count})
SELECT %(host)s::text, %(day)s::date, 1
 WHERE (SELECT count(*) FROM {counts} WHERE {counts.day} = %(day)s) < %(at_most)s
    OR EXISTS (SELECT FROM {counts} WHERE {counts.day} = %(day)s AND {counts.host} = %(host)s)
ON CONFLICT ({counts.host}, {counts.day}) DO UPDATE
   SET {counts.count} = {counts}.{counts.count} + 1
"""
# All of them each night, since the views of a deleted entry are gone.
SUM_MONTHS = """
INSERT INTO {months} ({months.entry}, {months.month}, {months.count})
SELECT {views.entry}, date_trunc('month', {views.day})::date, sum({views.count})
  FROM {views}
 WHERE {views.day} < date_trunc('month', %(today)s::date)
 GROUP BY 1, 2
ON CONFLICT ({months.month}, {months.entry}) DO UPDATE
   SET {months.count} = EXCLUDED.{months.count}
 WHERE {months}.{months.count} <> EXCLUDED.{months.count}
"""
SUM_DAYS = """
WITH summed AS (
    SELECT {views.day} AS day, sum({views.count}) AS count
      FROM {views}
     WHERE {views.day} < %(today)s::date
     GROUP BY 1),
gone AS (
    DELETE FROM {days} WHERE NOT EXISTS (SELECT FROM summed WHERE summed.day = {days}.{days.day}))
INSERT INTO {days} ({days.day}, {days.count})
SELECT day, count FROM summed
ON CONFLICT ({days.day}) DO UPDATE SET {days.count} = EXCLUDED.{days.count}
 WHERE {days}.{days.count} <> EXCLUDED.{days.count}
"""


def sum_months_sql() -> str:
    """Return the statement that sums the views of all months before that of `today`."""
    return SUM_MONTHS.format(months=sql_names(ViewMonth), views=sql_names(ViewCount))


def sum_days_sql() -> str:
    """Return the statement that sums the views of all days before `today`."""
    return SUM_DAYS.format(days=sql_names(ViewDay), views=sql_names(ViewCount))


def count_one_sql(model: type[Model], counted: str) -> str:
    """Return the statement that adds 1 to a count per day of what is in this field.

    Its parameters are the field's value and the day.
    """
    counts = sql_names(model)
    return COUNT_ONE.format(counts=counts, counted=getattr(counts, counted))


def count_referrer_sql() -> str:
    """Return the statement that adds 1 to a count of a host, unless the day has too many hosts."""
    return COUNT_REFERRER.format(counts=sql_names(ReferrerCount))
