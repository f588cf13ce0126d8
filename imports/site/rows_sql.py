"""Adds rows with COPY: with the ORM, most of an import's time went into building statements."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

# One view of the database for a whole export, whatever others change meanwhile.
ONE_VIEW = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE"


def copy_rows(
    model: type[models.Model], fields: Sequence[models.Field], rows: Iterable[Sequence[Any]]
) -> None:
    """Add rows, whose values are as `field.get_db_prep_save` returns them."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def freeze_view() -> None:
    with connection.cursor() as cursor:
        cursor.execute(ONE_VIEW)


def check_constraints() -> None:
    with connection.cursor() as cursor:
        cursor.execute(CHECK_NOW)


def continue_numbers(changed: list[type[models.Model]]) -> None:
    """Let new rows get numbers above those that were copied."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), changed):
            cursor.execute(statement)
