"""Where a registrant stands: what their page says first."""

from dataclasses import dataclass
from datetime import datetime

from content.moments import format_day
from events.models import Registration


@dataclass(frozen=True)
class Standing:
    heading: str
    text: str = ""


def standing_of(registration: Registration, *, at: datetime) -> Standing:
    event = registration.event
    if registration.is_erased:
        return Standing("Your details have been deleted", "Only the number of people is kept.")
    if registration.was_not_confirmed:
        return Standing(
            "We no longer hold your seat",
            "It wasn’t confirmed in time. We won’t email you about this event again.",
        )
    if registration.is_canceled:
        return Standing(
            "Your registration is canceled", "We won’t email you about this event again."
        )
    if event.is_canceled:
        return Standing("This event is canceled", event.cancellation_note)
    if at >= event.over_at:
        return Standing("This event is over", describe_past(registration))
    if registration.is_waiting:
        return Standing(
            "You’re on the waiting list",
            "We’ll email you as soon as a seat opens up for you.",
        )
    if registration.is_held:
        return Standing("Confirm your seat")
    return Standing(
        "You’re presenting" if registration.is_presenter else "You have a seat",
        "The event is happening now." if at >= event.starts_at else "",
    )


def describe_past(registration: Registration) -> str:
    if registration.is_presenter:
        return "You presented."
    if registration.attended_at:
        return f"You attended on {format_day(registration.attended_at)}."
    if registration.has_seat:
        return "You had a seat."
    return "You were on the waiting list."
