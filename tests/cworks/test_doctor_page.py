"""What the doctor found, as its command and its page in the admin show it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html
from procrastinate.contrib.django import app

from content.models import MachineReport
from cworks import doctor
from cworks.doctor import (
    Diagnosis,
    files,
)
from cworks.doctor.diagnoses import problem
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


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
