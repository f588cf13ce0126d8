"""The running site, while its real PostgreSQL hangs and after it has been killed."""

import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from cworks.embedded_postgres import DATABASE, USER, get_socket_directory
from cworks.environment import BASE_DIR
from tests.support.database_servers import get_free_port, get_server
from tests.support.demo_programs import read_until, start_demo
from tests.support.site_servers import TIMEOUT, wait_until


@pytest.fixture
def port() -> int:
    return get_free_port()


@pytest.fixture
def demonstration(used_directory, port) -> Iterator[subprocess.Popen]:
    with start_demo(used_directory, PORT=str(port), WEB_CONCURRENCY="1") as process:
        assert read_until(process.stdout, "Ready")
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=TIMEOUT)


@pytest.fixture
def hanging_server(demonstration, used_directory) -> Iterator[list[psutil.Process]]:
    """Processes of the server, all of which are stopped, and not ended."""
    server = get_server(used_directory)
    # First the parent, so that it starts no more of them.
    server.suspend()
    processes = [server, *server.children()]
    for process in processes[1:]:
        process.suspend()
    yield processes
    for process in processes:
        if process.is_running():
            process.resume()


def get_status(port: int, path: str, *, timeout: float = TIMEOUT) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=timeout) as response:
            return response.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_site_answers_in_time_and_continues_after_database_has_hung(
    demonstration, port, hanging_server
):
    # On a machine that does nothing else, they take 1.5 and 10.5 seconds.
    ready = get_status(port, "/readyz", timeout=5)
    healthy = get_status(port, "/healthz")
    page = get_status(port, "/", timeout=20)
    for process in hanging_server:
        process.resume()

    assert (ready, healthy, page) == (503, 200, 503)
    assert get_status(port, "/") == 200
    assert get_status(port, "/readyz") == 200
    assert demonstration.poll() is None


def test_demo_continues_after_database_was_killed(demonstration, port, used_directory):
    get_server(used_directory).kill()

    # Either the site or the worker starts the server again.
    give_up_at = time.monotonic() + TIMEOUT
    while get_status(port, "/") != 200 or not is_worker_at_work(used_directory):
        assert demonstration.poll() is None
        assert time.monotonic() < give_up_at
    assert demonstration.poll() is None
    # Pages are kept again, and dropped when anything changes.
    for path in ("/first/", "/second/"):
        assert get_status(port, path) == 404
        redirect_home(used_directory, path)
        while get_status(port, path) != 200:
            assert time.monotonic() < give_up_at


def test_readers_get_no_error_and_no_old_page_while_database_restarts(
    demonstration, port, used_directory
):
    answers: list[tuple[float, int]] = []
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            answers.append((time.monotonic(), get_status(port, "/moved/")))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        wait_until(lambda: len(answers) > 20)
        get_server(used_directory).kill()
        wait_until(lambda: is_answering(used_directory))
        # As soon as it has answered a reader, the page might be kept again.
        restarted_at = time.monotonic()
        wait_until(lambda: answers[-1][0] > restarted_at)
        redirect_home(used_directory, "/moved/")
        changed_at = time.monotonic()
        wait_until(lambda: answers[-1][0] > changed_at + 3)
    finally:
        is_over.set()
        reader.join()

    assert {status for _, status in answers} == {404, 200}
    # PostgreSQL needs some milliseconds to announce what it has committed.
    assert {status for sent_at, status in answers if sent_at > changed_at + 0.1} == {200}


def is_answering(data_directory: Path) -> bool:
    socket = get_socket_directory(data_directory)
    try:
        psycopg.connect(host=str(socket), user=USER, dbname=DATABASE).close()
    except psycopg.OperationalError:
        return False
    return True


def redirect_home(data_directory: Path, path: str) -> None:
    socket = get_socket_directory(data_directory)
    with psycopg.connect(host=str(socket), user=USER, dbname=DATABASE) as database:
        database.execute(
            "INSERT INTO content_redirect (old_path, new_path, created_at) VALUES (%s, '/', now())",
            [path],
        )


def is_worker_at_work(data_directory: Path) -> bool:
    """Return whether the worker has sent a heartbeat since the server has started."""
    socket = get_socket_directory(data_directory)
    with psycopg.connect(host=str(socket), user=USER, dbname=DATABASE) as database:
        cursor = database.execute(
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > pg_postmaster_start_time()"
        )
        return cursor.fetchone() == (1,)


def test_worker_started_without_database_waits_for_it():
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "procrastinate", "worker"],
        cwd=BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cworks.settings",
            "DATABASE_URL": f"postgresql://someone@127.0.0.1:{get_free_port()}/nothing",
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    with worker:
        try:
            waiting = read_until(worker.stderr, "The worker is waiting for the database")
            assert (bool(waiting), worker.poll()) == (True, None)
        finally:
            worker.kill()
