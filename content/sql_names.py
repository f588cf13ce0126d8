"""A model's table and columns, for statements in SQL, so that none of them repeats a name."""

from types import SimpleNamespace

from django.db import connection
from django.db.models import Model

# At the beginning of a statement whose best plan depends on its parameters, such as on how many
# entries a tag has: PostgreSQL keeps no plan of it (cworks.connections).
PLANNED_EACH_TIME = "/* planned each time */ "


class SQLNames(SimpleNamespace):
    """In an f-string, `{post}` is the table of posts, and `{post.series}` the field's column."""

    table: str
    pk: str

    def __str__(self) -> str:
        return self.table


def sql_names(model: type[Model]) -> SQLNames:
    quote, options = connection.ops.quote_name, model._meta
    # A composite primary key has no column of its own.
    columns = {field.name: quote(field.column) for field in options.concrete_fields if field.column}
    return SQLNames(table=quote(options.db_table), pk=columns[options.pk.name], **columns)
