"""Emails to registrants: recorded in the transaction that causes them, sent by a worker."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from content import mail
from events.emails import DELIVERIES
from events.models import Delivery, Event, Message, Registration

Kind, State = Delivery.Purpose, Delivery.State


@app.task(name="events.send_confirmation")
def send_confirmation(*, public_id: str) -> None:
    """Send what is waiting for a registration, which had no key yet when the job was queued."""
    waiting = Delivery.objects.filter(registration__public_id=public_id, state=State.WAITING)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    mail.send(DELIVERIES, ids, at_once=True)


def enqueue_one(*, registration: Registration, kind: str, about: str = "") -> Delivery:
    """Queue one email; it is sent after this transaction commits."""
    delivery = Delivery.objects.create(registration=registration, kind=kind, about=about)
    mail.enqueue_one(delivery)
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
    return mail.enqueue(new)


def retry_failed(*, event: Event) -> int:
    """Queue the failed emails of an event again, and return how many there are."""
    return mail.retry_failed(Delivery.objects.filter(registration__event=event))


@transaction.atomic
def announce_recording(*, event: Event) -> int:
    """Thank everyone who had a seat and tell them about the recording, once per person."""
    seated = Registration.objects.seated().not_held().filter(event=event)
    return enqueue(registrations=seated, kind=Kind.RECORDING)
