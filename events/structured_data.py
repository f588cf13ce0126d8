"""An event as schema.org structured data, for search engines."""

import re

from django.utils import timezone

from content.paths import absolute
from content.structured_data import organization, person, without_empty
from content.us_states import STATES
from events.models import Event
from events.policy import may_register

# 14 Mill Street, Keene, New Hampshire 03431
STREET_CITY_STATE = re.compile(
    r"(?P<streetAddress>.*\d.*), (?P<addressLocality>[^,\d]+), "
    rf"(?P<addressRegion>[A-Z]{{2}}|{'|'.join(STATES.values())})"
    r"(?: (?P<postalCode>\d{5}(?:-\d{4})?))?"
)
SCHEMA = "https://schema.org/"


def describe(event: Event) -> dict:
    """Return an Event for an event with facts."""
    address = absolute(event.get_absolute_url())
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.heading,
        "description": event.description,
        "url": address,
        "startDate": format_start(event),
        "endDate": format_end(event),
        "eventStatus": SCHEMA + status(event),
        "previousStartDate": format_previous_start(event),
        "eventAttendanceMode": SCHEMA + attendance_mode(event),
        "location": locations(event),
        "image": absolute(event.lead_image.url) if event.lead_image else "",
        "organizer": organizer(event),
        "performer": [person(presenter) for presenter in event.presenters],
        "offers": offer(event),
    }
    return without_empty(data)


def format_start(event: Event) -> str:
    start = event.local_start
    return start.date().isoformat() if event.is_all_day else start.isoformat()


def format_end(event: Event) -> str:
    if event.ends_at is None:
        return ""
    return event.last_day.isoformat() if event.is_all_day else event.local_end.isoformat()


def format_previous_start(event: Event) -> str:
    if event.previous_starts_at is None:
        return ""
    start = event.previous_starts_at.astimezone(event.zone)
    return start.date().isoformat() if event.is_all_day else start.isoformat()


def status(event: Event) -> str:
    if event.is_canceled:
        return "EventCancelled"
    return "EventRescheduled" if event.is_rescheduled else "EventScheduled"


def attendance_mode(event: Event) -> str:
    if event.is_online and event.venue:
        return "MixedEventAttendanceMode"
    return "OnlineEventAttendanceMode" if event.is_online else "OfflineEventAttendanceMode"


def locations(event: Event) -> list[dict]:
    places: list[dict] = []
    if event.is_online:
        # Our own page: the meeting link is only for registrants.
        places.append({"@type": "VirtualLocation", "url": absolute(event.get_absolute_url())})
    if event.venue or event.address:
        name = ", ".join(part for part in (event.venue, event.room) if part)
        place: dict = {"@type": "Place", "name": name or event.address}
        place["address"] = postal_address(event.address) if event.address else name
        places.append(place)
    return places


def postal_address(address: str) -> dict:
    """Return a PostalAddress. Its city and state are told apart if a comma separates each part."""
    data = {"@type": "PostalAddress", "streetAddress": address}
    if found := STREET_CITY_STATE.fullmatch(address):
        data |= {name: value for name, value in found.groupdict().items() if value}
    return data


def organizer(event: Event) -> dict:
    if event.is_ours:
        return organization()
    host = {"@type": "Organization", "name": event.host_name, "url": event.host_url}
    return without_empty(host)


def offer(event: Event) -> dict:
    """Return how to get a seat, if possible. What other hosts charge is unknown."""
    if event.is_canceled or event.is_over:
        return {}
    if event.registration_url:
        return {"@type": "Offer", "url": event.registration_url}
    if not may_register(event, at=timezone.now()):
        return {}
    return {
        "@type": "Offer",
        "url": absolute(event.get_absolute_url()),
        "price": 0,
        "priceCurrency": "USD",
        "availability": SCHEMA + ("SoldOut" if event.seats.are_all_taken else "InStock"),
    }
