"""Jobs whose connection to the database breaks while they run."""

import pytest
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from content import tasks

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("empty_queue"),
]


def end_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def run_job(monkeypatch, *, breaks: int) -> tuple[int, list[str]]:
    """Run a job whose connection breaks so often. Return (times it ran, states of failed jobs)."""
    runs = []

    def work() -> None:
        runs.append("run")
        if len(runs) <= breaks:
            end_connection()

    monkeypatch.setattr(tasks, "delete_old_attempts", work)
    tasks.forget_attempts.defer(timestamp=0)

    call_command("procrastinate", "worker", "--one-shot")

    jobs = ProcrastinateJob.objects.filter(task_name="content.forget_attempts")
    return len(runs), list(jobs.values_list("status", flat=True))


def test_job_runs_again_when_its_connection_broke(monkeypatch):
    assert run_job(monkeypatch, breaks=1) == (2, [])


def test_job_that_always_breaks_its_connection_fails(monkeypatch):
    assert run_job(monkeypatch, breaks=9) == (3, ["failed"])
