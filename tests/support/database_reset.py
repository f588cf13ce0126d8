"""Reset the database to its state after the migrations, after a test that commits.

Django empties every table and then sends post_migrate, which writes all content types, permissions,
and groups again. That took longer than most tests. This resets only the tables that a test changed,
including the queue's and other tables without a model.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction
from django.test import TransactionTestCase
from psycopg.errors import DeadlockDetected

KEPT = "as_migrated"


def install_fast_reset() -> None:
    """Reset the database in this way from now on, if this database user may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        # Only a superuser may disable triggers; with them, the order of deletion would matter.
        if cursor.fetchone() != (True,):
            return
        restore = DatabaseReset(cursor)
    TransactionTestCase._fixture_teardown = lambda self: restore()


def reset_database() -> None:
    """For a fixture that commits: what a test that commits does at its end."""
    TransactionTestCase("run")._fixture_teardown()


class DatabaseReset:
    def __init__(self, cursor) -> None:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        self.tables = [table for (table,) in cursor.fetchall() if table != "django_migrations"]
        cursor.execute(" UNION ALL ".join(map(select_if_filled, self.tables)))
        self.filled = {table for (table,) in cursor.fetchall()}
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE; CREATE SCHEMA {KEPT}")
        for table in self.filled:
            cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS TABLE public."{table}"')
        self.find_changed = " UNION ALL ".join(
            select_if_changed(table) if table in self.filled else select_if_filled(table)
            for table in self.tables
        )

    def __call__(self) -> None:
        try:
            self.reset()
        except OperationalError as error:
            # A request that a closed browser left behind wants what is locked already.
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
            self.reset()

    def reset(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            # As TRUNCATE does, wait for transactions that are still writing.
            names = ", ".join(f'public."{table}"' for table in self.tables)
            cursor.execute(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
            cursor.execute(self.find_changed)
            changed = [table for (table,) in cursor.fetchall()]
            # Without triggers, the order doesn't matter, and nothing cascades.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in changed:
                cursor.execute(f'DELETE FROM public."{table}"')
                if table in self.filled:
                    cursor.execute(f'INSERT INTO public."{table}" TABLE {KEPT}."{table}"')
        if "django_content_type" in changed:
            ContentType.objects.clear_cache()


def select_if_filled(table: str) -> str:
    return f"SELECT '{table}' WHERE EXISTS (SELECT FROM public.\"{table}\")"


def select_if_changed(table: str) -> str:
    now, then = f'TABLE public."{table}"', f'TABLE {KEPT}."{table}"'
    return (
        f"SELECT '{table}' WHERE EXISTS ({now} EXCEPT ALL {then})"
        f" OR EXISTS ({then} EXCEPT ALL {now})"
    )
