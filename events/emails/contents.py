"""What each email to a registrant says. The HTML and the plain text come from the same content."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from content.paths import absolute
from content.site import site_name
from events import policy
from events.calendar_texts import CANCEL, REQUEST, format_location
from events.models import Delivery, Event, Registration

Purpose = Delivery.Purpose
# Minutes. A few minutes more or less than an hour is still “an hour” to people.
SOON, TOLERANCE = 90, 12


@dataclass(frozen=True)
class EmailContent:
    subject: str
    paragraphs: list[str]
    facts: list[tuple[str, str]] = field(default_factory=list)
    button: tuple[str, str] | None = None  # (text, address)
    links: list[tuple[str, str]] = field(default_factory=list)
    calendar_method: str = ""
    html: str = ""  # a message from staff, rendered


def write_content(delivery: Delivery) -> EmailContent:
    """Return the content of a delivery whose registration, event, and message are loaded."""
    return WRITERS[delivery.kind](delivery.registration)


def write_confirmation(registration: Registration) -> EmailContent:
    event = registration.event
    if registration.is_waiting:
        return EmailContent(
            subject=f"You’re on the waiting list: {event.heading}",
            paragraphs=[
                f"{event.heading} is full right now, so we’ve added you to the waiting list. Seats "
                "that open up go to the people who have waited longest. If you get one, we’ll "
                "email you right away.",
                "If your plans change, please use the link below to cancel, so someone else can "
                "move up.",
            ],
            facts=when_and_where(event),
            links=registration_links(registration),
        )
    return EmailContent(
        subject=f"You’re registered: {event.heading}",
        paragraphs=[
            f"You have a seat at {event.heading}. Open the attached file to add the event to your "
            "calendar."
        ],
        facts=when_and_where(event) + good_to_know(event),
        **join_button(registration),
        links=registration_links(registration),
        calendar_method=REQUEST,
    )


def write_seat(registration: Registration) -> EmailContent:
    event = registration.event
    return EmailContent(
        subject=f"You have a seat: {event.heading}",
        paragraphs=[
            f"Good news: a seat at {event.heading} opened up, and it’s yours. Open the attached "
            "file to add the event to your calendar.",
            "If you can no longer come, please cancel, so the next person on the list gets the "
            "seat.",
        ],
        facts=when_and_where(event) + good_to_know(event),
        **join_button(registration),
        links=registration_links(registration),
        calendar_method=REQUEST,
    )


def write_update(registration: Registration) -> EmailContent:
    event = registration.event
    if registration.has_seat:
        your_seat = (
            "You still have your seat. Open the attached file to update your calendar. If you can "
            "no longer come, please cancel."
        )
    else:
        your_seat = "You’re still on the waiting list."
    return EmailContent(
        subject=f"Changed: {event.heading}, {event.date_line}",
        paragraphs=[
            f"The time or place of {event.heading} has changed. Here are the new details, which "
            "replace what we sent you before.",
            your_seat,
        ],
        facts=when_and_where(event) + good_to_know(event),
        **(join_button(registration) if registration.has_seat else {}),
        links=registration_links(registration),
        calendar_method=REQUEST if registration.has_seat else "",
    )


def write_event_canceled(registration: Registration) -> EmailContent:
    event = registration.event
    paragraphs = [f"We’re sorry to tell you that {event.heading} has been canceled."]
    if event.cancellation_note:
        paragraphs.append(event.cancellation_note)
    if registration.has_seat:
        paragraphs.append("Open the attached file to remove the event from your calendar.")
    return EmailContent(
        subject=f"Canceled: {event.heading}",
        paragraphs=paragraphs,
        facts=[("Originally scheduled for", event.date_line)],
        links=page_link(event),
        calendar_method=CANCEL if registration.has_seat else "",
    )


def write_event_reinstated(registration: Registration) -> EmailContent:
    event = registration.event
    if registration.has_seat:
        your_seat = (
            "You still have your seat. Open the attached file to put the event back in your "
            "calendar. If you can no longer come, please cancel."
        )
    else:
        your_seat = "You’re still on the waiting list."
    return EmailContent(
        subject=f"Back on: {event.heading}",
        paragraphs=[
            f"Good news: {event.heading}, which we had canceled, is back on.",
            your_seat,
        ],
        facts=when_and_where(event) + good_to_know(event),
        **(join_button(registration) if registration.has_seat else {}),
        links=registration_links(registration),
        calendar_method=REQUEST if registration.has_seat else "",
    )


def write_cancellation(registration: Registration) -> EmailContent:
    event = registration.event
    # People who were only on the waiting list have nothing in their calendars.
    had_seat = registration.seated_at is not None
    paragraphs = [
        f"You’re no longer registered for {event.heading}, and we won’t email you about it again."
    ]
    if had_seat:
        paragraphs.append("Open the attached file to remove the event from your calendar.")
    if policy.may_link_to_page(event):
        paragraphs.append("If you didn’t mean to cancel, you can register again on the event page.")
    return EmailContent(
        subject=f"Your registration is canceled: {event.heading}",
        paragraphs=paragraphs,
        facts=[("When", event.date_line)],
        links=[
            *page_link(event),
            ("Your registration", absolute(registration.secret_path())),
        ],
        calendar_method=CANCEL if had_seat else "",
    )


def write_reminder(registration: Registration) -> EmailContent:
    event = registration.event
    return EmailContent(
        subject=f"{describe_how_soon(event)}: {event.heading}",
        paragraphs=[
            f"This is a reminder that {event.heading} is coming up.",
            "If you can’t come, please cancel, so someone else can take your seat.",
        ],
        facts=when_and_where(event) + good_to_know(event),
        **join_button(registration),
        links=registration_links(registration),
    )


def describe_how_soon(event: Event) -> str:
    """Return how soon an event starts as its reminder is written, in the event's time zone."""
    now = timezone.now()
    minutes = (event.starts_at - now) / timedelta(minutes=1)
    if not event.is_all_day and minutes < SOON:
        return "In an hour" if abs(minutes - 60) <= TOLERANCE else "Soon"
    days = (event.local_start.date() - now.astimezone(event.zone).date()).days
    return {0: "Today", 1: "Tomorrow"}.get(days, f"On {event.local_start:%A}")


def write_recording(registration: Registration) -> EmailContent:
    event = registration.event
    attended = registration.attended_at is not None
    thanks = "Thank you for coming to" if attended else "Thank you for your interest in"
    return EmailContent(
        subject=f"Recording: {event.heading}",
        paragraphs=[f"{thanks} {event.heading}. The recording is now on the event page."],
        button=("Watch the recording", absolute(event.get_absolute_url())),
        links=[("Your registration", absolute(registration.secret_path()))],
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


def join_button(registration: Registration) -> dict:
    if not registration.event.join_url:
        return {}
    address = absolute(reverse("events:registration-join", args=[registration.token]))
    return {"button": ("Join the event", address)}


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


WRITERS = {
    Purpose.CONFIRMATION: write_confirmation,
    Purpose.SEAT: write_seat,
    Purpose.UPDATE: write_update,
    Purpose.EVENT_CANCELED: write_event_canceled,
    Purpose.EVENT_REINSTATED: write_event_reinstated,
    Purpose.CANCELLATION: write_cancellation,
    Purpose.DAY_BEFORE: write_reminder,
    Purpose.HOUR_BEFORE: write_reminder,
    Purpose.RECORDING: write_recording,
}
