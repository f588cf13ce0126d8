"""An event for search engines, as schema.org describes it."""

from django.conf import settings

from content.paths import absolute
from events.models import Event
from events.states import State

SCHEMA = "https://schema.org/"


def describe(event: Event) -> dict:
    """Return an Event, whose facts are fetched."""
    address = absolute(event.get_absolute_url())
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.heading,
        "description": event.description,
        "url": address,
        "startDate": say_start(event),
        "eventStatus": SCHEMA + status(event),
        "eventAttendanceMode": SCHEMA + attendance_mode(event),
        "location": locations(event),
        "organizer": {
            "@type": "Organization",
            "name": event.host_name or settings.SITE_NAME,
            "url": event.host_url or (absolute("/") if event.is_ours else ""),
        },
        "performer": [
            {"@type": "Person", "name": person.name, "url": absolute(person.get_absolute_url())}
            for person in event.presenters
        ],
        "isAccessibleForFree": True,
    }
    if event.ends_at:
        data["endDate"] = say_end(event)
    if event.previous_starts_at:
        data["previousStartDate"] = event.previous_starts_at.astimezone(event.zone).isoformat()
    if event.lead_image:
        data["image"] = absolute(event.lead_image.url)
    if event.state == State.OPEN or (event.registration_url and not event.is_over):
        data["offers"] = {
            "@type": "Offer",
            "price": 0,
            "priceCurrency": "USD",
            "availability": SCHEMA + "InStock",
            "url": event.registration_url or address,
        }
    return {key: value for key, value in data.items() if value not in ("", [])}


def say_start(event: Event) -> str:
    start = event.local_start
    return start.date().isoformat() if event.is_all_day else start.isoformat()


def say_end(event: Event) -> str:
    return event.last_day.isoformat() if event.is_all_day else event.local_end.isoformat()


def status(event: Event) -> str:
    if event.is_cancelled:
        return "EventCancelled"
    return "EventRescheduled" if event.is_rescheduled else "EventScheduled"


def attendance_mode(event: Event) -> str:
    if event.is_online and event.venue:
        return "MixedEventAttendanceMode"
    return "OnlineEventAttendanceMode" if event.is_online else "OfflineEventAttendanceMode"


def locations(event: Event) -> list[dict]:
    places = []
    if event.is_online:
        # Our own page: the meeting's address is for those who registered.
        places.append({"@type": "VirtualLocation", "url": absolute(event.get_absolute_url())})
    if event.venue or event.address:
        name = ", ".join(part for part in (event.venue, event.room) if part)
        places.append(
            {"@type": "Place", "name": name or event.address, "address": event.address or name}
        )
    return places
