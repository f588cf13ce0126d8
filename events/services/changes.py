"""Changes of an event that people have to hear of: another time or place, or that it is off."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from content.editing.publishing import publish
from content.editing.saving import save_entry
from content.models import Status, User
from events.models import Delivery, Event, Registration
from events.services.deliveries import enqueue
from events.services.seats import hold_seats

TIME = ["starts_at", "ends_at", "time_zone", "is_all_day"]
PLACE = ["venue", "room", "address", "is_online"]


def concerned(event: Event) -> QuerySet[Registration]:
    """Return those who hear of a change: who has a seat, and who waits for one."""
    people = Registration.objects.filter(event=event).reachable()
    return people.exclude(state=Registration.State.CANCELLED)


def count_concerned(event: Event) -> int:
    """Return how many people would be mailed if this event were changed or canceled now."""
    return 0 if is_over(event) else concerned(event).count()


@transaction.atomic
def save_event(
    *, event: Event, by: User | None, reason: str = "", at: datetime | None = None
) -> int:
    """Save an event, or publish it if it says so; return how many people are told of a change.

    A change of time or place raises the SEQUENCE, by which calendars know an update from what they
    have. Raises NotAllowedToPublish.
    """
    before = read_stored(event)
    told = 0
    if before is not None:
        told = note_changes(event, before)
    goes_public = event.status == Status.PUBLISHED
    if before is not None and before.status == Status.PUBLISHED:
        goes_public = False
    # An import is nobody's.
    if goes_public and by is not None:
        publish(entry=event, by=by, at=at or event.published_at, reason=reason)
    else:
        save_entry(entry=event, by=by, reason=reason)
    if told:
        # Now that the event says when it is: its mails are built from what is stored.
        told = enqueue(
            registrations=concerned(event),
            kind=Delivery.Kind.UPDATE,
            about=str(event.calendar_sequence),
        )
    return told


def count_to_tell(event: Event) -> int:
    """Return how many people would be told if this event were saved as it stands."""
    before = Event.objects.filter(pk=event.pk).first()
    if before is None or not is_news(event, before):
        return 0
    return concerned(event).count()


def is_news(event: Event, before: Event) -> bool:
    """Tell whether people have to hear of what differs."""
    if not differs(event, before, TIME + PLACE) or before.is_canceled:
        return False
    return not (is_over(before) and is_over(event))


def read_stored(event: Event) -> Event | None:
    if event.pk is None:
        return None
    return Event.objects.select_for_update(of=["self"], no_key=True).filter(pk=event.pk).first()


def note_changes(event: Event, before: Event) -> bool:
    """Note on an event what its calendars must know, and tell whether its people must hear it."""
    # What the form was opened with may be older than what others, or a cancellation, have stored.
    event.calendar_sequence = before.calendar_sequence
    event.calendar_changed_at = timezone.now()
    event.canceled_at = before.canceled_at
    event.cancellation_note = before.cancellation_note
    event.previous_starts_at = before.previous_starts_at
    if differs(event, before, TIME + PLACE):
        event.calendar_sequence += 1
        if before.is_public and event.starts_at != before.starts_at:
            # Moved back to where it was, it is where people first knew it.
            moved_back = event.starts_at == before.previous_starts_at
            event.previous_starts_at = None if moved_back else before.starts_at
    return is_news(event, before)


def differs(event: Event, before: Event, fields: list[str]) -> bool:
    return any(getattr(event, field) != getattr(before, field) for field in fields)


def is_over(event: Event) -> bool:
    return timezone.now() >= event.end_or_assumed


@transaction.atomic
def cancel_event(*, event: Event, by: User | None, note: str = "") -> int:
    """Cancel an event and tell everybody once; return how many these are. Twice is as once.

    Its page stays and says so, with the note.
    """
    # Whoever is registering right now is through before, and told; or comes after, and refused.
    seats = hold_seats(event)
    event = Event.objects.select_for_update(of=["self"], no_key=True).get(pk=event.pk)
    if event.is_canceled:
        return 0
    told = 0 if is_over(event) else concerned(event).count()
    event.canceled_at = event.calendar_changed_at = timezone.now()
    event.cancellation_note = note
    event.calendar_sequence += 1
    seats.are_given = False
    seats.save(update_fields=["are_given"])
    save_entry(entry=event, by=by, reason="Canceled")
    if told:
        enqueue(registrations=concerned(event), kind=Delivery.Kind.CALLED_OFF)
    return told
