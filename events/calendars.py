"""iCalendar (RFC 5545) and iTIP (RFC 5546): what calendars learn of events."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, vCalAddress, vDuration, vText
from icalendar import Event as Component

from content.paths import absolute
from events.models import Event

PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"
# How often a calendar that subscribes may ask again.
REFRESH = timedelta(hours=6)


def public_calendar(events: Iterable[Event], *, name: str = "") -> bytes:
    """Return the calendar file of these events, for everybody: without the meeting's address."""
    calendar = new_calendar(PUBLISH)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH))
    for event in events:
        component = describe(event)
        component.add("url", absolute(event.get_absolute_url()))
        calendar.add_component(component)
    return finish(calendar)


def invitation(event: Event, *, method: str, name: str, email: str, url: str) -> bytes:
    """Return what a registrant's calendar takes in: REQUEST puts it there, CANCEL takes it out.

    `url` is the registrant's own page. The organizer is the sender of our mails: calendars believe
    an update only if it comes from whoever sent the first (RFC 5546 §3.2.2).
    """
    calendar = new_calendar(method)
    component = describe(event)
    if method == CANCEL:
        component.pop("status", None)
        component.add("status", "CANCELLED")
    component.add("url", url)
    # When this very message was made: of two with the same SEQUENCE, the later one holds.
    component.pop("dtstamp")
    component.add("dtstamp", timezone.now().astimezone(UTC))
    sender_name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{sender}")
    organizer.params["CN"] = vText(sender_name or settings.SITE_NAME)
    component["organizer"] = organizer
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
    calendar.add("prodid", f"-//{settings.SITE_NAME}//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def describe(event: Event) -> Component:
    """Return what is the same in every calendar."""
    component = Component()
    component.add("uid", event.calendar_uid)
    component.add("sequence", event.calendar_sequence)
    component.add("dtstamp", event.calendar_changed_at.astimezone(UTC))
    component.add("last-modified", event.calendar_changed_at.astimezone(UTC))
    component.add("created", event.created_at.astimezone(UTC))
    component.add("summary", event.heading)
    component.add("description", f"{event.description}\n\n{absolute(event.get_absolute_url())}")
    component.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    add_times(component, event)
    location = say_location(event)
    if location:
        component.add("location", location)
    return component


def add_times(component: Component, event: Event) -> None:
    start, end = event.local_start, event.local_end
    if event.is_all_day:
        component.add("dtstart", start.date())
        component.add("dtend", (end or start + timedelta(days=1)).date())
        return
    component.add("dtstart", in_calendar(start))
    if end is not None:
        component.add("dtend", in_calendar(end))


def in_calendar(moment: datetime) -> datetime:
    """UTC needs no description of its zone."""
    return moment.astimezone(UTC) if moment.tzinfo.key in ("UTC", "Etc/UTC") else moment


def say_location(event: Event) -> str:
    """Return where an event takes place, for everybody."""
    parts = [event.venue, event.room, event.address]
    if event.is_online:
        parts.append("Online")
    return ", ".join(part for part in parts if part)


def finish(calendar: Calendar) -> bytes:
    """Add the zones that are named, and return the file."""
    years = [event["dtstart"].dt.year for event in calendar.events if "dtstart" in event] or [2000]
    calendar.add_missing_timezones(
        first_date=date(min(years) - 1, 1, 1), last_date=date(max(years) + 2, 1, 1)
    )
    return calendar.to_ical()
