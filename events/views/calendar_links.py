"""“Add to calendar”: for calendars on the web, and as a file for all others."""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from content.paths import absolute
from events.calendars import say_location
from events.models import Event

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"


def calendar_links(event: Event) -> list[tuple[str, str]]:
    """Return (name, address) of each way into a calendar."""
    return [
        ("Google", f"{GOOGLE}?{urlencode(google_fields(event))}"),
        ("Outlook", f"{OUTLOOK}?{urlencode(outlook_fields(event))}"),
        ("Other calendars (a file)", reverse("events:event-calendar", args=[event.slug])),
    ]


def details(event: Event) -> str:
    return f"{event.description}\n\n{absolute(event.get_absolute_url())}"


def google_fields(event: Event) -> dict[str, str]:
    start, end = span(event)
    if event.is_all_day:
        dates = f"{start:%Y%m%d}/{end:%Y%m%d}"
    else:
        dates = f"{start:%Y%m%dT%H%M%S}/{end:%Y%m%dT%H%M%S}"
    return {
        "action": "TEMPLATE",
        "text": event.heading,
        "dates": dates,
        "ctz": event.time_zone,
        "details": details(event),
        "location": say_location(event),
    }


def outlook_fields(event: Event) -> dict[str, str]:
    start, end = span(event)
    if event.is_all_day:
        when = {"startdt": f"{start:%Y-%m-%d}", "enddt": f"{end:%Y-%m-%d}", "allday": "true"}
    else:
        when = {"startdt": start.isoformat(), "enddt": end.isoformat()}
    return {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": event.heading,
        **when,
        "body": details(event),
        "location": say_location(event),
    }


def span(event: Event) -> tuple:
    """Return when an event begins and ends, local; these calendars want an end."""
    start = event.local_start
    if event.local_end:
        return start, event.local_end
    return start, start + (timedelta(days=1) if event.is_all_day else timedelta(hours=1))
