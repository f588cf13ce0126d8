"""Calendar files: one event's, and one to subscribe to."""

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from content.moments import start_of_utc_day
from content.site import site_name
from content.views.listings import public
from events.models import Event

CONTENT_TYPE = "text/calendar; charset=utf-8"
INCLUDED = timedelta(days=365)
# Calendar programs fetch the whole file every few hours, and keep nothing that has left it.
MOST_PAST = 100


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.published().as_feed_items(), slug=slug)
    response = send_calendar([event])
    response["Content-Disposition"] = content_disposition_header(True, f"{slug}.ics")
    return public(response)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Upcoming events and the latest of the past year, for calendars to subscribe to."""
    # Older events drop out at midnight, so the file stays the same in between.
    midnight = start_of_utc_day()
    published = Event.objects.published().as_feed_items()
    past = published.filter(over_at__gt=midnight - INCLUDED, over_at__lte=midnight)
    coming = published.filter(over_at__gt=midnight)
    events = [*past.order_by("-over_at", "-pk")[:MOST_PAST], *coming]
    events.sort(key=lambda event: (event.starts_at, event.pk))
    response = send_calendar(events, name=f"{site_name()}: events")
    response["Content-Disposition"] = content_disposition_header(False, "calendar.ics")
    return public(response)


def send_calendar(events: Iterable[Event], *, name: str = "") -> HttpResponse:
    # Web processes would start later, and larger, with icalendar, which few requests need.
    from events.calendars import public_calendar

    return HttpResponse(public_calendar(events, name=name), content_type=CONTENT_TYPE)
