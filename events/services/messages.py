"""Messages that staff write to an event's registrants."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from content.mail import send_now
from events.emails import build_message_email
from events.exceptions import NoRecipients
from events.models import Delivery, Event, Message, Registration
from events.services.deliveries import enqueue

Audience = Message.Audience


def recipients_of(*, event: Event, audience: str) -> QuerySet[Registration]:
    """Return the registrants whom a message to this audience reaches."""
    people = Registration.objects.filter(event=event).reachable().not_held()
    if audience == Audience.WAITING:
        return people.filter(state=Registration.State.WAITING)
    if audience == Audience.BOTH:
        return people.exclude(state=Registration.State.CANCELED)
    seated = people.filter(state=Registration.State.REGISTERED)
    if audience == Audience.PRESENTERS:
        return seated.filter(is_presenter=True)
    if audience == Audience.ATTENDED:
        return seated.filter(attended_at__isnull=False)
    if audience == Audience.ABSENT:
        return seated.filter(attended_at=None)
    return seated


@transaction.atomic
def send_message(*, message: Message) -> int:
    """Send a message to each of its recipients in a separate email, and return how many there are.

    A message is sent once: a second call returns 0. Raises NoRecipients.
    """
    message = lock_message(message)
    if message.sent_at is not None:
        return 0
    people = recipients_of(event=message.event, audience=message.audience)
    if not people.exists():
        raise NoRecipients
    message.sent_at = timezone.now()
    message.save(update_fields=["sent_at"])
    return enqueue(
        registrations=people,
        kind=Delivery.Purpose.MESSAGE,
        about=str(message.pk),
        message=message,
    )


@transaction.atomic
def change_draft(*, message: Message) -> bool:
    """Save the changes to a draft. Return False if it has been sent in the meantime."""
    if lock_message(message).sent_at is not None:
        return False
    message.save(update_fields=["audience", "subject", "body"])
    return True


def lock_message(message: Message) -> Message:
    """Return a message as it is stored now, locked until the transaction ends."""
    return Message.objects.select_for_update(of=["self"]).get(pk=message.pk)


def send_test(*, message: Message, to: str) -> None:
    """Send a message to its author right away. Raises the ContentErrors of content.mail."""
    send_now(build_message_email(message, to=to))
