"""Seats: who gets one, who waits, and who gets the ones that open up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.exceptions import (
    CapacityTooSmall,
    EventCanceled,
    EventFull,
    EventOver,
    NotRegistered,
    RegistrationClosed,
    RegistrationNotOpen,
    TooManyEmails,
)
from events.models import ConsentText, Event, Registration, Seats
from events.services.limits import RESENDS_PER_DAY
from events.services.registrations import (
    cancel_registration,
    change_registration,
    check_in,
    join,
    register,
    resend_confirmation,
)
from events.services.seats import close_registration, give_seat, set_capacity
from tests.factories import EventFactory, RegistrationFactory, UserFactory
from tests.support.mail_servers import text_of, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def sign_up(event: Event, *names: str) -> list[Registration]:
    return [register(event=event, email=f"{name}@example.org", name=name) for name in names]


def states(event: Event) -> dict[str, str]:
    rows = Registration.objects.filter(event=event).order_by("pk")
    return dict(rows.values_list("name", "state"))


def taken(event: Event) -> int:
    return Seats.objects.get(event=event).taken


def test_first_come_get_seats_and_the_others_wait(mail_server):
    event = EventFactory(capacity=2, title="The webinar")

    sign_up(event, "ana", "ben", "cleo")
    work()

    assert states(event) == {"ana": "registered", "ben": "registered", "cleo": "waiting"}
    assert taken(event) == 2
    assert mail_server.subjects == [
        ("ana@example.org", "You’re registered: The webinar"),
        ("ben@example.org", "You’re registered: The webinar"),
        ("cleo@example.org", "You’re on the waiting list: The webinar"),
    ]


def test_event_without_capacity_takes_everyone():
    event = EventFactory()

    sign_up(event, "ana", "ben", "cleo")

    assert (set(states(event).values()), taken(event)) == ({"registered"}, 3)


def test_full_event_without_waiting_list_refuses():
    event = EventFactory(capacity=1, has_waiting_list=False)
    sign_up(event, "ana")

    with pytest.raises(EventFull):
        sign_up(event, "ben")

    assert (states(event), taken(event)) == ({"ana": "registered"}, 1)


def test_freed_seat_goes_to_who_waited_longest_and_they_are_emailed(mail_server):
    event = EventFactory(capacity=1, title="The webinar")
    ana, *_ = sign_up(event, "ana", "ben", "cleo")
    work()
    mail_server.reset()

    cancel_registration(registration=ana)
    work()

    assert states(event) == {"ana": "canceled", "ben": "registered", "cleo": "waiting"}
    assert taken(event) == 1
    assert mail_server.subjects == [
        ("ana@example.org", "Your registration is canceled: The webinar"),
        ("ben@example.org", "You have a seat: The webinar"),
    ]


def test_canceling_twice_changes_nothing_more(mail_server):
    event = EventFactory(capacity=1)
    ana, *_ = sign_up(event, "ana", "ben", "cleo")

    cancel_registration(registration=ana)
    cancel_registration(registration=ana)
    work()

    assert states(event) == {"ana": "canceled", "ben": "registered", "cleo": "waiting"}
    assert [mail["To"] for mail in mail_server.taken].count("ana@example.org") == 1


def test_who_leaves_the_waiting_list_frees_no_seat():
    event = EventFactory(capacity=1)
    _, ben, _ = sign_up(event, "ana", "ben", "cleo")

    cancel_registration(registration=ben)

    assert states(event) == {"ana": "registered", "ben": "canceled", "cleo": "waiting"}
    assert taken(event) == 1


def test_same_address_in_other_characters_is_the_same_registration(mail_server):
    event = EventFactory(capacity=2, title="The webinar")
    first = register(event=event, email="Ana@Example.org", name="Ana", answers={"1": "Teacher"})

    again = register(event=event, email="ana@EXAMPLE.ORG ", name="Mallory", answers={})
    work()

    assert (again.pk, again.name, again.answers) == (first.pk, "Ana", {"1": "Teacher"})
    assert taken(event) == 1
    assert mail_server.subjects == [("ana@example.org", "You’re registered: The webinar")] * 2


def test_who_canceled_can_register_again_with_the_same_link(mail_server):
    event = EventFactory(capacity=1)
    ana, _ = sign_up(event, "ana", "ben")
    cancel_registration(registration=ana)

    again = register(event=event, email="ana@example.org", name="Ana María")

    assert (again.pk, again.token, again.name) == (ana.pk, ana.token, "Ana María")
    assert states(event) == {"Ana María": "waiting", "ben": "registered"}


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"canceled": True}, EventCanceled),
        ({"past": True}, EventOver),
        ({"elsewhere": True}, RegistrationClosed),
        (
            {"registration_opens_at": timezone.now() + timedelta(hours=1)},
            RegistrationNotOpen,
        ),
        ({"registration_closes_at": timezone.now() - timedelta(hours=1)}, RegistrationClosed),
    ],
)
def test_event_that_takes_no_registrations_refuses(facts, refusal):
    event = EventFactory(**facts)

    with pytest.raises(refusal):
        sign_up(event, "ana")

    assert (states(event), taken(event)) == ({}, 0)


def test_staff_can_add_someone_while_registration_is_closed():
    event = EventFactory(registration_closes_at=timezone.now() - timedelta(hours=1))
    user = UserFactory()

    added = register(event=event, email="ana@example.org", name="Ana", by=user)

    assert (added.state, added.added_by, taken(event)) == ("registered", user, 1)


def test_consent_is_kept_with_its_version_and_time():
    consent = ConsentText.objects.create(text="We keep little.")

    before = timezone.now()
    ana = register(event=EventFactory(), email="ana@example.org", name="Ana", consent=consent)

    assert (ana.consent.version, ana.consented_at >= before) == (2, True)


# What staff can do


def test_more_seats_go_to_those_who_wait_in_their_order(mail_server):
    event = EventFactory(capacity=1)
    sign_up(event, "ana", "ben", "cleo", "dan")
    work()
    mail_server.reset()

    set_capacity(event=event, capacity=3)
    work()

    assert states(event) == {
        "ana": "registered",
        "ben": "registered",
        "cleo": "registered",
        "dan": "waiting",
    }
    assert [mail["To"] for mail in mail_server.taken] == ["ben@example.org", "cleo@example.org"]


def test_capacity_without_end_empties_the_waiting_list():
    event = EventFactory(capacity=1)
    sign_up(event, "ana", "ben", "cleo")

    set_capacity(event=event, capacity=None)

    assert (set(states(event).values()), taken(event)) == ({"registered"}, 3)


def test_capacity_cannot_fall_below_what_is_taken():
    event = EventFactory(capacity=3)
    sign_up(event, "ana", "ben")

    with pytest.raises(CapacityTooSmall):
        set_capacity(event=event, capacity=1)

    assert Seats.objects.get(event=event).capacity == 3


def test_editor_seats_someone_before_their_turn():
    event = EventFactory(capacity=1)
    _, _, cleo = sign_up(event, "ana", "ben", "cleo")

    give_seat(registration=cleo)

    seats = Seats.objects.get(event=event)
    assert states(event) == {"ana": "registered", "ben": "waiting", "cleo": "registered"}
    assert (seats.taken, seats.capacity) == (2, 2)


def test_who_canceled_cannot_be_seated():
    event = EventFactory(capacity=1)
    ana, _ = sign_up(event, "ana", "ben")
    cancel_registration(registration=ana)

    with pytest.raises(NotRegistered):
        give_seat(registration=ana)


def test_registration_that_is_closed_early_takes_no_one_more():
    event = EventFactory()
    close_registration(event=event, by=UserFactory())

    with pytest.raises(RegistrationClosed):
        sign_up(Event.objects.get(pk=event.pk), "ana")


# What registrants can do


def test_changed_name_and_answers_are_kept():
    ana = RegistrationFactory(name="Ana", answers={"1": "Teacher"})

    change_registration(registration=ana, name="Ana María", answers={"1": "Leader"})

    ana.refresh_from_db()
    assert (ana.name, ana.answers) == ("Ana María", {"1": "Leader"})


def test_email_is_sent_again_a_few_times_a_day_and_no_more(mail_server):
    ana = RegistrationFactory()
    for _ in range(RESENDS_PER_DAY + 1):
        resend_confirmation(registration=ana)

    with pytest.raises(TooManyEmails):
        resend_confirmation(registration=ana)

    work()
    assert len(mail_server.taken) == RESENDS_PER_DAY + 1


def test_who_joins_is_noted_once():
    ana = RegistrationFactory(event=EventFactory(live=True))

    address = join(registration=ana)
    ana.refresh_from_db()
    came_at = ana.attended_at
    join(registration=ana)

    ana.refresh_from_db()
    assert address == ana.event.join_url
    assert (came_at is not None, ana.attended_at) == (True, came_at)


@pytest.mark.parametrize("state", ["waiting", "left"])
def test_no_one_without_a_seat_joins_or_is_checked_in(state):
    ana = RegistrationFactory(event=EventFactory(live=True), **{state: True})

    for way_in in (join, check_in):
        with pytest.raises(NotRegistered):
            way_in(registration=ana)

    ana.refresh_from_db()
    assert ana.attended_at is None


def test_check_in_can_be_taken_back():
    ana = check_in(registration=RegistrationFactory())

    ana = check_in(registration=ana, attended=False)

    assert ana.attended_at is None


def test_confirmation_has_everything_that_someone_needs(mail_server):
    event = EventFactory(
        what_to_bring="A <pencil>",
        accessibility="Ask Ana.",
        has_captions=True,
        join_notes="Or call 555-0100.",
    )
    (ana,) = sign_up(event, "ana")

    work()

    text = text_of(mail_server.taken[0]).replace("\r\n", "\n")
    for needed in (
        event.date_line,
        "A <pencil>",
        "Ask Ana.",
        "This event has live captions.",
        "Or call 555-0100.",
        f"http://127.0.0.1:8000/registrations/{ana.token}/join/",
        f"http://127.0.0.1:8000/registrations/{ana.token}/\n",
    ):
        assert needed in text
    assert event.join_url not in mail_server.taken[0].as_string()


def test_who_registers_again_has_not_come_yet():
    event = EventFactory(live=True)
    (ana,) = sign_up(event, "ana")
    check_in(registration=ana)
    cancel_registration(registration=ana)

    (again,) = sign_up(event, "ana")

    assert (again.state, again.attended_at) == ("registered", None)
