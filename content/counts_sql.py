from django.db.models import Model

from content.models import ReferrerCount
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


def count_one_sql(model: type[Model], counted: str) -> str:
    """Return the statement that adds 1 to a count per day of what is in this field.

    Its parameters are the field's value and the day.
    """
    counts = sql_names(model)
    return COUNT_ONE.format(counts=counts, counted=getattr(counts, counted))


def count_referrer_sql() -> str:
    """Return the statement that adds 1 to a count of a host, unless the day has too many hosts."""
    return COUNT_REFERRER.format(counts=sql_names(ReferrerCount))
