"""Triggers that announce each commit after which a public page may look different."""

import hashlib
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import connection

from content.kinds import all_kinds

CHANNEL = "public_pages"
PREFIX = "announce_"
ROWS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}

# A statement that changes no row, such as a job's that finds nothing to do, announces nothing.
FUNCTION = f"""
CREATE OR REPLACE FUNCTION announce_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_LEVEL = 'ROW' OR TG_OP = 'TRUNCATE' THEN
        PERFORM pg_notify('{CHANNEL}', '');
    ELSE
        PERFORM pg_notify('{CHANNEL}', '') FROM changed LIMIT 1;
    END IF;
    RETURN NULL;
END $$
"""
INSTALLED = """
SELECT tgname, tgrelid::regclass::text FROM pg_trigger
WHERE NOT tgisinternal AND starts_with(tgname, %s)
"""


def install_triggers(**kwargs) -> None:
    """Make every table of which readers see something announce its changes, and no other."""
    install(tables_of_readers())


def loosen_triggers(*, plan: list, **kwargs) -> None:
    """Before migrations, have such tables announce each change, whatever its columns.

    PostgreSQL refuses to alter a column that a trigger's condition names.
    """
    if plan:
        existing = connection.introspection.table_names()
        install((table, "") for table, _ in tables_of_readers() if table in existing)


def install(tables: Iterable[tuple[str, str]]) -> None:
    """Have these tables, and no others, announce changes of what readers see of them.

    A trigger's name contains a hash of its definition, so that one that is there already is left
    alone: readers of the table don't wait.
    """
    wanted = {
        (trigger_name(table, definition), connection.ops.quote_name(table)): definition
        for table, shown in tables
        for definition in definitions(shown)
    }
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        cursor.execute(INSTALLED, [PREFIX])
        installed = {(name, connection.ops.quote_name(table.strip('"'))) for name, table in cursor}
        for (name, table), definition in wanted.items():
            if (name, table) not in installed:
                cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {definition.format(table=table)}")
        # Only now, so that what the site changes meanwhile is announced.
        for name, table in sorted(installed - wanted.keys()):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def trigger_name(table: str, definition: str) -> str:
    return PREFIX + hashlib.sha256(f"{table} {definition}".encode()).hexdigest()[:12]


def tables_of_readers() -> Iterator[tuple[str, str]]:
    """Yield each table that pages are made of, with what readers see of a row.

    That is an SQL expression, or "" for everything. An app's configuration names its exceptions in
    `shown_to_readers`: {model: the expression, or None if readers see nothing of it}.
    """
    labels = {"taggit"} | {kind.app_label for kind in all_kinds()}
    labels |= {each.label for each in apps.get_app_configs() if hasattr(each, "shown_to_readers")}
    for label in sorted(labels):
        config = apps.get_app_config(label)
        exceptions = getattr(config, "shown_to_readers", {})
        for model in config.get_models(include_auto_created=True):
            shown = exceptions.get(model._meta.model_name, "")
            if model._meta.managed and not model._meta.proxy and shown is not None:
                yield model._meta.db_table, shown


def definitions(shown: str) -> Iterator[str]:
    """Yield what follows CREATE TRIGGER and the name, with {table} in place of the table."""
    call = "EXECUTE FUNCTION announce_change()"
    yield f"AFTER TRUNCATE ON {{table}} FOR EACH STATEMENT {call}"
    for event, row in ROWS.items():
        start = f"AFTER {event} ON {{table}}"
        if not shown:
            yield f"{start} REFERENCING {row} TABLE AS changed FOR EACH STATEMENT {call}"
            continue
        condition = f"({shown.format(row=row)}) IS NOT NULL"
        if event == "UPDATE":
            before = shown.format(row="OLD")
            condition = f"({before}) IS DISTINCT FROM ({shown.format(row=row)})"
        yield f"{start} FOR EACH ROW WHEN ({condition}) {call}"
