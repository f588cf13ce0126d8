"""“Add to calendar” links for online calendars, and a file for all others."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from events.calendar_texts import format_description, format_location
from events.models import Event

GOOGLE = "https://calendar.google.com/calendar/render"
# Personal accounts, and those of schools and colleges.
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"
MICROSOFT_365 = "https://outlook.office.com/calendar/0/deeplink/compose"


def calendar_links(event: Event) -> list[tuple[str, str]]:
    """Return (name, address) for each calendar."""
    outlook = urlencode(outlook_fields(event))
    return [
        ("Google", f"{GOOGLE}?{urlencode(google_fields(event))}"),
        ("Outlook", f"{OUTLOOK}?{outlook}"),
        ("Microsoft 365", f"{MICROSOFT_365}?{outlook}"),
        ("Other (.ics file)", reverse("events:event-calendar", args=[event.slug])),
    ]


def google_fields(event: Event) -> dict[str, str]:
    if event.is_all_day:
        first, after = days(event)
        dates = f"{first:%Y%m%d}/{after:%Y%m%d}"
    else:
        dates = "/".join(f"{moment:%Y%m%dT%H%M%SZ}" for moment in moments(event))
    return {
        "action": "TEMPLATE",
        "text": event.heading,
        "dates": dates,
        "ctz": event.time_zone,
        "details": format_description(event),
        "location": format_location(event),
    }


def outlook_fields(event: Event) -> dict[str, str]:
    if event.is_all_day:
        first, after = days(event)
        when = {"startdt": f"{first}", "enddt": f"{after}", "allday": "true"}
    else:
        start, end = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in moments(event))
        when = {"startdt": start, "enddt": end}
    return {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": event.heading,
        **when,
        "body": format_description(event),
        "location": format_location(event),
    }


def moments(event: Event) -> tuple[datetime, datetime]:
    """Return an event’s start and end in UTC. These calendars require an end."""
    return event.starts_at.astimezone(UTC), event.over_at.astimezone(UTC)


def days(event: Event) -> tuple:
    """Return an event’s first day, and the day after its last."""
    return event.local_start.date(), event.last_day + timedelta(days=1)
