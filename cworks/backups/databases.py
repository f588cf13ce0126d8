"""The database: at one moment, as a dump, and restored beside the one that is used."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from django.db import connection

from content.direct_connections import direct_parameters
from cworks.backups import snapshots_sql
from cworks.backups.programs import BackupFailed, finish, postgres_command, run, start

# {table: [number of rows, checksum]}
type Tables = dict[str, list]


@contextmanager
def connect(database: str = "", *, autocommit: bool = True) -> Iterator[psycopg.Connection]:
    """Connect outside all pools, because what follows takes long, or is another database."""
    parameters = {**direct_parameters(), "autocommit": autocommit}
    if database:
        parameters["dbname"] = database
    with psycopg.connect(**parameters) as connected:
        yield connected


@contextmanager
def freeze() -> Iterator[tuple[psycopg.Connection, str]]:
    """Yield a connection that sees the database as it is now, and the name of that snapshot."""
    with connect(autocommit=False) as database:
        database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        database.read_only = True
        [name] = database.execute(snapshots_sql.EXPORT).fetchone() or [""]
        yield database, name


def has_tables() -> bool:
    with connect() as database:
        return bool(database.execute(snapshots_sql.TABLES).fetchone())


def read_tables(database: psycopg.Connection) -> Tables:
    database.execute(snapshots_sql.FORMATS)
    names = [name for [name] in database.execute(snapshots_sql.TABLES).fetchall()]
    return {
        name: list(database.execute(snapshots_sql.checksum_sql(name)).fetchone() or [])
        for name in names
    }


def dump(file: Path, *, snapshot: str, public_key: str) -> None:
    """Write the database to a file, encrypted if there is a public key. Raises BackupFailed."""
    command, environment = postgres_command("pg_dump")
    # restic compresses, and stores only what has changed, which it can’t see in what is compressed.
    command += ["--format=custom", f"--snapshot={snapshot}", "--compress=0"]
    command += ["--dbname", connection.settings_dict["NAME"]]
    with file.open("wb") as target:
        if not public_key:
            run(command, environment=environment, stdout=target)
            return
        dumping = start(command, environment=environment)
        try:
            # Never on the disk unencrypted.
            run(["age", "--recipient", public_key], stdin=dumping.stdout, stdout=target)
            finish(command, dumping)
        finally:
            # It would wait forever for an age that has ended.
            dumping.kill()
            dumping.communicate()


@contextmanager
def restored(dump_file: Path, *, name: str) -> Iterator[psycopg.Connection]:
    """Restore a dump into a new database of this name, and connect to it. Raises BackupFailed."""
    with connect() as database:
        found = database.execute(snapshots_sql.OPTIONS).fetchone() or ["UTF8", "C.UTF-8", "C.UTF-8"]
    encoding, collation, character_type = found
    drop(name)
    try:
        with connect() as database:
            database.execute(
                f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING '{encoding}' "
                f"LC_COLLATE '{collation}' LC_CTYPE '{character_type}'"
            )
    except psycopg.errors.InsufficientPrivilege as error:
        user = connection.settings_dict["USER"]
        raise BackupFailed(
            "The database’s user may not create a database to restore into. As the server’s "
            f'administrator, run ALTER ROLE "{user}" CREATEDB.'
        ) from error
    command, environment = postgres_command("pg_restore", database=name)
    options = ["--no-owner", "--no-acl", "--no-comments", "--exit-on-error", "--dbname", name]
    run([*command, *options, dump_file], environment=environment)
    with connect(name) as database:
        yield database


def drop(name: str) -> None:
    with connect() as database:
        database.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def swap(restored_name: str) -> str:
    """Use the restored database, and return under which name the one until now is kept."""
    name = connection.settings_dict["NAME"]
    before = f"{name}_before"
    connection.close()
    with suppress(AttributeError):
        connection.close_pool()  # type: ignore[attr-defined]  # only PostgreSQL has it
    # A database can’t be renamed from within.
    with connect("postgres") as server:
        server.execute(f'DROP DATABASE IF EXISTS "{before}" WITH (FORCE)')
        for each in (name, restored_name):
            server.execute(snapshots_sql.END_CONNECTIONS, [each])
        server.execute(f'ALTER DATABASE "{name}" RENAME TO "{before}"')
        server.execute(f'ALTER DATABASE "{restored_name}" RENAME TO "{name}"')
    return before
