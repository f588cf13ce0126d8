"""What may happen now: one function for each question about events, registrations, and emails.

A `check_…` function raises the reason as an EventError, in words that people can read; a `may_…`
function returns a bool. Services, views, emails, and templates (through their context) ask these
functions and never repeat a rule. They read what they are given and run no queries of their own, so
callers fetch an event with its seats and recording (`with_facts()`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models

from events.exceptions import (
    DoorsNotOpen,
    EventCanceled,
    EventError,
    EventNotCanceled,
    EventNotPublic,
    EventOver,
    NotConfirmedInTime,
    NotRegistered,
    RecordingEmpty,
    RecordingTooEarly,
    RegistrationCanceled,
    RegistrationClosed,
    RegistrationErased,
    RegistrationNotOpen,
)

# Registrants can enter the meeting this long before the event starts.
DOORS_OPEN = timedelta(minutes=15)
# Presenters try their microphones first.
DOORS_OPEN_FOR_PRESENTERS = timedelta(hours=1)


@dataclass(frozen=True)
class Reminder:
    kind: str
    before: timedelta
    not_within: timedelta  # any closer to the event, its wording would be wrong


REMINDERS = [
    Reminder("day-before", timedelta(days=1), not_within=timedelta(hours=3)),
    Reminder("hour-before", timedelta(hours=1), not_within=timedelta(0)),
]


class EventState(models.TextChoices):
    ANNOUNCED = "announced", "Announced"
    OPEN = "open", "Registration is open"
    FULL = "full", "Full"
    CLOSED = "closed", "Registration is closed"
    LIVE = "live", "Happening now"
    PAST = "past", "Past"
    RECORDED = "recorded", "Recording available"
    CANCELED = "canceled", "Canceled"


def passes(check: Callable, *args, **kwargs) -> bool:
    try:
        check(*args, **kwargs)
    except EventError:
        return False
    return True


# Events


def state_of(event, *, at: datetime) -> EventState:
    """Return an event's state. It follows from the facts and the clock and is stored nowhere.

    An event that doesn't take registrations on our site is announced until it starts.
    """
    if event.is_canceled:
        return EventState.CANCELED
    if event.public_recording:
        return EventState.RECORDED
    if at >= event.over_at:
        return EventState.PAST
    if at >= event.starts_at:
        return EventState.LIVE
    if not event.registers_here or opens_later(event, at=at):
        return EventState.ANNOUNCED
    if has_closed(event, at=at):
        return EventState.CLOSED
    return EventState.FULL if event.seats.are_all_taken else EventState.OPEN


def opens_later(event, *, at: datetime) -> bool:
    return event.registration_opens_at is not None and at < event.registration_opens_at


def has_closed(event, *, at: datetime) -> bool:
    return event.registration_closes_at is not None and at >= event.registration_closes_at


def may_add_to_calendar(event, *, at: datetime) -> bool:
    return not event.is_canceled and at < event.over_at


def may_notify_of_changes(event, *, at: datetime) -> bool:
    """Whether registrants should still hear that an event has changed. It may be unsaved."""
    return not event.is_canceled and at < event.end_or_assumed


def may_remind(event, reminder: Reminder, *, at: datetime) -> bool:
    """Whether an event sends this reminder, and it is due."""
    is_due = reminder.not_within < event.starts_at - at <= reminder.before
    if event.is_canceled or not is_due:
        return False
    if reminder.kind == "hour-before":
        # An all-day event starts at midnight: its reminder would go out at 11 pm.
        return event.reminds_hour_before and not event.is_all_day
    return event.reminds_day_before


def check_can_reinstate(event, *, at: datetime) -> None:
    if not event.is_canceled:
        raise EventNotCanceled
    if at >= event.over_at:
        raise EventOver


# Registrations


def check_registration_is_open(event, *, at: datetime, by_staff: bool = False) -> None:
    """Raise an error unless people can register now, whether or not a seat is free.

    Registration stays open during the event, so that latecomers can join a webinar. Staff can add
    people at any time.
    """
    if event.is_canceled:
        raise EventCanceled
    if by_staff:
        return
    if at >= event.over_at:
        raise EventOver
    if not event.registers_here or has_closed(event, at=at):
        raise RegistrationClosed
    if opens_later(event, at=at):
        raise RegistrationNotOpen


def may_register(event, *, at: datetime) -> bool:
    """Whether someone can get a seat now, or a place on the waiting list."""
    has_room = event.has_waiting_list or not event.seats.are_all_taken
    return has_room and passes(check_registration_is_open, event, at=at)


def may_give_seats(event, *, at: datetime) -> bool:
    """Whether free seats still go to the waiting list."""
    return not event.is_canceled and at < event.over_at


def check_accepts_people(seats) -> None:
    """Raise an error if the event has been canceled. The seats must be locked.

    The seats are up to date even if the event was read before it was canceled.
    """
    if not seats.is_open:
        raise EventCanceled


def cancels_when_erased(registration, *, at: datetime) -> bool:
    """Whether erasing a registration now also cancels it, so that someone else gets its seat."""
    return not registration.is_canceled and at < registration.event.over_at


def check_not_erased(registration) -> None:
    if registration.is_erased:
        raise RegistrationErased


def check_active(registration) -> None:
    check_not_erased(registration)
    if registration.is_canceled:
        raise RegistrationCanceled


def check_can_cancel(registration, *, at: datetime, by_staff: bool = False) -> None:
    check_active(registration)
    if registration.event.is_canceled:
        raise EventCanceled
    if not by_staff and at >= registration.event.over_at:
        raise EventOver


def check_can_confirm(registration, *, at: datetime) -> None:
    """Raise an error unless a seat is held that can be confirmed. A firm one stays so."""
    check_not_erased(registration)
    if registration.event.is_canceled:
        raise EventCanceled
    if registration.was_not_confirmed:
        raise NotConfirmedInTime
    check_active(registration)
    if not registration.has_seat:
        raise NotRegistered
    if at >= registration.event.over_at:
        raise EventOver


def check_can_invite_presenters(event, *, at: datetime) -> None:
    if event.is_canceled:
        raise EventCanceled
    if at >= event.over_at:
        raise EventOver


def check_can_resend(registration) -> None:
    check_active(registration)
    if registration.event.is_canceled:
        raise EventCanceled


def check_can_check_in(registration) -> None:
    check_not_erased(registration)
    if not registration.has_seat:
        raise NotRegistered


def check_can_attend(registration, *, at: datetime) -> None:
    """Raise an error unless this person can go to the meeting, now or once its doors open."""
    check_not_erased(registration)
    if registration.event.is_canceled:
        raise EventCanceled
    check_can_check_in(registration)
    if at >= registration.event.over_at:
        raise EventOver


def check_can_join(registration, *, at: datetime) -> None:
    check_can_attend(registration, at=at)
    if not are_doors_open(registration, at=at):
        raise DoorsNotOpen


def doors_open_at(registration) -> datetime:
    before = DOORS_OPEN_FOR_PRESENTERS if registration.is_presenter else DOORS_OPEN
    return registration.event.starts_at - before


def are_doors_open(registration, *, at: datetime) -> bool:
    return at >= doors_open_at(registration)


# Recordings


def check_can_publish_recording(event, recording, *, at: datetime) -> None:
    if event.is_canceled:
        raise EventCanceled
    if not event.is_public:
        raise EventNotPublic
    if at < event.over_at:
        raise RecordingTooEarly
    if recording is None or not recording.has_content:
        raise RecordingEmpty


# Emails


def may_link_to_page(event) -> bool:
    """Whether people who follow a link to an event’s page will find it there."""
    return event.is_public


def check_page_is_there(delivery) -> None:
    """Raise an error while an email that is about an event’s page would lead nowhere.

    The other kinds leave out the link: people must hear of a cancellation or a new date even of an
    event that is a draft again.
    """
    purpose = delivery.Purpose
    needs_page = delivery.kind in (purpose.DAY_BEFORE, purpose.HOUR_BEFORE, purpose.RECORDING)
    if needs_page and not may_link_to_page(delivery.registration.event):
        raise EventNotPublic


def may_send(delivery, *, at: datetime) -> bool:
    """Whether an email that was queued earlier is still true and useful."""
    registration, purpose = delivery.registration, delivery.Purpose
    event = registration.event
    if registration.is_erased or (delivery.not_after and at > delivery.not_after):
        return False
    if registration.is_held:
        # The address may be someone else's, who never asked for any of this.
        is_about_seat = delivery.kind in (purpose.CONFIRMATION, purpose.SEAT)
        return is_about_seat and not event.is_canceled and at < event.over_at
    if delivery.kind == purpose.RELEASED:
        return registration.was_not_confirmed and not event.is_canceled and at < event.over_at
    if registration.is_canceled or delivery.kind == purpose.CANCELLATION:
        # People who have canceled get the confirmation of that, and nothing else.
        return registration.is_canceled and delivery.kind == purpose.CANCELLATION
    if at >= event.over_at and delivery.kind not in (purpose.RECORDING, purpose.MESSAGE):
        return False
    if event.is_canceled or delivery.kind == purpose.EVENT_CANCELED:
        return event.is_canceled and delivery.kind in (purpose.EVENT_CANCELED, purpose.MESSAGE)
    match delivery.kind:
        case purpose.MESSAGE | purpose.CONFIRMATION | purpose.EVENT_REINSTATED:
            return True
        case purpose.UPDATE:
            # After two changes in a row, one email is enough.
            return delivery.about == str(event.calendar_sequence)
        case purpose.DAY_BEFORE | purpose.HOUR_BEFORE:
            return registration.has_seat and delivery.about == event.starts_at.isoformat()
        case purpose.RECORDING:
            return registration.has_seat and event.public_recording is not None
    return registration.has_seat
