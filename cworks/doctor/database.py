"""The server’s version, the user’s rights, extensions, locale, and migrations."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.core.checks import ERROR
from django.db import Error as DatabaseFailure
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.template.defaultfilters import filesizeformat

from content.checks import problems_of
from cworks.doctor import describe_error
from cworks.doctor.database_sql import COLLATION_VERSIONS, EXTENSIONS, OTHER_OWNERS, SERVER
from cworks.doctor.diagnoses import Diagnosis, ok, problem, warning

OLDEST = 15  # unique constraints with NULLS NOT DISTINCT
NEEDED = {"pg_trgm", "unaccent"}
# {the server’s words: what to do}
REFUSALS = {
    "database .* does not exist": "Create it with CREATE DATABASE, or correct its name in "
    "DATABASE_URL.",
    "role|password|no pg_hba|.* authentication": "Correct the user and the password in "
    "DATABASE_URL, or in pg_hba.conf what they may do.",
    "the database system is": "Wait until the server has started. If that takes long, its log says "
    "why.",
    "sorry, too many|.* connection slots": "Raise max_connections in postgresql.conf, or set a "
    "smaller POOL.",
}
OTHER = "Check the user, the password, and the name in DATABASE_URL. The server’s log says more."


def examine() -> Iterator[Diagnosis]:
    refusal = find_refusal()
    if refusal:
        yield refusal
        return
    server = read_server()
    version, size = server["version"] // 10_000, filesizeformat(server["size"])
    yield ok(f"PostgreSQL {version} answers, and the database has {size}.")
    yield from [*server_problems(server), *rights(server), *locale()]
    if MigrationRecorder(connection).has_table():
        yield from [*extensions(), *migrations()]
    else:
        yield problem(
            "The database is empty.",
            "Run “manage.py migrate”, or “manage.py restore” if there is a backup. If the site "
            "has been in use, correct the database’s name in DATABASE_URL.",
        )


@contextmanager
def left_alone_if_refused() -> Iterator[None]:
    """Fail at once where the database is needed, if it lets no one in.

    The pool would try for a while each time, and log each attempt.
    """
    if connection.connection is not None or not find_refusal():
        yield
        return

    def refuse() -> None:
        raise OperationalError("The database doesn’t let the site in.")

    # On this connection alone, and taken back below: Django has no setting for it.
    connection.connect = refuse  # type: ignore[method-assign]
    try:
        yield
    finally:
        del connection.connect


def find_refusal() -> Diagnosis | None:
    """Return why no one can connect to the database, if that is so."""
    facts = connection.get_connection_params()
    try:
        # Around the pool, which would try for a while and hide the reason.
        with connection.wrap_database_errors:
            psycopg.connect(**facts).close()
    except DatabaseFailure as error:
        return explain_refusal(error, facts)
    return None


def explain_refusal(error: DatabaseFailure, facts: dict[str, Any]) -> Diagnosis:
    where = f"{facts.get('host') or 'this machine'}, port {facts.get('port') or 5432}"
    _, _, reason = describe_error(error).rpartition("failed: ")
    _, is_from_server, sentence = (part.strip() for part in reason.partition("FATAL: "))
    if not is_from_server:
        return problem(
            f"No PostgreSQL answers at {where}: {reason}.",
            "Start the server, or correct its host and port in DATABASE_URL.",
        )
    advice = next((words for start, words in REFUSALS.items() if re.match(start, sentence)), OTHER)
    return problem(f"PostgreSQL at {where}, doesn’t let the site in: {sentence}.", advice)


def read_server() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(SERVER)
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


def ask(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def server_problems(server: dict[str, Any]) -> Iterator[Diagnosis]:
    version, allowed = server["version"] // 10_000, server["connections"]
    if version < OLDEST:
        yield problem(
            f"PostgreSQL {version} is too old.",
            f"Upgrade the server to PostgreSQL {OLDEST} or later.",
        )
    if server["is_replica"]:
        yield problem(
            "DATABASE_URL names a replica, in which nothing can be written.",
            "Set DATABASE_URL to the primary server.",
        )
    if not server["is_durable"] and settings.IN_PRODUCTION:
        yield problem(
            "The server’s fsync is off: a power cut can destroy the database.",
            "Set fsync = on in postgresql.conf.",
        )
    pool = settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"]
    if allowed < 2 * (pool + 1):
        yield warning(
            f"The server allows {allowed} connections, and one process may take {pool + 1}.",
            "Raise max_connections in postgresql.conf, or set a smaller POOL.",
        )


def rights(server: dict[str, Any]) -> Iterator[Diagnosis]:
    user = connection.settings_dict["USER"]
    if not (server["may_create"] and server["may_create_tables"]):
        yield problem(
            f"The database’s user, {user}, may not create extensions and tables, so the next "
            "upgrade will fail.",
            f'Run ALTER DATABASE … OWNER TO "{user}" as the server’s administrator.',
        )
    [[others]] = ask(OTHER_OWNERS)
    if others:
        yield problem(
            f"{others} tables belong to another user, so the next upgrade can’t change them.",
            f'Run REASSIGN OWNED BY … TO "{user}" in this database as the server’s administrator.',
        )


def extensions() -> Iterator[Diagnosis]:
    missing = NEEDED - {name for [name] in ask(EXTENSIONS)}
    if missing:
        yield problem(
            f"The database has no {' and no '.join(sorted(missing))}, which search needs.",
            "Run “manage.py migrate” with a user who owns the database. On some systems, install "
            "postgresql-contrib first.",
        )


def locale() -> Iterator[Diagnosis]:
    for message in problems_of(connection):
        level = problem if message.level >= ERROR else warning
        yield level(str(message.msg), str(message.hint))
    [[recorded, actual]] = ask(COLLATION_VERSIONS)
    if recorded and actual and recorded != actual:
        name = connection.settings_dict["NAME"]
        yield warning(
            f"The system sorts text by version {actual} of its rules, and the indexes were made "
            f"with {recorded}. Searches may miss rows.",
            f'Run REINDEX DATABASE "{name}" and ALTER DATABASE "{name}" REFRESH COLLATION VERSION.',
        )


def migrations() -> Iterator[Diagnosis]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    unknown = {key for key in unknown if key[0] in executor.loader.migrated_apps}
    if waiting:
        yield problem(
            f"{len(waiting)} migrations haven’t been applied, such as {waiting[0][0]}.",
            "Run “manage.py migrate”, then restart the site and the worker.",
        )
    if unknown:
        yield warning(
            f"The database has {len(unknown)} migrations of a newer version of the site, or of "
            "another one.",
            "Install the version with which “manage.py migrate” was last run.",
        )
