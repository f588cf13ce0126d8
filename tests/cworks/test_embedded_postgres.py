"""The embedded server from the outside: real processes start it, share it, and are killed."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cworks import embedded_postgres
from tests.support.database_servers import (
    SHUTDOWN_TIMEOUT,
    get_server,
    is_stopped,
    make_directory,
    wait_until_stopped,
)

GET_START_TIME = "SELECT pg_postmaster_start_time()"

# Answers each SQL query on standard input until end of file.
SERVER_USER = """
import os
import sys
from pathlib import Path
import psycopg
from cworks import embedded_postgres

data_directory = Path(sys.argv[1])
for line in sys.stdin:
    if line.startswith("fork"):
        child = os.fork()
        if child == 0:
            sys.exit()
        os.waitpid(child, 0)
        line = "SELECT 'forked'"
    socket = embedded_postgres.ensure_running(data_directory)
    with psycopg.connect(host=socket, user="competencyworks", dbname="competencyworks") as database:
        cursor = database.execute(line)
        answer = cursor.fetchone()[0] if cursor.description else "done"
    print(answer, flush=True)
"""


class User:
    """A process that uses the server."""

    def __init__(self, data_directory: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER_USER, str(data_directory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def send(self, line: str) -> None:
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def read_line(self) -> str:
        return self.process.stdout.readline().strip()

    def query(self, line: str) -> str:
        self.send(line)
        return self.read_line()

    def exit(self) -> None:
        self.process.stdin.close()
        self.process.wait(SHUTDOWN_TIMEOUT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(SHUTDOWN_TIMEOUT)


@pytest.fixture(scope="module")
def shared_directory() -> Iterator[Path]:
    with make_directory() as directory:
        yield directory


@pytest.fixture
def start_user(shared_directory) -> Iterator[Callable[..., User]]:
    users = []

    def start(data_directory: Path = shared_directory) -> User:
        users.append(User(data_directory))
        return users[-1]

    yield start
    for user in users:
        user.kill()
        user.process.stdin.close()
        user.process.stdout.close()


def test_concurrent_users_share_one_server(empty_directory, start_user):
    users = [start_user(empty_directory), start_user(empty_directory)]

    for user in users:
        user.send(GET_START_TIME)
    answers = [user.read_line() for user in users]

    assert answers[0] != ""
    assert answers[0] == answers[1]


def test_server_stops_with_last_user(shared_directory, start_user):
    first, last = start_user(), start_user()
    first.query(GET_START_TIME)
    started = last.query(GET_START_TIME)

    first.exit()
    assert last.query(GET_START_TIME) == started

    last.exit()
    wait_until_stopped(shared_directory)
    assert is_stopped(shared_directory)


def test_server_stops_when_last_user_is_killed(shared_directory, start_user):
    user = start_user()
    user.query(GET_START_TIME)

    user.kill()

    wait_until_stopped(shared_directory)
    assert is_stopped(shared_directory)


def test_server_outlives_forked_process(start_user):
    user = start_user()
    started = user.query(GET_START_TIME)

    assert user.query("fork") == "forked"
    assert user.query(GET_START_TIME) == started


def test_data_is_kept_between_servers(shared_directory, start_user):
    first = start_user()
    first.query("CREATE TABLE kept (word text)")
    first.query("INSERT INTO kept VALUES ('kept') RETURNING word")
    first.exit()
    wait_until_stopped(shared_directory)

    assert start_user().query("SELECT word FROM kept") == "kept"


def test_release_waits_until_server_has_stopped(shared_directory):
    embedded_postgres.ensure_running(shared_directory)

    embedded_postgres.release(shared_directory)

    assert is_stopped(shared_directory)


def test_crashed_server_is_restarted(shared_directory, start_user):
    user = start_user()
    started = user.query(GET_START_TIME)

    get_server(shared_directory).kill()
    wait_until_stopped(shared_directory)

    assert user.query(GET_START_TIME) > started


def test_start_after_crash_waits_for_old_servers_queries(shared_directory, start_user):
    busy, user = start_user(), start_user()
    started = busy.query(GET_START_TIME)
    busy.send("SELECT count(*) FROM generate_series(1, 20000000)")
    while user.query("SELECT count(*) FROM pg_stat_activity WHERE query ~ 'generate_serie'") != "2":
        pass

    get_server(shared_directory).kill()
    wait_until_stopped(shared_directory)

    assert user.query(GET_START_TIME) > started


def test_killed_keeper_and_server_do_not_block_next_start(shared_directory, start_user):
    user = start_user()
    user.query(GET_START_TIME)
    server = get_server(shared_directory)
    server.parent().kill()
    server.kill()
    user.kill()
    wait_until_stopped(shared_directory)

    assert start_user().query("SELECT 'well'") == "well"


def test_server_with_killed_keeper_is_replaced(shared_directory, start_user):
    user = start_user()
    started = user.query(GET_START_TIME)
    get_server(shared_directory).parent().kill()
    wait_until_stopped(shared_directory)

    assert start_user().query(GET_START_TIME) > started


def test_reused_process_id_is_not_mistaken_for_server(shared_directory, start_user):
    embedded_postgres.ensure_running(shared_directory)
    embedded_postgres.release(shared_directory)
    stale = shared_directory / "postgres" / "data" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n")

    assert start_user().query("SELECT 'well'") == "well"


def test_killed_starter_leaves_no_partial_state(empty_directory, start_user):
    killed = start_user(empty_directory)
    killed.send(GET_START_TIME)
    while not (empty_directory / "postgres" / "running.lock").exists():
        os.sched_yield()
    killed.kill()

    assert start_user(empty_directory).query("SELECT 'well'") == "well"


def test_keeper_killed_during_initdb_leaves_no_partial_state(empty_directory, start_user):
    unfinished = empty_directory / "postgres" / "unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")

    assert start_user(empty_directory).query("SELECT 'well'") == "well"


def test_data_directory_path_can_exceed_socket_limit(empty_directory, start_user):
    deep = empty_directory / ("deep-" * 30) / ("deeper-" * 20)

    assert start_user(deep).query("SELECT 'well'") == "well"


def test_failed_start_reports_reason_in_one_line(empty_directory):
    embedded_postgres.ensure_running(empty_directory)
    embedded_postgres.release(empty_directory)
    (empty_directory / "postgres" / "data" / "postgresql.conf").write_text("nonsense = on\n")

    with pytest.raises(embedded_postgres.EmbeddedPostgresError) as raised:
        embedded_postgres.ensure_running(empty_directory)

    log = empty_directory / "postgres" / "log"
    file = empty_directory / "postgres" / "data" / "postgresql.conf"
    assert str(raised.value) == (
        "The embedded PostgreSQL did not start: "
        f'configuration file "{file}" contains errors (more in {log})'
    )


def test_missing_package_is_reported_with_two_fixes(empty_directory, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(embedded_postgres.EmbeddedPostgresError) as raised:
        embedded_postgres.ensure_running(empty_directory)

    assert str(raised.value) == (
        "DATABASE_URL is not set, and the embedded PostgreSQL is not installed: "
        "set DATABASE_URL, or run “make install” for the development packages."
    )
