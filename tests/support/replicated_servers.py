"""A PostgreSQL server and its streaming replica, for tests that end them."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from cworks.embedded_postgres import get_binaries
from tests.support.database_servers import get_free_port, make_directory

NAME = "replicated"


@dataclass
class Server:
    data: Path
    port: int = field(default_factory=get_free_port)

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{NAME}"

    def start(self) -> None:
        options = f"-c port={self.port} -c listen_addresses=127.0.0.1 -c fsync=off"
        options += f" -c unix_socket_directories={self.data} -c wal_level=replica"
        run("pg_ctl", "-D", self.data, "-w", "-l", self.data / "log", "-o", options, "start")

    def stop(self) -> None:
        run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")

    def promote(self) -> None:
        run("pg_ctl", "-D", self.data, "-w", "promote")

    def execute(self, statement: str, *, database: str = NAME) -> list[tuple]:
        with psycopg.connect(self.url.replace(NAME, database), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


def run(program: str, *arguments: str | Path) -> None:
    subprocess.run(
        [get_binaries() / program, *arguments],
        check=True,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C", "PATH": os.defpath},
        **account(),
    )


def account() -> dict:
    """Return the user to run as: PostgreSQL does not run as root."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("nobody")  # words-ok: the system user
    return {"user": user.pw_uid, "group": user.pw_gid}


@contextmanager
def run_pair() -> Iterator[tuple[Server, Server]]:
    """Run a primary with an empty database, and a replica of it."""
    with make_directory() as folder:
        if owner := account():
            os.chown(folder, owner["user"], owner["group"])
        primary, replica = Server(folder / "primary"), Server(folder / "replica")
        locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        run("initdb", "-D", primary.data, "-U", "postgres", "-E", "UTF8", "-A", "trust", *locale)
        primary.start()
        try:
            primary.execute(f"CREATE DATABASE {NAME}", database="postgres")
            copy_server(primary, replica)
            replica.start()
            yield primary, replica
        finally:
            for server in (primary, replica):
                with suppress(subprocess.CalledProcessError):  # The test has ended it.
                    server.stop()


def copy_server(primary: Server, replica: Server) -> None:
    shutil.rmtree(replica.data, ignore_errors=True)
    source = ("-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres")
    run("pg_basebackup", *source, "-D", replica.data, "-R", "-c", "fast")
