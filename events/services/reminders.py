"""Reminders, a day and an hour before an event."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from events.models import Delivery, Event, Registration
from events.services.deliveries import enqueue


@dataclass(frozen=True)
class Reminder:
    kind: str
    wanted: str  # the field of an event that says whether it is sent
    before: timedelta
    at_latest: timedelta  # later than that before the event, it would say something wrong


REMINDERS = [
    Reminder(Delivery.Kind.DAY_BEFORE, "reminds_day_before", timedelta(days=1), timedelta(hours=3)),
    Reminder(Delivery.Kind.HOUR_BEFORE, "reminds_hour_before", timedelta(hours=1), timedelta(0)),
]


def enqueue_reminders() -> int:
    """Have everybody reminded for whom it is time, and return how many these are.

    Nobody is reminded of what they registered for after that moment. An event that is moved has
    its reminders anew.
    """
    return sum(remind_of(event, each) for each in REMINDERS for event in events_due(each))


def events_due(reminder: Reminder) -> list[Event]:
    now = timezone.now()
    events = Event.objects.published().filter(
        starts_at__gt=now + reminder.at_latest,
        starts_at__lte=now + reminder.before,
        canceled_at=None,
        **{reminder.wanted: True},
    )
    return list(events)


def remind_of(event: Event, reminder: Reminder) -> int:
    if event.is_all_day and reminder.kind == Delivery.Kind.HOUR_BEFORE:
        # That would be at eleven in the evening.
        return 0
    about = event.starts_at.isoformat()
    seated = Registration.objects.seated().filter(
        event=event, seated_at__lte=event.starts_at - reminder.before
    )
    told = Delivery.objects.filter(kind=reminder.kind, about=about)
    return enqueue(
        registrations=seated.exclude(pk__in=told.values("registration")),
        kind=reminder.kind,
        about=about,
        not_after=event.starts_at - reminder.at_latest,
    )
