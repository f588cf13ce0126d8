"""Calendar files: one event's, and one to subscribe to."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import http_date

from content.models import Entry
from content.views.listings import public
from events.calendars import public_calendar
from events.models import Event

CONTENT_TYPE = "text/calendar; charset=utf-8"
KEPT = timedelta(days=365)


def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.published().for_feed(), slug=slug)
    response = HttpResponse(public_calendar([event]), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{event.pk}.ics"'
    return dated(response)


def calendar(request: HttpRequest) -> HttpResponse:
    """All that is coming, and what was within the last year, for calendars that subscribe."""
    events = Event.objects.published().filter(over_at__gt=timezone.now() - KEPT)
    content = public_calendar(
        events.for_feed().order_by("starts_at", "pk"), name=f"{settings.SITE_NAME}: events"
    )
    return dated(HttpResponse(content, content_type=CONTENT_TYPE))


def dated(response: HttpResponse) -> HttpResponse:
    """Add Last-Modified, as for feeds: the last change of any entry counts."""
    latest = Entry.objects.order_by("-modified_at").values_list("modified_at", flat=True).first()
    if latest:
        response["Last-Modified"] = http_date(latest.timestamp())
    return public(response)
