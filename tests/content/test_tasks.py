from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from content import tasks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def enqueue(image_id: int) -> int:
    job = tasks.make_renditions.configure(queueing_lock=f"renditions-{image_id}")
    return job.defer(image_id=image_id)


def start_job(*, worker_seen: timedelta | None, attempts: int = 0, image_id: int = 1) -> int:
    """Return a job whose worker sent its last heartbeat a while ago, or is gone."""
    number = enqueue(image_id)
    with connection.cursor() as cursor:
        worker = None
        if worker_seen is not None:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
                [timezone.now() - worker_seen],
            )
            worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s, worker_id = %s "
            "WHERE id = %s",
            [attempts, worker, number],
        )
    return number


def status_of(number: int) -> tuple[str, int]:
    return ProcrastinateJob.objects.values_list("status", "attempts").get(pk=number)


@pytest.mark.parametrize(
    ("worker_seen", "attempts", "expected"),
    [
        (timedelta(seconds=5), 0, ("doing", 0)),
        (timedelta(minutes=2), 0, ("todo", 1)),
        (None, 0, ("todo", 1)),
        # This job may be what kills the workers.
        (None, 3, ("failed", 4)),
    ],
)
def test_job_of_dead_worker_is_retried(worker_seen, attempts, expected):
    number = start_job(worker_seen=worker_seen, attempts=attempts)

    async_to_sync(tasks.rescue_jobs.func)(timestamp=0)

    assert status_of(number) == expected


@pytest.mark.django_db(transaction=True)
def test_job_of_dead_worker_yields_to_waiting_duplicate():
    number = start_job(worker_seen=None)
    other = start_job(worker_seen=None, image_id=2)
    waiting = enqueue(1)

    async_to_sync(tasks.rescue_jobs.func)(timestamp=0)

    assert [status_of(job) for job in (number, waiting, other)] == [
        ("failed", 1),
        ("todo", 0),
        ("todo", 1),
    ]


def test_expired_sessions_are_deleted():
    for key, days in (("over", -1), ("open", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days)
        )

    tasks.clear_sessions(timestamp=0)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]


def test_housekeeping_runs_periodically():
    assert {
        (periodic.task.name, periodic.cron)
        for periodic in app.periodic_registry.periodic_tasks.values()
        if periodic.task.name.startswith("content.")
    } >= {
        ("content.rescue_jobs", "* * * * *"),
        ("content.clear_sessions", "17 8 * * *"),
        ("content.relink_missed", "27 8 * * *"),
    }


@pytest.mark.django_db(transaction=True)
def test_worker_deletes_finished_jobs():
    tasks.make_renditions.defer(image_id=0)

    call_command("procrastinate", "worker", "--one-shot")

    assert not ProcrastinateJob.objects.filter(task_name="content.make_renditions").exists()
