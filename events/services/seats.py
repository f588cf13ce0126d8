"""How many seats an event has, and who gets the ones that become free."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from content.editing.saving import save_entry
from content.models import User
from content.site import site_settings
from events import policy
from events.exceptions import CapacityTooSmall, EventFull, NotOnWaitingList
from events.models import Delivery, Event, Registration, Seats
from events.services.deliveries import enqueue_one
from events.services.durable_sql import commit_as_set

State = Registration.State


def lock_seats(event: Event) -> Seats:
    """Return an event's seats, locked until the transaction ends.

    To prevent deadlocks, lock the seats before locking a registration.
    """
    commit_as_set()
    return Seats.objects.select_for_update(no_key=True).get(event=event)


@transaction.atomic
def set_capacity(*, event: Event, capacity: int | None) -> Seats:
    """Change the number of seats; None means unlimited. New seats go to the waiting list.

    Raises CapacityTooSmall.
    """
    seats = lock_seats(event)
    if seats.capacity == capacity:
        return seats
    if capacity is not None and capacity < seats.taken:
        raise CapacityTooSmall
    seats.capacity = capacity
    seats.save(update_fields=["capacity"])
    fill_free_seats(seats)
    return seats


@transaction.atomic
def give_seat(*, registration: Registration) -> Registration:
    """Give someone on the waiting list a seat ahead of their turn, adding one if none is free.

    Raises NotOnWaitingList.
    """
    seats = lock_seats(registration.event)
    registration = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    if registration.has_seat:
        return registration
    if not registration.is_waiting:
        raise NotOnWaitingList
    if seats.are_all_taken:
        seats.capacity += 1
    move_up(seats, registration)
    return registration


@transaction.atomic
def close_registration(*, event: Event, by: User) -> Event:
    """Stop taking registrations. Free seats still go to the waiting list."""
    now = timezone.now().replace(second=0, microsecond=0)
    if event.registration_opens_at and event.registration_opens_at >= now:
        event.registration_opens_at = None
    event.registration_closes_at = now
    return save_entry(entry=event, by=by, reason="Registration closed")


def hold_until(registration: Registration) -> datetime | None:
    """Return until when a new seat is held for confirmation; None if it is firm at once.

    People whom staff add don't have to confirm.
    """
    hours = site_settings().hours_to_confirm_seats
    if hours is None or registration.added_by_id is not None:
        return None
    return timezone.now() + timedelta(hours=hours)


def fill_free_seats(seats: Seats) -> None:
    """Give free seats to the people who have waited longest. The seats must be locked."""
    if not policy.may_give_seats(seats.event, at=timezone.now()):
        return
    waiting = Registration.objects.waiting().reachable().filter(event=seats.event)
    free = None if seats.capacity is None else seats.capacity - seats.taken
    for registration in waiting.select_for_update(no_key=True)[:free]:
        move_up(seats, registration, held_until=hold_until(registration))


def move_up(
    seats: Seats, registration: Registration, *, held_until: datetime | None = None
) -> None:
    if seats.are_all_taken:
        raise EventFull
    seats.taken += 1
    seats.save(update_fields=["taken", "capacity"])
    registration.state, registration.seated_at = State.REGISTERED, timezone.now()
    registration.waiting_since, registration.held_until = None, held_until
    registration.save(update_fields=["state", "seated_at", "waiting_since", "held_until"])
    enqueue_one(
        registration=registration,
        kind=Delivery.Purpose.SEAT,
        about=registration.seated_at.isoformat(),
    )
