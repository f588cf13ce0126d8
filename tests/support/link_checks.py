"""Running link checks as the worker would, without waiting."""

from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from content import tasks
from content.models import WebAddress
from tests.factories import PostFactory

WEEK = timedelta(days=7)


def link_to(*urls: str, **fields) -> None:
    PostFactory(body=" ".join(f"[x]({url})" for url in urls), **fields)


def waiting_jobs() -> list[tuple[str, dict]]:
    jobs = ProcrastinateJob.objects.filter(queue_name="links", status="todo").order_by("pk")
    return [(job.task_name, job.args) for job in jobs]


def run_jobs(*, later: bool = False) -> None:
    """Run the jobs of a round as a worker would; run those scheduled for later only if asked."""
    names = ["content.check_host"] + ["content.return_to_host"] * later
    for _ in range(30):
        job = ProcrastinateJob.objects.filter(task_name__in=names).order_by("pk").first()
        if job is None:
            return
        # The model is read-only.
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])
        app.tasks[job.task_name](**job.args)
    pytest.fail("The jobs never end.")


def run_round(*, weeks_later: int = 0) -> None:
    for field in ("checked_at", "failing_since"):
        for address in WebAddress.objects.exclude(**{field: None}):
            moment = getattr(address, field) - weeks_later * WEEK
            WebAddress.objects.filter(pk=address.pk).update(**{field: moment})
    tasks.check_links(timestamp=0)
    run_jobs()


def state_of(url: str) -> tuple:
    address = WebAddress.objects.get(url=url)
    return address.state, address.http_status, address.problem, address.failures
