"""Whether a mail that was noted a while ago still says what is true."""

from django.utils import timezone

from events.models import Delivery, Registration

Kind = Delivery.Kind
# What is of use when the event is over, too.
AFTERWARDS = {Kind.RECORDING, Kind.MESSAGE}


def is_still_true(delivery: Delivery) -> bool:
    """Tell whether a mail should go out now; its registration and event are as they are now."""
    registration = delivery.registration
    if registration.is_erased:
        return False
    if delivery.not_after and timezone.now() > delivery.not_after:
        return False
    if delivery.kind == Kind.GOODBYE:
        return registration.state == Registration.State.CANCELLED
    # Nothing but that goes to somebody who canceled.
    if registration.state == Registration.State.CANCELLED:
        return False
    event = registration.event
    if timezone.now() >= event.over_at and delivery.kind not in AFTERWARDS:
        return False
    if delivery.kind == Kind.CALLED_OFF:
        return event.is_canceled
    if delivery.kind == Kind.MESSAGE:
        return True
    if event.is_canceled:
        return False
    if delivery.kind == Kind.UPDATE:
        # Of two changes in a row, one mail tells.
        return delivery.about == str(event.calendar_sequence)
    if delivery.kind in (Kind.DAY_BEFORE, Kind.HOUR_BEFORE):
        return registration.has_seat and delivery.about == event.starts_at.isoformat()
    if delivery.kind == Kind.RECORDING:
        return registration.has_seat and event.public_recording is not None
    return registration.has_seat or delivery.kind == Kind.CONFIRMATION
