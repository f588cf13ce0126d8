"""What is in each email to a registrant besides the words that staff may change (wordings.py)."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from content.paths import absolute
from content.site import site_name
from events import policy
from events.calendar_texts import CANCEL, REQUEST, format_location
from events.emails.wordings import CONFIRMATION, HELD, PRESENTER, REMINDER, WAITING
from events.models import Delivery, Event, Registration
from events.times import format_moment

Purpose = Delivery.Purpose
# Minutes. A few minutes more or less than an hour is still “an hour” to people.
SOON, TOLERANCE = 90, 12


@dataclass(frozen=True, kw_only=True)
class Automatic:
    """What follows the words of an email, in the order of an EmailContent."""

    paragraphs: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    button: tuple[str, str] | None = None  # (text, address)
    links: list[tuple[str, str]] = field(default_factory=list)
    calendar_method: str = ""
    values: dict[str, str] = field(default_factory=dict)  # of placeholders that only this email has


def write_waiting(registration: Registration) -> Automatic:
    return Automatic(
        facts=when_and_where(registration.event), links=registration_links(registration)
    )


def write_seat(registration: Registration) -> Automatic:
    event = registration.event
    return Automatic(
        facts=when_and_where(event) + good_to_know(event),
        button=join_button(registration),
        links=registration_links(registration),
        calendar_method=REQUEST,
    )


def write_held(registration: Registration) -> Automatic:
    """No calendar file yet, and no link to join: the seat isn't theirs until they confirm it."""
    event = registration.event
    address = absolute(reverse("events:registration-confirm", args=[registration.token]))
    return Automatic(
        paragraphs=[
            "If you didn’t register, do nothing. We’ll give the seat to someone else, and you’ll "
            "get one more email that says so."
        ],
        facts=when_and_where(event),
        button=("Confirm my seat", address),
        links=registration_links(registration),
        values={"until": format_moment(registration.held_until.astimezone(event.zone))},
    )


def write_released(registration: Registration) -> Automatic:
    event = registration.event
    return Automatic(
        facts=[("When", event.date_line)],
        links=[*page_link(event), ("Your registration", absolute(registration.secret_path()))],
    )


def write_update(registration: Registration) -> Automatic:
    event = registration.event
    if registration.has_seat:
        your_seat = (
            "You still have your seat. Open the attached file to update your calendar. If you can "
            "no longer come, please cancel."
        )
    else:
        your_seat = "You’re still on the waiting list."
    return Automatic(
        paragraphs=[your_seat],
        facts=when_and_where(event) + good_to_know(event),
        button=join_button(registration) if registration.has_seat else None,
        links=registration_links(registration),
        calendar_method=REQUEST if registration.has_seat else "",
    )


def write_event_canceled(registration: Registration) -> Automatic:
    event = registration.event
    paragraphs = [event.cancellation_note] if event.cancellation_note else []
    if registration.has_seat:
        paragraphs.append("Open the attached file to remove the event from your calendar.")
    return Automatic(
        paragraphs=paragraphs,
        facts=[("Originally scheduled for", event.date_line)],
        links=page_link(event),
        calendar_method=CANCEL if registration.has_seat else "",
    )


def write_event_reinstated(registration: Registration) -> Automatic:
    event = registration.event
    if registration.has_seat:
        your_seat = (
            "You still have your seat. Open the attached file to put the event back in your "
            "calendar. If you can no longer come, please cancel."
        )
    else:
        your_seat = "You’re still on the waiting list."
    return Automatic(
        paragraphs=[your_seat],
        facts=when_and_where(event) + good_to_know(event),
        button=join_button(registration) if registration.has_seat else None,
        links=registration_links(registration),
        calendar_method=REQUEST if registration.has_seat else "",
    )


def write_cancellation(registration: Registration) -> Automatic:
    event = registration.event
    # People who were only on the waiting list have nothing in their calendars.
    had_seat = registration.seated_at is not None
    paragraphs = []
    if had_seat:
        paragraphs.append("Open the attached file to remove the event from your calendar.")
    if policy.may_link_to_page(event):
        paragraphs.append("If you didn’t mean to cancel, you can register again on the event page.")
    return Automatic(
        paragraphs=paragraphs,
        facts=[("When", event.date_line)],
        links=[
            *page_link(event),
            ("Your registration", absolute(registration.secret_path())),
        ],
        calendar_method=CANCEL if had_seat else "",
    )


def write_reminder(registration: Registration) -> Automatic:
    event = registration.event
    return Automatic(
        facts=when_and_where(event) + good_to_know(event),
        button=join_button(registration),
        links=registration_links(registration),
        values={"soon": describe_how_soon(event)},
    )


def describe_how_soon(event: Event) -> str:
    """Return how soon an event starts as its reminder is written, in the event's time zone."""
    now = timezone.now()
    minutes = (event.starts_at - now) / timedelta(minutes=1)
    if not event.is_all_day and minutes < SOON:
        return "In an hour" if abs(minutes - 60) <= TOLERANCE else "Soon"
    days = (event.local_start.date() - now.astimezone(event.zone).date()).days
    return {0: "Today", 1: "Tomorrow"}.get(days, f"On {event.local_start:%A}")


def write_recording(registration: Registration) -> Automatic:
    attended = registration.attended_at is not None
    return Automatic(
        button=("Watch the recording", absolute(registration.event.get_absolute_url())),
        links=[("Your registration", absolute(registration.secret_path()))],
        values={
            "thanks": "Thank you for coming to" if attended else "Thank you for your interest in"
        },
    )


def when_and_where(event: Event) -> list[tuple[str, str]]:
    facts = [("When", event.date_line)]
    location = format_location(event)
    if location:
        facts.append(("Where", location))
    return facts


def good_to_know(event: Event) -> list[tuple[str, str]]:
    facts = [
        ("What to bring", event.what_to_bring),
        ("How to join", event.join_notes),
        ("Accessibility", event.accessibility),
        ("Captions", "This event has live captions." if event.has_captions else ""),
    ]
    return [(name, text) for name, text in facts if text]


def join_button(registration: Registration) -> tuple[str, str] | None:
    if not registration.event.join_url:
        return None
    address = absolute(reverse("events:registration-join", args=[registration.token]))
    return ("Join the event", address)


def registration_links(registration: Registration) -> list[tuple[str, str]]:
    return links_with(registration.event, absolute(registration.secret_path()))


def links_with(event: Event, registration_url: str) -> list[tuple[str, str]]:
    return [
        ("View, change, or cancel your registration", registration_url),
        *page_link(event),
    ]


def page_link(event: Event) -> list[tuple[str, str]]:
    """Return the link to an event’s page, unless no one could open it."""
    if not policy.may_link_to_page(event):
        return []
    return [("Event page", absolute(event.get_absolute_url()))]


def write_footer(event: Event) -> str:
    """Return the sentence at the bottom of every email."""
    return (
        f"{site_name()} sent you this email because someone registered this address for "
        f"{event.heading}. If that wasn’t you, use the link above to cancel, and we won’t email "
        "you again."
    )


# By key in WORDINGS.
WRITERS = {
    CONFIRMATION: write_seat,
    PRESENTER: write_seat,
    WAITING: write_waiting,
    HELD: write_held,
    Purpose.RELEASED: write_released,
    Purpose.SEAT: write_seat,
    Purpose.UPDATE: write_update,
    Purpose.EVENT_CANCELED: write_event_canceled,
    Purpose.EVENT_REINSTATED: write_event_reinstated,
    Purpose.CANCELLATION: write_cancellation,
    REMINDER: write_reminder,
    Purpose.RECORDING: write_recording,
}
