"""The doctor on installations that are broken in one way each."""

import errno
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from cworks.doctor import (
    Severity,
    clock,
    database,
    files,
    production_settings,
    worker,
)
from tests.support.database_servers import get_free_port, make_directory
from tests.support.diagnoses import bad

pytestmark = pytest.mark.django_db


def test_settings_copied_from_example_are_a_problem_in_production(settings, tmp_path):
    settings.IN_PRODUCTION = True
    settings.SITE_URL = "http://www.example.org"
    settings.ALLOWED_HOSTS = ["cw.org"]
    settings.STATIC_ROOT = str(tmp_path)
    settings.BEHIND_PROXY = True

    found = [
        *production_settings.examples(),
        *production_settings.addresses(),
        *production_settings.static_files(),
    ]

    assert [each.text for each in found] == [
        "Still as in an example: SITE_URL and MAIL_FROM.",
        "The host of SITE_URL (www.example.org) isn’t in ALLOWED_HOSTS, so the site refuses its "
        "own address.",
        "SITE_URL is http://www.example.org, without HTTPS. Links in emails lead there.",
        f"The style sheets and scripts aren’t in {tmp_path}.",
    ]


def test_database_without_rights_extension_or_latest_migration_is_a_problem():
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION pg_trgm CASCADE")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'imports'")
        cursor.execute("CREATE ROLE guest")
        cursor.execute("ALTER SCHEMA public OWNER TO guest")
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest")
        cursor.execute("SET LOCAL ROLE guest")

    found = bad(database.examine())

    tables = found[1][1].partition(" ")[0]
    assert found == [
        (
            Severity.PROBLEM,
            f"The database’s user, {connection.settings_dict['USER']}, may not create extensions "
            "and tables, so the next upgrade will fail.",
        ),
        (
            Severity.PROBLEM,
            f"{tables} tables belong to another user, so the next upgrade can’t change them.",
        ),
        (Severity.PROBLEM, "The database has no pg_trgm, which search needs."),
        *[each for each in found if "migrations haven’t been applied" in each[1]],
    ]
    assert len(found) == 4


def test_missing_worker_is_a_problem_until_one_is_alive():
    assert bad(worker.examine()) == [
        (Severity.PROBLEM, "No worker is running, so no emails are sent and no jobs are done.")
    ]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")

    assert [each.text for each in worker.examine()] == ["One worker is running."]


def test_folder_that_cannot_be_written_and_full_disk_are_problems(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setattr(files, "TOO_LITTLE", 1024**6)

    [unwritable] = files.writable(tmp_path / "file")
    full = bad(files.space(tmp_path))

    assert unwritable.text == (f"Uploads can’t be written to {tmp_path / 'file'}: File exists.")
    assert [level for level, _ in full] == [Severity.PROBLEM]


def test_advice_about_uploads_fits_the_reason(tmp_path, monkeypatch):
    def refuse(reason: int):
        def fsync(number: int) -> None:
            raise OSError(reason, os.strerror(reason))

        monkeypatch.setattr(os, "fsync", fsync)
        [finding] = files.writable(tmp_path)
        return finding.text.rpartition(": ")[2], finding.advice

    assert [refuse(reason) for reason in (errno.ENOSPC, errno.EROFS, errno.EACCES)] == [
        (
            "No space left on device.",
            "Delete what isn’t needed, such as old logs and packages, or use a larger disk.",
        ),
        (
            "Read-only file system.",
            "See in the system’s log whether the disk failed (dmesg), and mount it for writing; in "
            "a systemd unit, list the folder in ReadWritePaths.",
        ),
        (
            "Permission denied.",
            f"Give the folder to the user who runs the site: chown -R USER {tmp_path}.",
        ),
    ]


def test_disk_of_backups_is_checked_too(settings, tmp_path, monkeypatch):
    # Another disk than that of the uploads, on every Linux.
    settings.DATA_DIR, settings.MEDIA_ROOT = Path("/proc"), tmp_path
    examined = []
    monkeypatch.setattr(files, "space", lambda folder: examined.append(folder) or ())

    list(files.examine())

    assert Path("/proc") in examined


def run_doctor(**environment: str) -> list[tuple[str, ...]]:
    """Run the command, and return what it finds wrong with the database, and what it logs."""
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--json"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cworks.settings", **environment},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (1, "")
    return [
        (each["level"], each["text"], each["advice"])
        for each in json.loads(done.stdout)
        if each["level"] != "ok" and each["area"] in ("Database", "Worker", "Clock")
    ]


def test_database_that_does_not_answer_is_said_once(tmp_path):
    port = get_free_port()

    found = run_doctor(
        DATABASE_URL=f"postgresql://site@127.0.0.1:{port}/cw", CWORKS_DATA_DIR=str(tmp_path)
    )

    assert found == [
        (
            "problem",
            f"No PostgreSQL answers at 127.0.0.1, port {port}: Connection refused.",
            "Start the server, or correct its host and port in DATABASE_URL.",
        ),
        (
            "warning",
            "So this wasn’t checked, or not all of it: Settings, Worker, and Clock.",
            "Check again when what is said here about the database is done.",
        ),
    ]


def test_missing_setting_is_one_sentence():
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor"],
        env={"PATH": os.environ["PATH"], "CWORKS_ENV": "production"},
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "ALLOWED_HOSTS is not set. Production does not start without it; see .env.example.\n",
    )


def test_empty_database_is_to_be_migrated_or_restored():
    with make_directory() as data:
        found = run_doctor(DATABASE_URL="", CWORKS_DATA_DIR=str(data))

    assert found == [
        (
            "problem",
            "The database is empty.",
            "Run “manage.py migrate”, or “manage.py restore” if there is a backup. If the site has "
            "been in use, correct the database’s name in DATABASE_URL.",
        ),
        (
            "warning",
            "So this wasn’t checked, or not all of it: Worker.",
            "Check again when what is said here about the database is done.",
        ),
    ]


@pytest.mark.parametrize(
    ("wrong", "said", "to_do"),
    [
        ({"dbname": "nothing"}, 'database "nothing" does not exist', "Create it with CREATE"),
        ({"user": "no one"}, 'role "no one" does not exist', "Correct the user and the password"),
    ],
)
def test_database_that_refuses_the_site_is_quoted(wrong, said, to_do, monkeypatch):
    facts = connection.get_connection_params() | wrong
    monkeypatch.setattr(connection, "get_connection_params", lambda: facts)

    [finding] = database.examine()

    assert finding.text == (
        f"PostgreSQL at {facts['host']}, port {facts.get('port') or 5432}, doesn’t let the site "
        f"in: {said}."
    )
    assert finding.advice.startswith(to_do)


def test_clock_that_differs_from_the_databases_is_a_problem():
    with time_machine.travel(timezone.now() - timedelta(seconds=90)):
        [finding] = clock.examine()

    assert (finding.level, finding.text[:61]) == (
        Severity.PROBLEM,
        "This machine’s clock and the database’s differ by 90 seconds.",
    )
