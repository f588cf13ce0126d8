"""Mails to registrants: noted in the transaction that makes them necessary, sent by a worker."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from events.models import Delivery, Event, Message, Registration
from events.services.sending import send

# So many mails go through one connection to the mail server.
IN_ONE_JOB = 50
# Somebody who has just registered waits for their mail; a reminder can come a minute later.
AT_ONCE, IN_BULK = 10, 0
# What a worker that died has left undone is sent by another that looks every minute.
LATE = timedelta(seconds=90)
LATE_AT_ONCE = 1_000

Kind, State = Delivery.Kind, Delivery.State


@app.task(name="events.send_deliveries")
def send_deliveries(*, delivery_ids: list[int]) -> None:
    """Send these mails, as far as nobody has sent them yet."""
    send(delivery_ids)


def enqueue_one(*, registration: Registration, kind: str, about: str = "") -> Delivery:
    """Have one mail sent once this transaction is through."""
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
    """Have these people sent a mail each, unless they have one of that kind about the same already.

    After `not_after` it is dropped. Return how many are new.
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
    # Those that conflicted have no key to give back; the new ones are of this moment.
    new = Delivery.objects.filter(kind=kind, about=about, created_at=now, registration__in=people)
    return enqueue_jobs(new)


def enqueue_jobs(deliveries: QuerySet[Delivery]) -> int:
    ids = list(deliveries.order_by("pk").values_list("pk", flat=True))
    jobs = [{"delivery_ids": chunk} for chunk in chunks(ids, IN_ONE_JOB)]
    if jobs:
        send_deliveries.configure(priority=IN_BULK).batch_defer(*jobs)
    return len(ids)


def chunks(ids: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def send_what_is_late() -> int:
    """Send what is due and in nobody's hands: again after a failure, or as its worker died."""
    late = Delivery.objects.filter(state=State.WAITING, due_at__lt=timezone.now() - LATE)
    ids = list(late.order_by("due_at", "pk").values_list("pk", flat=True)[:LATE_AT_ONCE])
    for chunk in chunks(ids, IN_ONE_JOB):
        send(chunk)
    return len(ids)


@transaction.atomic
def retry_failed(*, event: Event) -> int:
    """Try the failed mails of an event once more, and return how many these are."""
    failed = Delivery.objects.filter(registration__event=event, state=State.FAILED)
    ids = list(failed.values_list("pk", flat=True))
    now = timezone.now()
    chosen = Delivery.objects.filter(pk__in=ids)
    chosen.update(state=State.WAITING, attempts=0, created_at=now, due_at=now, settled_at=None)
    return enqueue_jobs(chosen)


@transaction.atomic
def announce_recording(*, event: Event) -> int:
    """Thank those who had a seat, and tell them of the recording; each of them once, ever."""
    seated = Registration.objects.seated().filter(event=event)
    return enqueue(registrations=seated, kind=Kind.RECORDING)
