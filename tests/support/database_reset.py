"""Put the database back to what the migrations left, after a test with transactions of its own.

Django empties every table for that and then announces a migration, upon which all content types,
permissions and groups are written anew. That took longer than most of the tests. Here only the
tables that a test has changed are put right, the queue's and those without a model included.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase

KEPT = "as_migrated"


def empty_quickly() -> None:
    """From now on, empty the database in this way, if the database lets this user do so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        # Others may not switch triggers off, and without that rows must go in a certain order.
        if cursor.fetchone() != (True,):
            return
        restore = Restore(cursor)
    TransactionTestCase._fixture_teardown = lambda self: restore()


class Restore:
    def __init__(self, cursor) -> None:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        self.tables = [table for (table,) in cursor.fetchall() if table != "django_migrations"]
        cursor.execute(" UNION ALL ".join(map(if_it_has_rows, self.tables)))
        self.filled = {table for (table,) in cursor.fetchall()}
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE; CREATE SCHEMA {KEPT}")
        for table in self.filled:
            cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS TABLE public."{table}"')
        self.find_changed = " UNION ALL ".join(
            if_it_differs(table) if table in self.filled else if_it_has_rows(table)
            for table in self.tables
        )

    def __call__(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            # Wait, as TRUNCATE does, for whoever is still writing.
            names = ", ".join(f'public."{table}"' for table in self.tables)
            cursor.execute(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
            cursor.execute(self.find_changed)
            changed = [table for (table,) in cursor.fetchall()]
            # No trigger fires, so the order does not matter, and nothing follows from a deletion.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in changed:
                cursor.execute(f'DELETE FROM public."{table}"')
                if table in self.filled:
                    cursor.execute(f'INSERT INTO public."{table}" TABLE {KEPT}."{table}"')
        if "django_content_type" in changed:
            ContentType.objects.clear_cache()


def if_it_has_rows(table: str) -> str:
    return f"SELECT '{table}' WHERE EXISTS (SELECT FROM public.\"{table}\")"


def if_it_differs(table: str) -> str:
    now, then = f'TABLE public."{table}"', f'TABLE {KEPT}."{table}"'
    return (
        f"SELECT '{table}' WHERE EXISTS ({now} EXCEPT ALL {then})"
        f" OR EXISTS ({then} EXCEPT ALL {now})"
    )
