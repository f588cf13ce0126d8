"""Save what an item became, by the service for its kind."""

from datetime import datetime

from django.utils import timezone

from content.editing.relations import Relations
from content.editing.saving import save_entry
from content.models import Entry, Role
from events.models import Event
from events.models.seats import Seats
from events.services.changes import save_event
from imports.wordpress.converted import ConvertedItem


def save_converted(
    entry: Entry, converted: ConvertedItem, *, reason: str, modified_at: datetime
) -> None:
    relations: Relations = {
        "topics": converted.topics,
        "tags": converted.tags,
        "places": converted.places,
        "people": [(person, Role.AUTHOR) for person in converted.people],
    }
    if isinstance(entry, Event):
        save_event_of(entry, converted, reason=reason, relations=relations)
        return
    save_entry(entry=entry, by=None, reason=reason, relations=relations, modified_at=modified_at)


def save_event_of(
    event: Event, converted: ConvertedItem, *, reason: str, relations: Relations
) -> None:
    """Save an event. Registrants of one that was imported before are told of a new date or place.

    Presenters that were added here stay. A cancellation is imported with a new event only, because
    later it is for an editor to decide what registrants are told.
    """
    is_new = event.pk is None
    is_canceled = is_new and converted.cancellation_note is not None
    if not is_new:
        relations = {name: rows for name, rows in relations.items() if name != "people"}
    if is_canceled:
        event.canceled_at = event.calendar_changed_at = timezone.now()
        event.cancellation_note = converted.cancellation_note or ""
    save_event(event=event, by=None, reason=reason, at=event.published_at, relations=relations)
    if is_canceled:
        Seats.objects.filter(event=event).update(is_open=False)
