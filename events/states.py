"""What an event is at a moment: it follows from the facts and the clock, and is stored nowhere."""

from datetime import datetime, timedelta

from django.db import models

# From then on a registrant is led to the meeting.
DOORS_OPEN = timedelta(minutes=15)


class State(models.TextChoices):
    ANNOUNCED = "announced", "Announced"
    OPEN = "open", "Registration is open"
    FULL = "full", "Full"
    CLOSED = "closed", "Registration is closed"
    LIVE = "live", "Happening now"
    PAST = "past", "Past"
    RECORDED = "recorded", "Recording available"
    CANCELLED = "canceled", "Canceled"


def state_of(event, *, at: datetime) -> State:
    """Return the state of an event, whose seats and recording are best fetched with it.

    An event that takes no registrations here is announced until it begins.
    """
    if event.is_canceled:
        return State.CANCELLED
    if event.public_recording:
        return State.RECORDED
    if at >= event.over_at:
        return State.PAST
    if at >= event.starts_at:
        return State.LIVE
    if not event.registers_here:
        return State.ANNOUNCED
    if event.registration_opens_at and at < event.registration_opens_at:
        return State.ANNOUNCED
    if event.registration_closes_at and at >= event.registration_closes_at:
        return State.CLOSED
    if event.seats.are_all_taken:
        return State.FULL
    return State.OPEN


def takes_registrations(event, *, at: datetime) -> bool:
    """Whether somebody can register now, be it for the waiting list.

    While it is live too, as somebody may come late to a webinar, unless registration was closed.
    """
    if event.is_canceled or not event.registers_here or at >= event.over_at:
        return False
    if event.registration_opens_at and at < event.registration_opens_at:
        return False
    if event.registration_closes_at and at >= event.registration_closes_at:
        return False
    return event.has_waiting_list or not event.seats.are_all_taken
