"""Reminders, a day and an hour before an event."""

from django.utils import timezone

from events import policy
from events.models import Delivery, Event, Registration
from events.policy import REMINDERS, Reminder
from events.services.deliveries import enqueue


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
    soon = Event.objects.published().upcoming().filter(starts_at__lte=now + reminder.before)
    return [event for event in soon if policy.may_remind(event, reminder, at=now)]


def enqueue_reminder(event: Event, reminder: Reminder) -> int:
    about = event.starts_at.isoformat()
    seated = (
        Registration.objects.seated()
        .not_held()
        .filter(event=event, seated_at__lte=event.starts_at - reminder.before)
    )
    reminded = Delivery.objects.filter(kind=reminder.kind, about=about)
    return enqueue(
        registrations=seated.exclude(pk__in=reminded.values("registration")),
        kind=reminder.kind,
        about=about,
        not_after=event.starts_at - reminder.not_within,
    )
