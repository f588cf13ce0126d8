"""What the staff writes to the people of an event."""

from django.db import transaction
from django.db.models import QuerySet

from content.models import User
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
def send_message(
    *, event: Event, audience: str, subject: str, body: str, by: User | None
) -> Message:
    """Have a message sent to everybody whom it concerns, each in a mail of their own."""
    message = Message.objects.create(
        event=event, audience=audience, subject=subject, body=body, created_by=by
    )
    enqueue(
        registrations=people_of(event=event, audience=audience),
        kind=Delivery.Kind.MESSAGE,
        about=str(message.pk),
        message=message,
    )
    return message
