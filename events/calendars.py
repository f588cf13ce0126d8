"""Events as calendar files: iCalendar (RFC 5545) and iTIP (RFC 5546)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, vCalAddress, vDuration, vText
from icalendar import Event as Component

from content.paths import absolute
from content.site import sender, site_name
from events.calendar_texts import CANCEL, format_description, format_location
from events.calendar_zones import describe_zone
from events.models import Event

PUBLISH = "PUBLISH"
# How often a subscribed calendar may check for changes.
REFRESH = timedelta(hours=6)


def public_calendar(events: Iterable[Event], *, name: str = "") -> bytes:
    """Return the public calendar file of these events, without their meeting links.

    A calendar to subscribe to has a name (RFC 7986).
    """
    calendar = new_calendar(PUBLISH)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        source = absolute(reverse("events:calendar"))
        calendar.add("source", source, parameters={"VALUE": "URI"})
        calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH))
    for event in events:
        component = describe(event)
        component.add("url", absolute(event.get_absolute_url()))
        calendar.add_component(component)
    return finish(calendar)


def invitation(event: Event, *, method: str, name: str, email: str, url: str) -> bytes:
    """Return the file that adds an event to a calendar (REQUEST) or removes it (CANCEL).

    `url` is the registrant's own page. The organizer is the sender of our emails, because calendars
    accept an update only from the sender of the invitation (RFC 5546 §3.2.2).
    """
    calendar = new_calendar(method)
    component = describe(event)
    if method == CANCEL:
        component.pop("status", None)
        component.add("status", "CANCELLED")  # words-ok: RFC 5545
    component.add("url", url)
    # When this message was created: of two with the same SEQUENCE, the later one counts.
    component.pop("dtstamp")
    component.add("dtstamp", timezone.now().astimezone(UTC))
    attendee = vCalAddress(f"mailto:{email}")
    attendee.params["CN"] = vText(name)
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["RSVP"] = vText("FALSE")
    component.add("attendee", attendee, encode=False)
    calendar.add_component(component)
    return finish(calendar)


def new_calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{site_name()}//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def describe(event: Event) -> Component:
    """Return the event as it is in every calendar."""
    component = Component()
    component.add("uid", event.calendar_uid)
    component.add("sequence", event.calendar_sequence)
    component.add("dtstamp", event.calendar_changed_at.astimezone(UTC))
    component.add("last-modified", event.calendar_changed_at.astimezone(UTC))
    component.add("created", event.created_at.astimezone(UTC))
    component.add("summary", event.heading)
    component.add("description", format_description(event))
    component.add("status", "CANCELLED" if event.is_canceled else "CONFIRMED")  # words-ok: RFC 5545
    component.add("organizer", organizer(), encode=False)
    add_times(component, event)
    location = format_location(event)
    if location:
        component.add("location", location)
    return component


def organizer() -> vCalAddress:
    """Return who publishes and invites, which RFC 5546 (§3.2.1 and §3.2.2) requires."""
    name, address = parseaddr(sender())
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(name or site_name())
    return organizer


def add_times(component: Component, event: Event) -> None:
    start, end = event.local_start, event.local_end
    if event.is_all_day:
        component.add("dtstart", start.date())
        component.add("dtend", event.last_day + timedelta(days=1))
        return
    component.add("dtstart", in_calendar(start))
    if end is not None:
        component.add("dtend", in_calendar(end))


def in_calendar(moment: datetime) -> datetime:
    """Return a local moment in a form that calendars understand.

    It keeps its time zone, so that it stays at the same local time even if the zone's rules change.
    UTC needs no zone. When clocks go back, a repeated time means its first occurrence, so the
    second one is given in UTC (RFC 5545 §3.3.5).
    """
    return moment.astimezone(UTC) if moment.fold or is_utc(moment) else moment


def is_utc(moment: datetime) -> bool:
    return moment.tzinfo.key in ("UTC", "Etc/UTC")


def finish(calendar: Calendar) -> bytes:
    """Add the time zones that are used, and return the file."""
    years: dict[str, set[int]] = defaultdict(set)
    for event in calendar.events:
        for name in ("dtstart", "dtend"):
            moment = event[name].dt if name in event else None
            if isinstance(moment, datetime) and moment.tzinfo is not UTC:
                years[moment.tzinfo.key].add(moment.year)
    zones = [
        describe_zone(name, first_year=min(used), last_year=max(used) + 1)
        for name, used in sorted(years.items())
    ]
    calendar.subcomponents[:0] = zones
    return calendar.to_ical()
