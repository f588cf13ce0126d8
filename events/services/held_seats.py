"""Seats that are held until they are confirmed: see docs/decisions/seats.md."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events import policy
from events.models import Delivery, Event, Registration
from events.services.deliveries import enqueue_one
from events.services.registrations import confirm, give_seat_back, lock_registration
from events.services.seats import lock_seats

BURST_LENGTH = timedelta(minutes=10)
BURST_SIZE = 20


@dataclass(frozen=True)
class Burst:
    """Many registrations at once that no one confirmed, as one who fills seats would make them."""

    count: int
    begins_at: datetime
    ends_at: datetime


@transaction.atomic
def confirm_seat(*, registration: Registration) -> Registration:
    """Make a held seat firm, and email the confirmation. A firm one stays as it is.

    Raises RegistrationErased, NotConfirmedInTime, NotRegistered, EventCanceled, EventOver.
    """
    registration = lock_registration(registration)
    policy.check_can_confirm(registration, at=timezone.now())
    if registration.is_held:
        registration.held_until = None
        registration.save(update_fields=["held_until"])
        confirm(registration, again=True)
    return registration


def release_seats() -> int:
    """Give up the held seats whose time is over, and return how many. The waiting list gets them.

    Once an event has begun or was canceled, no one needs the seats.
    """
    late = Registration.objects.held().filter(held_until__lte=timezone.now())
    late = late.filter(event__starts_at__gt=timezone.now(), event__canceled_at=None)
    return sum(release_seat(each) for each in late.select_related("event").order_by("pk"))


@transaction.atomic
def release_seat(registration: Registration) -> bool:
    """Return False if the seat was confirmed, or given back, in the meantime."""
    seats = lock_seats(registration.event)
    registration = lock_registration(registration)
    now = timezone.now()
    held_until = registration.held_until
    if not registration.has_seat or held_until is None or held_until > now:
        return False
    took_seat = registration.takes_seat
    registration.state, registration.canceled_at = Registration.State.CANCELED, now
    registration.save(update_fields=["state", "canceled_at"])
    if not registration.is_erased:
        enqueue_one(
            registration=registration, kind=Delivery.Purpose.RELEASED, about=now.isoformat()
        )
    if took_seat:
        give_seat_back(seats)
    return True


def find_burst(event: Event) -> Burst | None:
    """Return the largest burst of registrations that were not confirmed, if there was one."""
    unconfirmed = Registration.objects.filter(event=event, held_until__isnull=False)
    moments = list(unconfirmed.order_by("created_at").values_list("created_at", flat=True))
    largest, first = None, 0
    for last, moment in enumerate(moments):
        while moment - moments[first] > BURST_LENGTH:
            first += 1
        count = last - first + 1
        if count >= BURST_SIZE and (largest is None or count > largest.count):
            largest = Burst(count, moments[first], moment)
    return largest
