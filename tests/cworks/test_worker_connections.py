"""Jobs whose connection to the database breaks while they run."""

import pytest
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("empty_queue"),
]

NAME = "tests.work"


def end_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def run_job(*, breaks: int) -> tuple[int, list[str]]:
    """Run a job whose connection breaks so often. Return (times it ran, states of failed jobs)."""
    runs = []

    @app.task(name=NAME)
    def work() -> None:
        runs.append("run")
        if len(runs) <= breaks:
            end_connection()

    try:
        work.defer()
        call_command("procrastinate", "worker", "--one-shot")
    finally:
        del app.tasks[NAME]
    jobs = ProcrastinateJob.objects.filter(task_name=NAME)
    return len(runs), list(jobs.values_list("status", flat=True))


def test_job_runs_again_when_its_connection_broke():
    assert run_job(breaks=1) == (2, [])


def test_job_that_always_breaks_its_connection_fails():
    assert run_job(breaks=9) == (3, ["failed"])
