"""Registering for events, and everything that can happen to a registration afterward."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from content.models import User
from events import policy
from events.exceptions import EventFull
from events.models import ConsentText, Delivery, Event, Registration, Seats
from events.services.deliveries import enqueue_one
from events.services.durable_sql import commit_as_set
from events.services.free_seats import take_free_seat
from events.services.limits import check_resend_limit
from events.services.seats import fill_free_seats, hold_until, lock_seats

State = Registration.State


def normalize(email: str) -> str:
    """Return an email address as it is stored and compared: without regard to case."""
    return email.strip().lower()


def register(
    *,
    event: Event,
    email: str,
    name: str,
    answers: dict | None = None,
    consent: ConsentText | None = None,
    by: User | None = None,
) -> Registration:
    """Give someone a seat or a place on the waiting list, and email them a confirmation.

    An address that is already registered gets its confirmation again, and nothing else changes,
    because anyone could have sent the form; a canceled registration is reactivated. With `by`, a
    staff member adds the person, even while registration is closed. Raises a RegistrationError.
    """
    email = normalize(email)
    policy.check_registration_is_open(event, at=timezone.now(), by_staff=by is not None)
    facts = {
        "name": name,
        "answers": answers or {},
        "consent": consent,
        "consented_at": timezone.now() if consent else None,
        "added_by": by,
    }
    if by is not None and Registration.objects.filter(event=event, email=email).exists():
        # Staff may learn who is registered, even when a full event refuses everyone.
        return register_again(event=event, email=email, **facts)
    try:
        return add(event=event, email=email, **facts)
    except IntegrityError as error:
        if "registration_email_once" not in str(error):
            raise
    return register_again(event=event, email=email, **facts)


def add(*, event: Event, email: str, **facts) -> Registration:
    registration = Registration(event=event, email=email, **facts)
    registration.held_until = hold_until(registration)
    if not take_free_seat(registration):
        with transaction.atomic():
            assign_seat(registration, seats=lock_seats(event))
            registration.save(force_insert=True)
            confirm(registration)
    return registration


@transaction.atomic
def register_again(*, event: Event, email: str, **facts) -> Registration:
    seats = lock_seats(event)
    registration = Registration.objects.select_for_update().get(event=event, email=email)
    if registration.is_canceled:
        for field, value in facts.items():
            setattr(registration, field, value)
        registration.canceled_at = registration.attended_at = None
        registration.created_at = timezone.now()
        assign_seat(registration, seats=seats)
        registration.save()
    confirm(registration, again=True)
    return registration


def assign_seat(registration: Registration, *, seats: Seats) -> None:
    """Give a registration a seat, or put it on the waiting list. Raises EventFull, EventCanceled.

    The seats must be locked: otherwise, someone could give a seat back before this person is on
    the list, and the seat would stay empty.
    """
    now = timezone.now()
    policy.check_accepts_people(seats)
    if not seats.are_all_taken:
        seats.taken += 1
        seats.save(update_fields=["taken"])
        registration.state, registration.seated_at = State.REGISTERED, now
        registration.waiting_since, registration.held_until = None, hold_until(registration)
    elif registration.event.has_waiting_list:
        registration.state, registration.waiting_since = State.WAITING, now
        registration.seated_at = registration.held_until = None
    else:
        raise EventFull


def confirm(registration: Registration, *, again: bool = False) -> None:
    about = f"{timezone.now():%Y-%m-%dT%H:%M:%S.%f}" if again else ""
    enqueue_one(registration=registration, kind=Delivery.Purpose.CONFIRMATION, about=about)


@transaction.atomic
def resend_confirmation(*, registration: Registration) -> None:
    """Raises RegistrationErased, RegistrationCanceled, EventCanceled, TooManyEmails."""
    registration = lock_registration(registration)
    policy.check_can_resend(registration)
    check_resend_limit(registration)
    confirm(registration, again=True)


@transaction.atomic
def change_registration(*, registration: Registration, name: str, answers: dict) -> Registration:
    """Save a different name and different answers. Raises RegistrationErased."""
    registration = lock_registration(registration)
    policy.check_not_erased(registration)
    registration.name, registration.answers = name, answers
    registration.save(update_fields=["name", "answers"])
    return registration


@transaction.atomic
def cancel_registration(*, registration: Registration, by: User | None = None) -> Registration:
    """Cancel a registration. Its seat goes to the first person on the waiting list.

    A canceled registration stays as it is. Raises RegistrationErased, EventCanceled, EventOver.
    """
    seats = lock_seats(registration.event)
    registration = lock_registration(registration)
    if registration.is_canceled and not registration.is_erased:
        return registration
    policy.check_can_cancel(registration, at=timezone.now(), by_staff=by is not None)
    took_seat = registration.takes_seat
    registration.state, registration.canceled_at = State.CANCELED, timezone.now()
    registration.is_presenter, registration.held_until = False, None
    registration.save(update_fields=["state", "canceled_at", "is_presenter", "held_until"])
    enqueue_one(
        registration=registration,
        kind=Delivery.Purpose.CANCELLATION,
        about=registration.canceled_at.isoformat(),
    )
    if took_seat:
        give_seat_back(seats)
    return registration


def give_seat_back(seats: Seats) -> None:
    seats.taken -= 1
    seats.save(update_fields=["taken"])
    fill_free_seats(seats)


@transaction.atomic
def join(*, registration: Registration) -> str:
    """Record that a registrant attended, and return the address of the meeting.

    Raises RegistrationErased, NotRegistered, EventCanceled, EventOver, DoorsNotOpen.
    """
    registration = lock_registration(registration)
    policy.check_can_join(registration, at=timezone.now())
    check_in(registration=registration)
    return registration.event.join_url


@transaction.atomic
def check_in(*, registration: Registration, attended: bool = True) -> Registration:
    """Record that someone attended, or undo it. The first time counts.

    Raises NotRegistered, RegistrationErased.
    """
    registration = lock_registration(registration)
    if attended:
        policy.check_can_check_in(registration)
    policy.check_not_erased(registration)
    if attended != (registration.attended_at is not None):
        registration.attended_at = timezone.now() if attended else None
        if attended:
            registration.held_until = None
        registration.save(update_fields=["attended_at", "held_until"])
    return registration


def lock_registration(registration: Registration) -> Registration:
    """Return a registration as it is stored now, locked until the transaction ends."""
    commit_as_set()
    return (
        Registration.objects.select_for_update(of=["self"], no_key=True)
        .select_related("event")
        .get(pk=registration.pk)
    )
