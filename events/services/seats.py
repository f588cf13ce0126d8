"""How many seats an event has, and who gets those that become free."""

from django.db import transaction
from django.utils import timezone

from content.editing.saving import save_entry
from content.models import User
from events.exceptions import CapacityTooSmall, EventFull, NotRegistered
from events.models import Delivery, Event, Registration, Seats
from events.services.deliveries import enqueue_one

State = Registration.State


def hold_seats(event: Event) -> Seats:
    """Return an event's seats, locked until the transaction ends.

    Whoever locks seats and a registration locks the seats first.
    """
    return Seats.objects.select_for_update(no_key=True).get(event=event)


@transaction.atomic
def set_capacity(*, event: Event, capacity: int | None) -> Seats:
    """Change how many seats there are; None is as many as come. Who waits gets what is free.

    Raises CapacityTooSmall.
    """
    seats = hold_seats(event)
    if seats.capacity == capacity:
        return seats
    if capacity is not None and capacity < seats.taken:
        raise CapacityTooSmall
    seats.capacity = capacity
    seats.save(update_fields=["capacity"])
    fill_free_seats(seats)
    return seats


@transaction.atomic
def seat(*, registration: Registration) -> Registration:
    """Give somebody who waits a seat before their turn; if none is free, there is one more.

    Raises NotRegistered for somebody who does not wait.
    """
    seats = hold_seats(registration.event)
    registration = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    if registration.has_seat:
        return registration
    if not registration.is_waiting:
        raise NotRegistered("Only who is on the waiting list can be given a seat.")
    if seats.are_all_taken:
        seats.capacity += 1
    move_up(seats, registration)
    return registration


@transaction.atomic
def close_registration(*, event: Event, by: User) -> Event:
    """Take no more registrations from now on; the waiting list still moves up."""
    now = timezone.now().replace(second=0, microsecond=0)
    if event.registration_opens_at and event.registration_opens_at >= now:
        event.registration_opens_at = None
    event.registration_closes_at = now
    return save_entry(entry=event, by=by, reason="Registration closed")


def fill_free_seats(seats: Seats) -> None:
    """Give free seats to the first who wait. The seats have to be held."""
    event = seats.event
    if event.is_canceled or timezone.now() >= event.over_at:
        return
    waiting = Registration.objects.waiting().reachable().filter(event=event)
    free = None if seats.capacity is None else seats.capacity - seats.taken
    for registration in waiting.select_for_update(no_key=True)[:free]:
        move_up(seats, registration)


def move_up(seats: Seats, registration: Registration) -> None:
    if seats.are_all_taken:
        raise EventFull
    seats.taken += 1
    seats.save(update_fields=["taken", "capacity"])
    registration.state, registration.seated_at = State.REGISTERED, timezone.now()
    registration.waiting_since = None
    registration.save(update_fields=["state", "seated_at", "waiting_since"])
    enqueue_one(
        registration=registration,
        kind=Delivery.Kind.SEAT,
        about=registration.seated_at.isoformat(),
    )
