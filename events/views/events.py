"""An event’s page, from its announcement to its recording."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from content.citations.entries import citation_context
from content.companions import companions_of
from content.structured_data import breadcrumbs
from content.views.listings import public
from events import policy
from events.citations import recording_work
from events.models import Event
from events.recording_data import describe_recording
from events.structured_data import describe
from events.views.calendar_links import calendar_links
from events.views.recordings import recording_context

# Each registration that changes the page drops the cached pages of the whole site, so of more
# seats than this, the page says only how many there are in all.
MOST_COUNTED = 50
MAX_OTHER_DATES = 12
# Instead of one that is canceled.
MAX_NEXT_EVENTS = 3


@require_safe
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.published().as_page(), slug=slug)
    return public(render(request, "events/event_detail.html", event_context(event)))


def event_context(event: Event, *, is_preview: bool = False) -> dict:
    """Return the context of an event's page, and of its preview. The event must have its facts."""
    now = timezone.now()
    state = policy.state_of(event, at=now)
    recording = event.public_recording
    shown = recording_context(recording) if recording else {}
    dates = other_dates(event)
    trail = [("Events", reverse("events:event-list"))]
    if event.is_over:
        trail.append(("Past events", reverse("events:event-past")))
    return {
        "event": event,
        "state": state,
        "may_register": policy.may_register(event, at=now),
        "recording": recording,
        **shown,
        "seats_left": count_seats_left(event, at=now),
        "other_dates": dates,
        "next_events": next_events(event, dates) if event.is_canceled else [],
        "companions": companions_of(event),
        # Those who can register get them afterward. Calendars can’t open the address of a draft.
        "calendar_links": []
        if is_preview or state != policy.EventState.ANNOUNCED
        else calendar_links(event),
        "breadcrumbs": trail,
        **citation_context(event, recording_work(event), is_preview=is_preview),
        "structured_data": [
            describe(event),
            *describe_shown(event, shown),
            breadcrumbs([*trail, (event.heading, event.get_absolute_url())]),
        ],
    }


def describe_shown(event: Event, shown: dict) -> list[dict]:
    """Return the recording as structured data, if it has a video."""
    if not shown:
        return []
    video = describe_recording(
        event, event.recording, video=shown["video"], chapters=shown["chapters"]
    )
    return [video] if video else []


def count_seats_left(event: Event, *, at: datetime) -> int | None:
    """Return how many seats are left, unless that is unlimited, many, or too late to matter."""
    seats = event.seats
    if seats.capacity is None or not policy.may_register(event, at=at):
        return None
    left = seats.capacity - seats.taken
    return left if left <= MOST_COUNTED else None


def other_dates(event: Event) -> list[Event]:
    """Return the next dates of the event’s series."""
    if event.series_id is None:
        return []
    dates = Event.objects.published().filter(series=event.series_id).exclude(pk=event.pk)
    return list(dates.upcoming().as_cards().with_facts()[:MAX_OTHER_DATES])


def next_events(event: Event, dates: list[Event]) -> list[Event]:
    """Return the next events to go to instead: other dates of the same series, or any events."""
    going_ahead = [date for date in dates if not date.is_canceled]
    if not going_ahead:
        events = Event.objects.published().upcoming().going_ahead().exclude(pk=event.pk)
        going_ahead = list(events.as_cards().with_facts()[:MAX_NEXT_EVENTS])
    return going_ahead[:MAX_NEXT_EVENTS]
