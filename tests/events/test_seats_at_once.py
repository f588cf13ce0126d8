"""Seats under real concurrency: 32 people, each with a connection, and five seats."""

from itertools import count

import pytest
from django.db import connection

from events.models import Event, Registration, Seats
from events.services.changes import cancel_event
from events.services.registrations import cancel_registration, register
from events.services.seats import set_capacity
from tests.factories import EventFactory, RegistrationFactory
from tests.support.threads import run_concurrently

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("empty_queue", "wide_pool"),
]

PEOPLE, SEATS = 32, 5


def count_states(event: Event) -> dict[str, int]:
    states = list(Registration.objects.filter(event=event).values_list("state", flat=True))
    return {state: states.count(state) for state in sorted(set(states))}


def seats_of(event: Event) -> Seats:
    return Seats.objects.get(event=event)


def test_concurrent_registrations_fill_all_seats_and_others_wait():
    event, numbers = EventFactory(capacity=SEATS), count()

    def sign_up() -> int:
        register(event=event, email=f"person{next(numbers)}@example.org", name="Someone")
        return connection.connection.info.backend_pid

    backends = run_concurrently(PEOPLE, sign_up)

    assert len({backend for backend in backends if isinstance(backend, int)}) == PEOPLE
    assert count_states(event) == {"registered": SEATS, "waiting": PEOPLE - SEATS}
    assert seats_of(event).taken == SEATS


def test_concurrent_registrations_with_same_email_create_one():
    event = EventFactory(capacity=SEATS)

    results = run_concurrently(
        PEOPLE, lambda: register(event=event, email="ana@example.org", name="Ana").pk
    )

    assert (len(set(results)), len(results)) == (1, PEOPLE)
    assert (count_states(event), seats_of(event).taken) == ({"registered": 1}, 1)


def test_no_seat_stays_empty_during_concurrent_cancellations():
    event, numbers = EventFactory(capacity=SEATS), count()
    leaving = iter(RegistrationFactory.create_batch(SEATS, event=event))

    def come_or_go() -> None:
        number = next(numbers)
        if number % 4 == 0 and (registration := next(leaving, None)):
            cancel_registration(registration=registration)
        else:
            register(event=event, email=f"person{number}@example.org", name="Someone")

    results = run_concurrently(PEOPLE - 8, come_or_go)

    assert results == [None] * (PEOPLE - 8)
    came = PEOPLE - 8 - SEATS
    assert count_states(event) == {
        "canceled": SEATS,
        "registered": SEATS,
        "waiting": came - SEATS,
    }
    assert seats_of(event).taken == SEATS
    # No one on the waiting list had a seat before.
    rows = Registration.objects.filter(event=event, state="waiting")
    assert not rows.filter(seated_at__isnull=False).exists()


def test_concurrent_capacity_change_and_cancellations_seat_correct_number():
    event = EventFactory(capacity=SEATS)
    seated = RegistrationFactory.create_batch(SEATS, event=event)
    RegistrationFactory.create_batch(12, event=event, waiting=True)
    steps = iter(
        [
            *[lambda each=each: cancel_registration(registration=each) for each in seated],
            *[lambda: set_capacity(event=event, capacity=SEATS + 3)] * 3,
        ]
    )

    run_concurrently(SEATS + 3, lambda: next(steps)() and None)

    assert count_states(event) == {"canceled": SEATS, "registered": SEATS + 3, "waiting": 4}
    assert seats_of(event).taken == SEATS + 3


def test_registrant_during_event_cancellation_is_notified_or_rejected():
    event, numbers = EventFactory(), count()

    def sign_up_or_cancel() -> str:
        number = next(numbers)
        if number == 7:
            cancel_event(event=event, by=None, note="")
            return "canceled"
        register(event=event, email=f"person{number}@example.org", name="Someone")
        return "registered"

    results = run_concurrently(16, sign_up_or_cancel)

    notified = set(Registration.objects.filter(deliveries__kind="event-canceled").values_list("pk"))
    assert notified == set(Registration.objects.filter(event=event).values_list("pk"))
    refused = [each for each in results if isinstance(each, Exception)]
    assert {str(each) for each in refused} <= {"This event is canceled."}
    assert len(notified) + len(refused) == 15
