"""A database for a test run, copied from a template that was migrated once.

Migrating takes longer than most runs of a few tests. The template's name has a fingerprint of all
migrations, so a change to one of them makes a new template.

Sites that tests start with servers of their own get a copy, too. The one that is started from
nothing, as `make demo` does it, is in tests/cworks/test_start_demo.py.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

from cworks.embedded_postgres import get_binaries
from cworks.environment import BASE_DIR
from tests.support.database_reset import KEPT

PREFIX = "migrated_"
LOCK = 8_412_077  # any number that nothing else locks


@contextmanager
def fresh_database() -> Iterator[None]:
    """Connect to a migrated database of our own, and drop it at the end."""
    original, name = connection.settings_dict["NAME"], connection.creation._get_test_db_name()
    with connection._nodb_cursor() as cursor:
        template = ensure_template(cursor)
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    connect_to(name)
    # Permissions and groups come from code, which may have changed without a migration.
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    try:
        yield
    finally:
        connect_to(original)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def start_making_template() -> subprocess.Popen:
    """Make the template in a process of its own, while the test processes start."""
    program = f"import django; django.setup(); import {__name__} as made; made.make_template()"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen([sys.executable, "-c", program], env=environment, cwd=BASE_DIR)


def make_template() -> None:
    with connection._nodb_cursor() as cursor:
        ensure_template(cursor)


def ensure_template(cursor) -> str:
    """Return the template's name. The cursor keeps others from making it at the same time."""
    name = f"{PREFIX}{migrations_fingerprint()}"
    cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
    templates = {row[0] for row in cursor.fetchall()}
    if name in templates:
        return name
    for outdated in templates:
        cursor.execute(f'DROP DATABASE "{outdated}" WITH (FORCE)')
    unfinished = f"un{name}"
    cursor.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{unfinished}"')
    original = connection.settings_dict["NAME"]
    connect_to(unfinished)
    call_command("migrate", verbosity=0, interactive=False)
    connect_to(original)
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    return name


def copy_database(url: str) -> None:
    """Copy the tests' database, as it is committed, into an empty one of another server."""
    source = connection.get_connection_params()
    options = ["--no-owner", f"--exclude-schema={KEPT}"]
    names = ["-h", source["host"], "-U", source["user"], source["dbname"]]
    dump = subprocess.run(
        [get_binaries() / "pg_dump", *options, *names], stdout=subprocess.PIPE, check=True
    )
    command = [get_binaries() / "psql", "--quiet", "--set=ON_ERROR_STOP=1", url]
    subprocess.run(command, input=dump.stdout, stdout=subprocess.DEVNULL, check=True)


def connect_to(name: str) -> None:
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = name


def migrations_fingerprint() -> str:
    digest = hashlib.sha256(django.__version__.encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path).glob("**/migrations/*")):
            if path.is_file():
                digest.update(f"{app.label} {path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
