"""Reminders, a day and an hour before an event."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from events import policy
from events.models import Delivery, Event, Registration
from events.services.deliveries import enqueue


@dataclass(frozen=True)
class Reminder:
    kind: str
    before: timedelta
    not_within: timedelta  # any closer to the event, its wording would be wrong


REMINDERS = [
    Reminder(Delivery.Kind.DAY_BEFORE, timedelta(days=1), not_within=timedelta(hours=3)),
    Reminder(Delivery.Kind.HOUR_BEFORE, timedelta(hours=1), not_within=timedelta(0)),
]


def enqueue_reminders() -> int:
    """Queue all reminders that are due, and return how many there are.

    People who registered after a reminder was due don't get it. If an event moves, its reminders
    go out again for the new date.
    """
    return sum(
        enqueue_reminder(event, reminder)
        for reminder in REMINDERS
        for event in events_to_remind_of(reminder)
    )


def events_to_remind_of(reminder: Reminder) -> list[Event]:
    now = timezone.now()
    events = Event.objects.published().going_ahead()
    due = events.filter(
        starts_at__gt=now + reminder.not_within, starts_at__lte=now + reminder.before
    )
    return [event for event in due if policy.may_remind(event, kind=reminder.kind)]


def enqueue_reminder(event: Event, reminder: Reminder) -> int:
    about = event.starts_at.isoformat()
    seated = Registration.objects.seated().filter(
        event=event, seated_at__lte=event.starts_at - reminder.before
    )
    reminded = Delivery.objects.filter(kind=reminder.kind, about=about)
    return enqueue(
        registrations=seated.exclude(pk__in=reminded.values("registration")),
        kind=reminder.kind,
        about=about,
        not_after=event.starts_at - reminder.not_within,
    )
