"""Seats at events: taken, given back, and used."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from content.models import User
from events.exceptions import (
    EventCancelled,
    EventFull,
    EventOver,
    NotRegistered,
    RegistrationClosed,
    RegistrationErased,
    RegistrationNotOpen,
)
from events.models import ConsentText, Delivery, Event, Registration, Seats
from events.services.deliveries import AT_ONCE, enqueue_one, send_deliveries
from events.services.free_seats import take_free_seat
from events.services.limits import refuse_more_mails
from events.services.seats import fill_free_seats, hold_seats

State = Registration.State


def normalize(email: str) -> str:
    """Return an address as it is compared: nobody has two that differ in case."""
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
    """Give somebody a seat, or a place on the waiting list, and have it confirmed by mail.

    The same address again is the same registration: it gets its mail once more and nothing else
    changes, as anybody could have sent it; a canceled one comes to life again. With `by`, somebody
    of the staff adds a person by hand, also while registration is not open. Raises a
    RegistrationError.
    """
    email = normalize(email)
    refuse_unless_open(event, by=by)
    facts = {
        "name": name,
        "answers": answers or {},
        "consent": consent,
        "consented_at": timezone.now() if consent else None,
        "added_by": by,
    }
    if not Registration.objects.filter(event=event, email=email).exists():
        try:
            return add(event=event, email=email, **facts)
        except IntegrityError as error:
            # The same address came twice at the same moment.
            if "registration_email_once" not in str(error):
                raise
    return register_again(event=event, email=email, **facts)


def refuse_unless_open(event: Event, *, by: User | None = None) -> None:
    now = timezone.now()
    if event.is_canceled:
        raise EventCancelled
    if by is not None:
        return
    if now >= event.over_at:
        raise EventOver
    if not event.has_waiting_list and Seats.objects.get(event=event).are_all_taken:
        # Also to whoever is registered already: another answer would say so.
        raise EventFull
    opens, closes = event.registration_opens_at, event.registration_closes_at
    if not event.registers_here or (closes and now >= closes):
        raise RegistrationClosed
    if opens and now < opens:
        raise RegistrationNotOpen


def add(*, event: Event, email: str, **facts) -> Registration:
    registration = Registration(event=event, email=email, **facts)
    if not take_free_seat(registration, task=send_deliveries.name, priority=AT_ONCE):
        with transaction.atomic():
            take_place(registration, seats=hold_seats(event))
            registration.save(force_insert=True)
            confirm(registration)
    return registration


@transaction.atomic
def register_again(*, event: Event, email: str, **facts) -> Registration:
    seats = hold_seats(event)
    registration = Registration.objects.select_for_update().get(event=event, email=email)
    if registration.state == State.CANCELLED:
        for field, value in facts.items():
            setattr(registration, field, value)
        registration.canceled_at = registration.attended_at = None
        registration.created_at = timezone.now()
        take_place(registration, seats=seats)
        registration.save()
    confirm(registration, again=True)
    return registration


def take_place(registration: Registration, *, seats: Seats) -> None:
    """Set a registration's state by what is free. Raises EventFull, EventCancelled.

    The seats are held, so that nobody gives one back before this one stands on the list.
    """
    now = timezone.now()
    if not seats.are_given:
        # Canceled meanwhile, and everybody who had a seat was told already.
        raise EventCancelled
    if not seats.are_all_taken:
        seats.taken += 1
        seats.save(update_fields=["taken"])
        registration.state, registration.seated_at = State.REGISTERED, now
        registration.waiting_since = None
    elif registration.event.has_waiting_list:
        registration.state, registration.waiting_since = State.WAITING, now
        registration.seated_at = None
    else:
        raise EventFull


def confirm(registration: Registration, *, again: bool = False) -> None:
    about = f"{timezone.now():%Y-%m-%dT%H:%M:%S.%f}" if again else ""
    enqueue_one(registration=registration, kind=Delivery.Kind.CONFIRMATION, about=about)


@transaction.atomic
def resend(*, registration: Registration) -> None:
    """Send the confirmation once more. Raises RegistrationErased, NotRegistered, TooManyMails."""
    registration = hold(registration)
    if registration.state == State.CANCELLED:
        raise NotRegistered("This registration is canceled: register again to get a new one.")
    if registration.event.is_canceled:
        raise EventCancelled
    refuse_more_mails(registration)
    confirm(registration, again=True)


@transaction.atomic
def change_registration(*, registration: Registration, name: str, answers: dict) -> Registration:
    """Save another name and other answers. Raises RegistrationErased."""
    registration = hold(registration)
    registration.name, registration.answers = name, answers
    registration.save(update_fields=["name", "answers"])
    return registration


@transaction.atomic
def cancel_registration(*, registration: Registration, by: User | None = None) -> Registration:
    """Give a seat back, which goes to the first who waits. A second time, nothing happens.

    Raises RegistrationErased, EventOver.
    """
    seats = hold_seats(registration.event)
    registration = hold(registration)
    if registration.state == State.CANCELLED:
        return registration
    if registration.event.is_canceled:
        # They know it already, and there is no seat to give back.
        raise EventCancelled
    if by is None and timezone.now() >= registration.event.over_at:
        raise EventOver
    had_seat = registration.has_seat
    registration.state, registration.canceled_at = State.CANCELLED, timezone.now()
    registration.save(update_fields=["state", "canceled_at"])
    enqueue_one(
        registration=registration,
        kind=Delivery.Kind.GOODBYE,
        about=registration.canceled_at.isoformat(),
    )
    if had_seat:
        give_seat_back(seats)
    return registration


def give_seat_back(seats: Seats) -> None:
    seats.taken -= 1
    seats.save(update_fields=["taken"])
    fill_free_seats(seats)


@transaction.atomic
def join(*, registration: Registration) -> str:
    """Note that a registrant came, and return the address of the meeting.

    Whether it is time yet is for the page to say. Raises NotRegistered, EventCancelled, EventOver.
    """
    registration = hold(registration)
    event = registration.event
    if event.is_canceled:
        raise EventCancelled
    if not registration.has_seat:
        raise NotRegistered
    if timezone.now() >= event.over_at:
        raise EventOver
    check_in(registration=registration)
    return event.join_url


@transaction.atomic
def check_in(*, registration: Registration, attended: bool = True) -> Registration:
    """Note that somebody came; the first time counts. Raises NotRegistered, RegistrationErased."""
    registration = hold(registration)
    if attended and not registration.has_seat:
        raise NotRegistered
    if attended != (registration.attended_at is not None):
        registration.attended_at = timezone.now() if attended else None
        registration.save(update_fields=["attended_at"])
    return registration


def hold(registration: Registration) -> Registration:
    """Return a registration as it is now, locked until the transaction ends."""
    held = (
        Registration.objects.select_for_update(of=["self"], no_key=True)
        .select_related("event")
        .get(pk=registration.pk)
    )
    if held.is_erased:
        raise RegistrationErased
    return held
