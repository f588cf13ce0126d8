"""Emails to registrants: recorded in the transaction that causes them, sent by a worker."""

from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from events.models import Delivery, Event, Message, Registration
from events.services.sending import send

# This many emails go through one connection to the mail server.
EMAILS_PER_JOB = 50
# Someone who has just registered is waiting for their email; a reminder can come a minute later.
AT_ONCE, IN_BULK = 10, 0
# A job that runs every minute sends what a crashed worker left behind.
LATE = timedelta(seconds=90)
LATE_PER_RUN = 1_000

Kind, State = Delivery.Purpose, Delivery.State


@app.task(name="events.send_deliveries")
def send_deliveries(*, delivery_ids: list[int]) -> None:
    """Send those of these emails that are still waiting."""
    send(delivery_ids)


@app.task(name="events.send_confirmation")
def send_confirmation(*, public_id: str) -> None:
    """Send what is waiting for a registration, which had no key yet when the job was queued."""
    waiting = Delivery.objects.filter(registration__public_id=public_id, state=State.WAITING)
    send(list(waiting.order_by("pk").values_list("pk", flat=True)))


def enqueue_one(*, registration: Registration, kind: str, about: str = "") -> Delivery:
    """Queue one email; it is sent after this transaction commits."""
    delivery = Delivery.objects.create(registration=registration, kind=kind, about=about)
    send_deliveries.configure(priority=AT_ONCE).defer(delivery_ids=[delivery.pk])
    return delivery


@transaction.atomic
def enqueue(
    *,
    registrations: QuerySet[Registration],
    kind: str,
    about: str = "",
    message: Message | None = None,
    not_after: datetime | None = None,
) -> int:
    """Queue an email to each registrant who doesn't have one of this kind about the same thing.

    It is dropped if it can't be sent before `not_after`. Return how many emails are new.
    """
    now = timezone.now()
    people = list(registrations.reachable().order_by("pk").values_list("pk", flat=True))
    Delivery.objects.bulk_create(
        [
            Delivery(
                registration_id=pk,
                kind=kind,
                about=about,
                message=message,
                not_after=not_after,
                created_at=now,
                due_at=now,
            )
            for pk in people
        ],
        ignore_conflicts=True,
        batch_size=1_000,
    )
    # bulk_create returns no keys when it ignores conflicts; the new rows are those of this moment.
    new = Delivery.objects.filter(kind=kind, about=about, created_at=now, registration__in=people)
    return enqueue_jobs(new)


def enqueue_jobs(deliveries: QuerySet[Delivery]) -> int:
    ids = list(deliveries.order_by("pk").values_list("pk", flat=True))
    jobs = [{"delivery_ids": list(batch)} for batch in batched(ids, EMAILS_PER_JOB)]
    if jobs:
        send_deliveries.configure(priority=IN_BULK).batch_defer(*jobs)
    return len(ids)


def send_late_deliveries() -> int:
    """Send what is due and not being handled: retries, and what a crashed worker left behind."""
    late = Delivery.objects.filter(state=State.WAITING, due_at__lt=timezone.now() - LATE)
    ids = list(late.order_by("due_at", "pk").values_list("pk", flat=True)[:LATE_PER_RUN])
    for batch in batched(ids, EMAILS_PER_JOB):
        send(list(batch))
    return len(ids)


@transaction.atomic
def retry_failed(*, event: Event) -> int:
    """Queue the failed emails of an event again, and return how many there are."""
    failed = Delivery.objects.filter(registration__event=event, state=State.FAILED)
    ids = list(failed.values_list("pk", flat=True))
    now = timezone.now()
    chosen = Delivery.objects.filter(pk__in=ids)
    chosen.update(state=State.WAITING, attempts=0, created_at=now, due_at=now, finished_at=None)
    return enqueue_jobs(chosen)


@transaction.atomic
def announce_recording(*, event: Event) -> int:
    """Thank everyone who had a seat and tell them about the recording, once per person."""
    seated = Registration.objects.seated().filter(event=event)
    return enqueue(registrations=seated, kind=Kind.RECORDING)
