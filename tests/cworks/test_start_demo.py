import shutil
import signal
import socket
import urllib.request

import pytest

from tests.support.database_servers import (
    SHUTDOWN_TIMEOUT,
    get_free_port,
    is_stopped,
    wait_until_stopped,
)
from tests.support.demo_programs import read_until, start_demo


def test_demo_serves_site_until_stopped(empty_directory, collected_files):
    # Static files are collected from nothing by the fixture: compressing them takes long.
    shutil.copytree(collected_files, empty_directory / "staticfiles")
    port = get_free_port()
    demonstration = start_demo(empty_directory, PORT=str(port), WEB_CONCURRENCY="1")

    ready = read_until(demonstration.stdout, "Ready")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as response:
        front_page = response.status
    demonstration.send_signal(signal.SIGTERM)
    output, errors = demonstration.communicate(timeout=SHUTDOWN_TIMEOUT)

    assert ready == f"Ready on http://127.0.0.1:{port}/  (Ctrl-C stops it)\n"
    assert front_page == 200
    assert output.splitlines()[-1] == "Stopped."
    assert "Traceback" not in errors
    assert demonstration.returncode == 0
    assert is_stopped(empty_directory)


def test_kill_of_demo_stops_everything_it_started(used_directory):
    demonstration = start_demo(used_directory, PORT=str(get_free_port()), WEB_CONCURRENCY="1")
    read_until(demonstration.stdout, "Ready")

    demonstration.kill()
    # The pipes close when the last program that writes to them has ended.
    demonstration.communicate(timeout=SHUTDOWN_TIMEOUT)

    wait_until_stopped(used_directory)
    assert is_stopped(used_directory)


def test_interrupt_during_setup_leaves_no_server_or_traceback(
    empty_directory,
):
    demonstration = start_demo(empty_directory, PORT=str(get_free_port()))

    read_until(demonstration.stdout, "Preparing")
    demonstration.send_signal(signal.SIGINT)
    output, errors = demonstration.communicate(timeout=SHUTDOWN_TIMEOUT)

    wait_until_stopped(empty_directory)
    assert (output, errors) == ("Stopped.\n", "")
    assert demonstration.returncode == 0


def test_port_in_use_is_reported_with_fix(empty_directory):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        demonstration = start_demo(empty_directory, PORT=str(port))
        output, errors = demonstration.communicate(timeout=SHUTDOWN_TIMEOUT)

    assert (output, errors) == (
        "",
        f"Port {port} is in use: stop the program that uses it (the demo may be running already), "
        f"or choose another, as in “make demo PORT={port + 1}”.\n",
    )
    assert demonstration.returncode == 1


@pytest.mark.parametrize("port", ["eighty", "70000"])
def test_invalid_port_is_rejected(empty_directory, port):
    demonstration = start_demo(empty_directory, PORT=port)

    _, errors = demonstration.communicate(timeout=SHUTDOWN_TIMEOUT)

    assert errors == f"PORT is “{port}”: set it to a number from 1024 to 65535.\n"
    assert demonstration.returncode == 1


def test_unreachable_database_is_reported_with_variable(empty_directory):
    demonstration = start_demo(
        empty_directory,
        PORT=str(get_free_port()),
        DATABASE_URL=f"postgresql://someone@127.0.0.1:{get_free_port()}/nothing",
    )

    _, errors = demonstration.communicate(timeout=SHUTDOWN_TIMEOUT)

    assert errors.startswith("Can’t connect to the database. Check DATABASE_URL: ")
    assert len(errors.splitlines()) == 1
    assert demonstration.returncode == 1


def test_invalid_data_directory_is_reported_with_fix(empty_directory):
    file = empty_directory / "file"
    file.write_text("")
    demonstration = start_demo(
        empty_directory, PORT=str(get_free_port()), CWORKS_DATA_DIR=str(file)
    )

    _, errors = demonstration.communicate(timeout=SHUTDOWN_TIMEOUT)

    assert errors == (
        f"The embedded PostgreSQL cannot keep its data in {file}/postgres (Not a directory): "
        "set CWORKS_DATA_DIR to a folder of your own.\n"
    )
    assert demonstration.returncode == 1


def test_demo_refuses_to_run_in_production(empty_directory):
    demonstration = start_demo(
        empty_directory,
        CWORKS_ENV="production",
        SECRET_KEY="x" * 60,
        ALLOWED_HOSTS="www.example.org",
        SITE_URL="https://www.example.org",
        DATABASE_URL="postgresql://user@database.example.org/competencyworks",
        MAIL_URL="smtp://mail.example.org",
        MAIL_FROM="events@example.org",
    )

    _, errors = demonstration.communicate(timeout=SHUTDOWN_TIMEOUT)

    assert errors == ("The demo has accounts with known passwords. Unset CWORKS_ENV first.\n")
    assert demonstration.returncode == 1
