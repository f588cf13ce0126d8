"""The jobs that send emails. A row is written, and its job queued, in the same transaction."""

from datetime import timedelta
from itertools import batched
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from content.mail.outboxes import all_outboxes, find_outbox, outbox_of
from content.mail.sending import send
from content.models import QueuedEmail

# This many emails go through one connection to the mail server.
EMAILS_PER_JOB = 50
# Someone who has just registered is waiting for their email; a reminder can come a minute later.
AT_ONCE, IN_BULK = 10, 0
# A job that runs every minute sends what a crashed worker left behind.
LATE = timedelta(seconds=90)
LATE_PER_RUN = 1_000

State = QueuedEmail.State


@app.task(name="content.send_emails")
def send_emails(*, outbox: str, ids: list[int], at_once: bool = False) -> None:
    """Send those of these emails that are still waiting."""
    send(find_outbox(outbox), ids, at_once=at_once)


def enqueue(rows: QuerySet, *, at_once: bool = False) -> int:
    """Queue the jobs that send these rows of one table, and return how many rows there are."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    key = outbox_of(rows.model).key
    jobs: list[dict[str, Any]] = [
        {"outbox": key, "ids": list(batch), "at_once": at_once}
        for batch in batched(ids, EMAILS_PER_JOB)
    ]
    if jobs:
        send_emails.configure(priority=AT_ONCE if at_once else IN_BULK).batch_defer(*jobs)
    return len(ids)


def enqueue_one(row: QueuedEmail) -> None:
    """Queue the job that sends an email for which someone is waiting."""
    key = outbox_of(type(row)).key
    send_emails.configure(priority=AT_ONCE).defer(outbox=key, ids=[row.pk], at_once=True)


def send_late() -> int:
    """Send what is due and not being handled: retries, and what a crashed worker left behind."""
    count = 0
    for outbox in all_outboxes():
        due = outbox.rows().filter(state=State.WAITING, due_at__lt=timezone.now() - LATE)
        most = max(LATE_PER_RUN, settings.EMAILS_PER_MINUTE)
        ids = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:most])
        for batch in batched(ids, EMAILS_PER_JOB):
            send(outbox, list(batch))
        count += len(ids)
    return count


@transaction.atomic
def retry_failed(rows: QuerySet) -> int:
    """Queue the failed ones among these rows of one table again. Return how many there are."""
    ids = list(rows.filter(state=State.FAILED).values_list("pk", flat=True))
    now = timezone.now()
    chosen = rows.model._default_manager.filter(pk__in=ids)
    chosen.update(state=State.WAITING, attempts=0, created_at=now, due_at=now, finished_at=None)
    return enqueue(chosen)
