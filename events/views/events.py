"""An event as readers see it, on one page from its announcement to its recording."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from content.companions import companions_of
from content.structured_data import breadcrumbs
from content.views.listings import public
from events.models import Event
from events.recording_data import describe_recording
from events.states import State
from events.structured_data import describe
from events.views.calendar_links import calendar_links
from events.views.recordings import recording_context

# From so few on, the page says how many seats are left.
FEW_SEATS = 10
OTHER_DATES_AT_MOST = 12


def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.published().as_page(), slug=slug)
    return public(render(request, "events/event_detail.html", event_context(event)))


def event_context(event: Event, *, is_preview: bool = False) -> dict:
    """Return what the template of an event's page needs; the preview of a draft uses it too.

    The event has its facts fetched.
    """
    recording = event.public_recording
    shown = recording_context(recording) if recording else {}
    trail = [("Events", reverse("events:event-list"))]
    if event.is_over:
        trail.append(("Past events", reverse("events:event-past")))
    return {
        "event": event,
        "state": event.state,
        "recording": recording,
        **shown,
        "seats_left": few_seats_left(event),
        "other_dates": other_dates(event),
        "companions": companions_of(event),
        # A draft has no address yet that a calendar could ask.
        "calendar_links": calendar_links(event) if may_be_added(event) and not is_preview else [],
        "breadcrumbs": trail,
        "structured_data": [
            describe(event),
            *describe_shown(event, shown),
            breadcrumbs([*trail, (event.heading, event.get_absolute_url())]),
        ],
    }


def describe_shown(event: Event, shown: dict) -> list[dict]:
    """Return the recording for search engines, if there is one with a video."""
    if not shown:
        return []
    video = describe_recording(
        event, event.recording, video=shown["video"], chapters=shown["chapters"]
    )
    return [video] if video else []


def few_seats_left(event: Event) -> int | None:
    """Return how many seats are left, if they are few; nothing if there are none."""
    seats = event.seats
    if seats.capacity is None or event.state not in (State.OPEN, State.LIVE):
        return None
    left = seats.capacity - seats.taken
    return left if 0 < left <= FEW_SEATS else None


def may_be_added(event: Event) -> bool:
    return not event.is_over and not event.is_canceled


def other_dates(event: Event) -> list[Event]:
    """Return the next dates of the event's series; its page has all of them."""
    if event.series_id is None:
        return []
    dates = Event.objects.published().filter(series=event.series_id).exclude(pk=event.pk)
    coming = dates.filter(over_at__gt=timezone.now()).order_by("starts_at", "pk")
    return list(coming.as_cards().with_facts()[:OTHER_DATES_AT_MOST])
