"""The real PgBouncer in transaction mode, in front of the tests' database."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection

from tests.support.database_servers import get_free_port

TIMEOUT = 20  # seconds; only a failing test waits that long
CONFIGURATION = """
[databases]
* = host={host} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {pool}
max_client_conn = 200
"""
# The first version that keeps prepared statements for each of its clients.
KEEPS_STATEMENTS = (1, 21)


def find_pgbouncer() -> str | None:
    return shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")


def keeps_statements() -> bool:
    """Tell whether the version that is installed can keep prepared statements."""
    printed = subprocess.run(
        [find_pgbouncer(), "--version"], capture_output=True, text=True, check=True
    ).stdout
    version = printed.split()[1].split(".")
    return tuple(map(int, version[:2])) >= KEEPS_STATEMENTS


@contextmanager
def run_pgbouncer(*, pool: int, statements: int = 0) -> Iterator[int]:
    """Run it with this many sessions of the server, and yield its port.

    It keeps so many prepared statements of each session.
    """
    direct, port = connection.get_connection_params(), get_free_port()
    # It doesn't run as root, and the server's socket belongs to this user.
    owner = pwd.getpwuid(Path(direct["host"]).stat().st_uid)
    account = {"user": owner.pw_uid, "group": owner.pw_gid} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="cworks-pool-") as name:
        Path(name).chmod(0o755)
        file = Path(name, "pgbouncer.ini")
        configuration = CONFIGURATION.format(
            host=direct["host"], user=direct["user"], port=port, pool=pool
        )
        if statements:
            configuration += f"max_prepared_statements = {statements}\n"
        file.write_text(configuration)
        with subprocess.Popen([find_pgbouncer(), "-q", file], **account) as process:
            try:
                wait_until_ready(port)
                yield port
            finally:
                process.kill()


def wait_until_ready(port: int) -> None:
    give_up_at = time.monotonic() + TIMEOUT
    name = connection.settings_dict["NAME"]
    while True:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="any", dbname=name).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.05)
