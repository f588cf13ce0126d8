"""Changes that registrants must be told about: a new time or place, canceling, reinstating."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from content.editing.publishing import publish
from content.editing.relations import Relations
from content.editing.saving import save_entry
from content.models import Status, User
from events import policy
from events.models import Delivery, Event, Registration
from events.services.deliveries import enqueue
from events.services.seats import fill_free_seats, lock_seats

TIME = ["starts_at", "ends_at", "time_zone", "is_all_day"]
PLACE = ["venue", "room", "address", "is_online"]


def affected_registrations(event: Event) -> QuerySet[Registration]:
    """Return everyone with a confirmed seat or on the waiting list."""
    people = Registration.objects.filter(event=event).reachable().not_held()
    return people.exclude(state=Registration.State.CANCELED)


def count_affected(event: Event) -> int:
    """Return how many people would be emailed if this event changed or were canceled now."""
    if not policy.may_notify_of_changes(event, at=timezone.now()):
        return 0
    return affected_registrations(event).count()


@transaction.atomic
def save_event(
    *,
    event: Event,
    by: User | None,
    reason: str = "",
    at: datetime | None = None,
    relations: Relations | None = None,
) -> int:
    """Save an event, or publish it if its status says so; return how many people are notified.

    A change of time or place increments the SEQUENCE, which tells calendars that this is an update.
    Raises NotAllowedToPublish.
    """
    before = lock_stored(event)
    must_notify = before is not None and record_changes(event, before)
    was_published = before is not None and before.status == Status.PUBLISHED
    # An import has no user.
    if event.status == Status.PUBLISHED and not was_published and by is not None:
        moment = at or event.published_at
        publish(entry=event, by=by, at=moment, reason=reason, relations=relations)
    else:
        save_entry(entry=event, by=by, reason=reason, relations=relations)
    if not must_notify:
        return 0
    # Only now, because the emails are built from the stored event.
    return enqueue(
        registrations=affected_registrations(event),
        kind=Delivery.Purpose.UPDATE,
        about=str(event.calendar_sequence),
    )


def count_people_to_notify(event: Event) -> int:
    """Return how many people would be notified if this event were saved with its changes."""
    before = Event.objects.filter(pk=event.pk).first()
    if before is None or not is_news(event, before):
        return 0
    return affected_registrations(event).count()


def is_news(event: Event, before: Event) -> bool:
    """Whether registrants must be told about the changes."""
    if not has_changed(event, before, TIME + PLACE) or before.is_canceled:
        return False
    now = timezone.now()
    return any(policy.may_notify_of_changes(each, at=now) for each in (before, event))


def lock_stored(event: Event) -> Event | None:
    if event.pk is None:
        return None
    return Event.objects.select_for_update(of=["self"], no_key=True).filter(pk=event.pk).first()


def record_changes(event: Event, before: Event) -> bool:
    """Set what calendars need to know about the changes; return whether to notify registrants."""
    # Since the form was opened, someone else may have changed or canceled the event.
    event.calendar_sequence = before.calendar_sequence
    event.calendar_changed_at = timezone.now()
    event.canceled_at = before.canceled_at
    event.cancellation_note = before.cancellation_note
    event.previous_starts_at = before.previous_starts_at
    if has_changed(event, before, TIME + PLACE):
        event.calendar_sequence += 1
        if before.is_public and event.starts_at != before.starts_at:
            # An event that moves back to its first date is no longer rescheduled.
            moved_back = event.starts_at == before.previous_starts_at
            event.previous_starts_at = None if moved_back else before.starts_at
    return is_news(event, before)


def has_changed(event: Event, before: Event, fields: list[str]) -> bool:
    return any(getattr(event, field) != getattr(before, field) for field in fields)


@transaction.atomic
def cancel_event(*, event: Event, by: User | None, note: str = "") -> int:
    """Cancel an event and notify its registrants; return how many there are.

    The event's page stays and shows the note. Canceling an event again does nothing.
    """
    # Anyone registering right now has either finished, and is notified, or will be refused.
    seats = lock_seats(event)
    event = Event.objects.select_for_update(of=["self"], no_key=True).get(pk=event.pk)
    if event.is_canceled:
        return 0
    affected = count_affected(event)
    event.canceled_at = event.calendar_changed_at = timezone.now()
    event.cancellation_note = note
    event.calendar_sequence += 1
    seats.is_open = False
    seats.save(update_fields=["is_open"])
    save_entry(entry=event, by=by, reason="Called off")
    if affected:
        enqueue(
            registrations=affected_registrations(event),
            kind=Delivery.Purpose.EVENT_CANCELED,
            about=str(event.calendar_sequence),
        )
    return affected


@transaction.atomic
def reinstate_event(*, event: Event, by: User | None) -> int:
    """Let a canceled event take place after all, and tell its registrants; return how many.

    They keep their seats. For calendars, this is an invitation with a higher SEQUENCE than the
    cancellation, which it replaces (RFC 5546 §2.1.4). Raises EventNotCanceled or EventOver.
    """
    seats = lock_seats(event)
    event = Event.objects.select_for_update(of=["self"], no_key=True).get(pk=event.pk)
    policy.check_can_reinstate(event, at=timezone.now())
    event.canceled_at, event.cancellation_note = None, ""
    event.calendar_changed_at = timezone.now()
    event.calendar_sequence += 1
    seats.is_open = True
    seats.save(update_fields=["is_open"])
    save_entry(entry=event, by=by, reason="Reinstated")
    # Reminders that were not sent because it was canceled can become due again.
    dropped = Delivery.objects.filter(registration__event=event, state=Delivery.State.DROPPED)
    dropped.filter(kind__in=[reminder.kind for reminder in policy.REMINDERS]).delete()
    count = enqueue(
        registrations=affected_registrations(event),
        kind=Delivery.Purpose.EVENT_REINSTATED,
        about=str(event.calendar_sequence),
    )
    seats.event = event
    fill_free_seats(seats)
    return count
