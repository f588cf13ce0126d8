"""The doctor on installations that are broken in one way each, and its page in the admin."""

import errno
import json
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html
from procrastinate.contrib.django import app

from content.models import MachineReport
from content.moments import format_day
from cworks import doctor
from cworks.doctor import (
    Diagnosis,
    Severity,
    certificates,
    clock,
    database,
    files,
    mail_domain,
    production_settings,
    worker,
)
from cworks.doctor import mail_server as smtp
from cworks.doctor.diagnoses import problem
from cworks.mailers import mailers_from_url
from tests.factories import UserFactory
from tests.support.database_servers import get_free_port, make_directory
from tests.support.name_servers import run_name_server

pytestmark = pytest.mark.django_db


def bad(found) -> list[tuple[Severity, str]]:
    return [(each.level, each.text) for each in found if each.level != Severity.OK]


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


def test_mail_server_is_asked_up_to_the_recipient_and_sends_only_a_test(mail_server, settings):
    settings.DEFAULT_FROM_EMAIL = "CompetencyWorks <events@cw.org>"
    UserFactory(email="ada@cw.org", is_superuser=True)

    accepted = [each.text for each in smtp.examine()]
    sent_by_then = list(mail_server.taken)
    mail_server.answers["ada@cw.org"] = "550 no relaying"
    refused = bad(smtp.examine())
    tested = smtp.send_test("ben@cw.org")

    assert (accepted, sent_by_then) == (
        ["The mail server accepts emails from events@cw.org, for example to ada@cw.org."],
        [],
    )
    assert refused == [
        (Severity.PROBLEM, "The mail server refuses an email to ada@cw.org: 550 no relaying.")
    ]
    assert tested.level == Severity.OK
    assert mail_server.subjects == [("ben@cw.org", "Email from CompetencyWorks works")]


def test_mail_server_that_does_not_answer_is_a_problem(settings):
    port = get_free_port()
    settings.MAILERS = mailers_from_url(f"smtp://127.0.0.1:{port}?starttls=no")

    [finding] = smtp.examine()

    assert finding.text.startswith(f"127.0.0.1 doesn’t answer on port {port}: ")
    assert finding.level == Severity.PROBLEM


GOOD = {
    "mail.cw.org": ["v=spf1 include:_spf.provider.org -all"],
    "s1._domainkey.mail.cw.org": ["v=DKIM1; p=MIIB"],
    # For all hosts of the domain.
    "_dmarc.cw.org": ["v=DMARC1; p=none"],
}


@pytest.mark.parametrize(
    ("records", "texts"),
    [
        (GOOD, ["mail.cw.org has records for SPF, DKIM, and DMARC."]),
        (
            {},
            ["The name server of this machine doesn’t know mail.cw.org, the domain of MAIL_FROM."],
        ),
        (
            {"mail.cw.org": ["v=spf1 +all", "something else"]},
            [
                "The SPF record of mail.cw.org lets every server in the world send its emails.",
                "There is no DKIM key at s1._domainkey.mail.cw.org.",
                "mail.cw.org has no DMARC record, which large mail providers ask for.",
            ],
        ),
        (
            GOOD | {"mail.cw.org": ["v=spf1 a -all", "v=spf1 mx -all"]},
            ["mail.cw.org has 2 SPF records, so all of them are invalid."],
        ),
    ],
    ids=["good", "unknown domain", "nothing but a bad one", "two"],
)
@pytest.mark.usefixtures("mail_server")
def test_records_of_emails_domain_are_read(records, texts, settings, monkeypatch):
    settings.DEFAULT_FROM_EMAIL = "events@mail.cw.org"
    settings.DKIM_SELECTOR = "s1"
    with run_name_server(records) as resolver:
        monkeypatch.setattr(mail_domain, "make_resolver", lambda: resolver)

        assert [each.text for each in mail_domain.examine()] == texts


@pytest.mark.usefixtures("mail_server")
def test_name_server_that_does_not_answer_is_said(settings, monkeypatch):
    settings.DEFAULT_FROM_EMAIL = "events@cw.org"
    with run_name_server({}) as resolver:
        pass
    monkeypatch.setattr(mail_domain, "make_resolver", lambda: resolver)
    monkeypatch.setattr(mail_domain, "SECONDS", 0.1)

    assert bad(mail_domain.examine()) == [
        (
            Severity.WARNING,
            "No name server answered a question about cw.org, so SPF, DKIM, and DMARC weren’t "
            "checked.",
        )
    ]


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


@pytest.fixture
def https_site(tmp_path, settings) -> Iterator[Path]:
    """A server whose certificate, in this file, ends in two days."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-days", "2"),
            *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        server.timeout = 10
        settings.SITE_URL = f"https://localhost:{server.server_address[1]}"
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        yield certificate
        thread.join()


def test_certificate_that_browsers_refuse_is_a_problem(https_site):
    [finding] = certificates.examine()

    assert (finding.level, finding.text) == (
        Severity.PROBLEM,
        "Browsers refuse the certificate of localhost: self-signed certificate.",
    )


def test_certificate_that_ends_soon_is_a_problem(https_site, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(https_site))

    [finding] = certificates.examine()

    ends = format_day(timezone.now() + timedelta(days=2))
    assert (finding.level, finding.text) == (
        Severity.PROBLEM,
        f"The certificate of localhost is valid until {ends}.",
    )


def broken() -> Iterator[Diagnosis]:
    raise OSError("the disk is gone")
    yield


@pytest.fixture
def two_areas(monkeypatch):
    """Only areas that need nothing outside, of which one breaks."""
    monkeypatch.setattr(doctor, "AREAS", {"Clock": "clock", "Files": "files"})
    monkeypatch.setattr(files, "examine", broken)


@pytest.mark.usefixtures("two_areas")
def test_area_that_cannot_be_checked_leaves_the_others_and_ends_with_status_1():
    output = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("doctor", json=True, stdout=output)

    assert ended.value.code == 1
    assert json.loads(output.getvalue()) == [
        {
            "level": "ok",
            "text": "This machine’s clock and the database’s agree.",
            "advice": "",
            "area": "Clock",
        },
        {
            "level": "problem",
            "text": "This couldn’t be checked: the disk is gone.",
            "advice": "Make sure that the database and the disks answer, and check again.",
            "area": "Files",
        },
    ]


@app.task(name="tests.fail_once")
def fail_once() -> None:
    """A job that failed."""


@pytest.mark.usefixtures("empty_queue")
def test_status_page_says_what_is_wrong_and_retries_what_failed(client):
    client.force_login(UserFactory(is_superuser=True))
    doctor.record([problem("The disk is full.", "Delete something.").in_area("Files")])
    numbers = [fail_once.defer(), fail_once.defer()]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 3")

    before = read_page(client)
    retried = client.post(reverse("machine-status-retry"), {"job": numbers[0]}, follow=True)
    after = read_page(client)
    client.post(reverse("machine-status-check"))
    client.post(reverse("machine-status-check"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, status::text, count(*) FROM procrastinate_jobs "
            "GROUP BY 1, 2 ORDER BY 1, 2"
        )
        queued = cursor.fetchall()

    assert before == (
        "3 things to look at",
        ["Worker", "Files"],
        [f"Fail once (job {number})" for number in reversed(numbers)],
    )
    assert b"The worker runs one job again." in retried.content
    assert after[2] == [f"Fail once (job {numbers[1]})"]
    assert queued == [
        ("cworks.check_installation", "todo", 1),
        ("tests.fail_once", "failed", 1),
        ("tests.fail_once", "todo", 1),
    ]


@pytest.mark.usefixtures("empty_queue")
def test_status_page_calls_nothing_in_order_that_was_not_checked(client):
    client.force_login(UserFactory(is_superuser=True))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")

    headings = [read_page(client)[0]]
    doctor.record([])
    headings.append(read_page(client)[0])
    MachineReport.objects.update(made_at=timezone.now() - timedelta(hours=3))
    headings.append(read_page(client)[0])

    assert headings == ["Not checked yet", "Everything is in order", "Everything was in order"]


def read_page(client: Client) -> tuple[str, list[str], list[str]]:
    """Return the heading, the areas, and the failed jobs of the page."""
    page = html.fromstring(client.get(reverse("machine-status")).content.decode())
    return (
        page.xpath("string(//h2[@id='checks-heading'])"),
        page.xpath("//dl[@class='machine-areas']//dt/text()"),
        page.xpath("//section[@aria-labelledby='jobs-heading']//tbody//th/a/text()"),
    )


def test_worker_keeps_what_the_doctor_finds_for_the_page(two_areas):
    app.tasks["cworks.check_installation"](timestamp=0)

    report = MachineReport.objects.get(name="doctor")
    assert [(each["area"], each["level"]) for each in report.findings] == [
        ("Clock", "ok"),
        ("Files", "problem"),
    ]
