from django.db.models import Model

# One statement, so that concurrent readers all count. The ORM can only overwrite a number.
COUNT_ONE = """
INSERT INTO {table} ({column}, day, count) VALUES (%s, %s, 1)
ON CONFLICT ({column}, day) DO UPDATE SET count = {table}.count + 1
"""


def count_one_sql(model: type[Model], column: str) -> str:
    """Return the statement that adds 1 to a count per day; parameters: the column, the day."""
    return COUNT_ONE.format(table=model._meta.db_table, column=column)
