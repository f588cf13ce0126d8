"""What each mail to a registrant says; from one letter come its HTML and its plain text."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from content.paths import absolute
from events.calendars import CANCEL, REQUEST, say_location
from events.models import Delivery, Event, Registration

Kind = Delivery.Kind
# Minutes: a little before or after an hour is still an hour to people.
SOON, ABOUT = 90, 12


@dataclass(frozen=True)
class Letter:
    subject: str
    paragraphs: list[str]
    facts: list[tuple[str, str]] = field(default_factory=list)
    button: tuple[str, str] | None = None  # (words, address)
    links: list[tuple[str, str]] = field(default_factory=list)
    calendar_method: str = ""
    html: str = ""  # a text of the staff's, rendered


def write_letter(delivery: Delivery) -> Letter:
    """Return the letter of a delivery, whose registration, event and message are fetched."""
    return WRITERS[delivery.kind](delivery.registration)


def confirmation(registration: Registration) -> Letter:
    event = registration.event
    if registration.is_waiting:
        return Letter(
            subject=f"You are on the waiting list: {event.heading}",
            paragraphs=[
                f"{event.heading} is full at the moment. You are on the waiting list: if a seat "
                "becomes free, it goes to whoever has waited longest, and you hear of it at once.",
                "Should your plans change, cancel with the link below, so that somebody else "
                "moves up.",
            ],
            facts=when_and_where(event),
            links=ways_on(registration),
        )
    return Letter(
        subject=f"You are registered: {event.heading}",
        paragraphs=[
            f"You have a seat at {event.heading}. The attached file puts it into your calendar."
        ],
        facts=when_and_where(event) + good_to_know(event),
        **how_to_join(registration),
        links=ways_on(registration),
        calendar_method=REQUEST,
    )


def seat(registration: Registration) -> Letter:
    event = registration.event
    return Letter(
        subject=f"You have a seat now: {event.heading}",
        paragraphs=[
            f"A seat at {event.heading} became free, and it is yours. The attached file puts it "
            "into your calendar.",
            "If you cannot come any more, please cancel, so that the next one on the list gets it.",
        ],
        facts=when_and_where(event) + good_to_know(event),
        **how_to_join(registration),
        links=ways_on(registration),
        calendar_method=REQUEST,
    )


def update(registration: Registration) -> Letter:
    event = registration.event
    paragraphs = [
        f"The time or the place of {event.heading} has changed. This is how it stands now; what "
        "you were told before no longer holds."
    ]
    if registration.has_seat:
        paragraphs.append(
            "Your seat is kept. The attached file updates your calendar. If you cannot come any "
            "more, please cancel."
        )
    else:
        paragraphs.append("You are still on the waiting list.")
    return Letter(
        subject=f"Changed: {event.heading}, {event.date_line}",
        paragraphs=paragraphs,
        facts=when_and_where(event) + good_to_know(event),
        **(how_to_join(registration) if registration.has_seat else {}),
        links=ways_on(registration),
        calendar_method=REQUEST if registration.has_seat else "",
    )


def called_off(registration: Registration) -> Letter:
    event = registration.event
    paragraphs = [f"We are sorry: {event.heading} is canceled."]
    if event.cancellation_note:
        paragraphs.append(event.cancellation_note)
    if registration.has_seat:
        paragraphs.append("The attached file takes it out of your calendar.")
    return Letter(
        subject=f"Canceled: {event.heading}",
        paragraphs=paragraphs,
        facts=[("It was to be", event.date_line)],
        links=[("The event’s page", absolute(event.get_absolute_url()))],
        calendar_method=CANCEL if registration.has_seat else "",
    )


def goodbye(registration: Registration) -> Letter:
    event = registration.event
    # Who only waited has nothing in their calendar.
    had_seat = registration.seated_at is not None
    paragraphs = [f"You are no longer registered for {event.heading}, and hear no more of it."]
    if had_seat:
        paragraphs.append("The attached file takes it out of your calendar.")
    return Letter(
        subject=f"Your registration is canceled: {event.heading}",
        paragraphs=[*paragraphs, "If that was a mistake, register again on the event’s page."],
        facts=[("It takes place", event.date_line)],
        links=[
            ("The event’s page", absolute(event.get_absolute_url())),
            ("Your registration", absolute(registration.get_absolute_url())),
        ],
        calendar_method=CANCEL if had_seat else "",
    )


def reminder(registration: Registration) -> Letter:
    event = registration.event
    soon = say_soon(event)
    return Letter(
        subject=f"{soon}: {event.heading}",
        paragraphs=[
            f"{event.heading} is coming up.",
            "If you cannot come, please cancel, so that somebody else can.",
        ],
        facts=when_and_where(event) + good_to_know(event),
        **how_to_join(registration),
        links=ways_on(registration),
    )


def say_soon(event: Event) -> str:
    """Return how soon an event is when its reminder is written, where it takes place."""
    now = timezone.now()
    minutes = (event.starts_at - now) / timedelta(minutes=1)
    if not event.is_all_day and minutes < SOON:
        return "In an hour" if abs(minutes - 60) <= ABOUT else "Soon"
    days = (event.local_start.date() - now.astimezone(event.zone).date()).days
    return {0: "Today", 1: "Tomorrow"}.get(days, f"On {event.local_start:%A}")


def recording(registration: Registration) -> Letter:
    event = registration.event
    came = registration.attended_at is not None
    thanks = "Thank you for coming to" if came else "Thank you for your interest in"
    return Letter(
        subject=f"The recording: {event.heading}",
        paragraphs=[f"{thanks} {event.heading}. The recording is there now, on the event’s page."],
        button=("Watch the recording", absolute(event.get_absolute_url())),
        links=[("Your registration", absolute(registration.get_absolute_url()))],
    )


def when_and_where(event: Event) -> list[tuple[str, str]]:
    facts = [("When", event.date_line)]
    location = say_location(event)
    if location:
        facts.append(("Where", location))
    return facts


def good_to_know(event: Event) -> list[tuple[str, str]]:
    facts = [
        ("What to bring", event.what_to_bring),
        ("How to join", event.join_notes),
        ("Accessibility", event.accessibility),
        ("Captions", "There are live captions." if event.has_captions else ""),
    ]
    return [(name, text) for name, text in facts if text]


def how_to_join(registration: Registration) -> dict:
    if not registration.event.join_url:
        return {}
    address = absolute(reverse("events:registration-join", args=[registration.token]))
    return {"button": ("Join the event", address)}


def ways_on(registration: Registration) -> list[tuple[str, str]]:
    return ways_to(registration.event, absolute(registration.get_absolute_url()))


def ways_to(event: Event, registration_url: str) -> list[tuple[str, str]]:
    return [
        ("See, change or cancel your registration", registration_url),
        ("The event’s page", absolute(event.get_absolute_url())),
    ]


def why(event: Event) -> str:
    """Return the sentence at the foot of every mail."""
    return (
        f"You get this mail from {settings.SITE_NAME} because somebody registered this address "
        f"for {event.heading}. If that was not you, cancel with the link above, and nothing more "
        "is sent."
    )


WRITERS = {
    Kind.CONFIRMATION: confirmation,
    Kind.SEAT: seat,
    Kind.UPDATE: update,
    Kind.CALLED_OFF: called_off,
    Kind.GOODBYE: goodbye,
    Kind.DAY_BEFORE: reminder,
    Kind.HOUR_BEFORE: reminder,
    Kind.RECORDING: recording,
}
