"""What the staff writes to the people of an event."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from events.emails import build_message_mail
from events.exceptions import NobodyToTell
from events.models import Delivery, Event, Message, Registration
from events.services.deliveries import enqueue

Audience = Message.Audience


def people_of(*, event: Event, audience: str) -> QuerySet[Registration]:
    """Return whom a message to this audience reaches."""
    people = Registration.objects.filter(event=event).reachable()
    if audience == Audience.WAITING:
        return people.filter(state=Registration.State.WAITING)
    if audience == Audience.BOTH:
        return people.exclude(state=Registration.State.CANCELLED)
    seated = people.filter(state=Registration.State.REGISTERED)
    if audience == Audience.ATTENDED:
        return seated.filter(attended_at__isnull=False)
    if audience == Audience.ABSENT:
        return seated.filter(attended_at=None)
    return seated


@transaction.atomic
def send_message(*, message: Message) -> int:
    """Have a message sent to everybody whom it concerns, each in a mail of their own.

    Return how many these are. A message is sent once: a second time, nothing happens.
    Raises NobodyToTell.
    """
    message = hold_message(message)
    if message.sent_at is not None:
        return 0
    people = people_of(event=message.event, audience=message.audience)
    if not people.exists():
        raise NobodyToTell
    message.sent_at = timezone.now()
    message.save(update_fields=["sent_at"])
    return enqueue(
        registrations=people,
        kind=Delivery.Kind.MESSAGE,
        about=str(message.pk),
        message=message,
    )


@transaction.atomic
def change_draft(*, message: Message) -> bool:
    """Save what is changed in a draft; tell whether it was one still, and not sent meanwhile."""
    if hold_message(message).sent_at is not None:
        return False
    message.save(update_fields=["audience", "subject", "body"])
    return True


def hold_message(message: Message) -> Message:
    """Return a message as it is now, locked until the transaction ends."""
    return Message.objects.select_for_update(of=["self"]).get(pk=message.pk)


def send_test(*, message: Message, to: str) -> None:
    """Send a message to whoever writes it, at once. Raises what the mail server says."""
    build_message_mail(message, to=to).send()
