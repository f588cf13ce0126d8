from django.db.models import Model

from content.sql_names import sql_names

# One statement, so that concurrent readers all count. The ORM can only overwrite a number.
COUNT_ONE = """
INSERT INTO {counts} ({counted}, {counts.day}, {counts.count}) VALUES (%s, %s, 1)
ON CONFLICT ({counted}, {counts.day}) DO UPDATE SET {counts.count} = {counts}.{counts.count} + 1
"""


def count_one_sql(model: type[Model], counted: str) -> str:
    """Return the statement that adds 1 to a count per day of what this field refers to.

    Its parameters are the id and the day.
    """
    counts = sql_names(model)
    return COUNT_ONE.format(counts=counts, counted=getattr(counts, counted))
