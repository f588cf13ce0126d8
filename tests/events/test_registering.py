"""Registering: seats, the waiting list, and who gets seats that open up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.exceptions import (
    CapacityTooSmall,
    DoorsNotOpen,
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
from tests.support.mail_servers import send_queued_emails, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def sign_up(event: Event, *names: str) -> list[Registration]:
    return [register(event=event, email=f"{name}@example.org", name=name) for name in names]


def states(event: Event) -> dict[str, str]:
    rows = Registration.objects.filter(event=event).order_by("pk")
    return dict(rows.values_list("name", "state"))


def seats_taken(event: Event) -> int:
    return Seats.objects.get(event=event).taken


def test_seats_are_first_come_first_served(mail_server):
    event = EventFactory(capacity=2, title="The webinar")

    sign_up(event, "ana", "ben", "cleo")
    send_queued_emails()

    assert states(event) == {"ana": "registered", "ben": "registered", "cleo": "waiting"}
    assert seats_taken(event) == 2
    assert mail_server.subjects == [
        ("ana@example.org", "You’re registered: The webinar"),
        ("ben@example.org", "You’re registered: The webinar"),
        ("cleo@example.org", "You’re on the waiting list: The webinar"),
    ]


def test_event_without_capacity_is_unlimited():
    event = EventFactory()

    sign_up(event, "ana", "ben", "cleo")

    assert (set(states(event).values()), seats_taken(event)) == ({"registered"}, 3)


def test_full_event_without_waiting_list_rejects_registration():
    event = EventFactory(capacity=1, has_waiting_list=False)
    sign_up(event, "ana")

    with pytest.raises(EventFull):
        sign_up(event, "ben")

    assert (states(event), seats_taken(event)) == ({"ana": "registered"}, 1)


def test_freed_seat_goes_to_first_in_line_with_an_email(mail_server):
    event = EventFactory(capacity=1, title="The webinar")
    ana, *_ = sign_up(event, "ana", "ben", "cleo")
    send_queued_emails()
    mail_server.reset()

    cancel_registration(registration=ana)
    send_queued_emails()

    assert states(event) == {"ana": "canceled", "ben": "registered", "cleo": "waiting"}
    assert seats_taken(event) == 1
    assert mail_server.subjects == [
        ("ana@example.org", "Your registration is canceled: The webinar"),
        ("ben@example.org", "You have a seat: The webinar"),
    ]


def test_canceling_twice_has_no_further_effect(mail_server):
    event = EventFactory(capacity=1)
    ana, *_ = sign_up(event, "ana", "ben", "cleo")

    cancel_registration(registration=ana)
    cancel_registration(registration=ana)
    send_queued_emails()

    assert states(event) == {"ana": "canceled", "ben": "registered", "cleo": "waiting"}
    assert [mail["To"] for mail in mail_server.taken].count("ana@example.org") == 1


def test_leaving_waiting_list_frees_no_seat():
    event = EventFactory(capacity=1)
    _, ben, _ = sign_up(event, "ana", "ben", "cleo")

    cancel_registration(registration=ben)

    assert states(event) == {"ana": "registered", "ben": "canceled", "cleo": "waiting"}
    assert seats_taken(event) == 1


def test_equivalent_email_is_the_same_registration(mail_server):
    event = EventFactory(capacity=2, title="The webinar")
    first = register(event=event, email="Ana@Example.org", name="Ana", answers={"1": "Teacher"})

    again = register(event=event, email="ana@EXAMPLE.ORG ", name="Mallory", answers={})
    send_queued_emails()

    assert (again.pk, again.name, again.answers) == (first.pk, "Ana", {"1": "Teacher"})
    assert seats_taken(event) == 1
    assert mail_server.subjects == [("ana@example.org", "You’re registered: The webinar")] * 2


def test_registering_again_after_canceling_keeps_link(mail_server):
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
def test_event_not_open_rejects_registration(facts, refusal):
    event = EventFactory(**facts)

    with pytest.raises(refusal):
        sign_up(event, "ana")

    assert (states(event), seats_taken(event)) == ({}, 0)


def test_staff_can_add_someone_while_registration_is_closed():
    event = EventFactory(registration_closes_at=timezone.now() - timedelta(hours=1))
    user = UserFactory()

    added = register(event=event, email="ana@example.org", name="Ana", by=user)

    assert (added.state, added.added_by, seats_taken(event)) == ("registered", user, 1)


def test_consent_is_stored_with_text_and_time():
    consent = ConsentText.objects.create(version=2, text="We keep little.")

    before = timezone.now()
    ana = register(event=EventFactory(), email="ana@example.org", name="Ana", consent=consent)

    assert (ana.consent.version, ana.consented_at >= before) == (2, True)


# Staff


def test_raised_capacity_seats_waiting_list_in_order(mail_server):
    event = EventFactory(capacity=1)
    sign_up(event, "ana", "ben", "cleo", "dan")
    send_queued_emails()
    mail_server.reset()

    set_capacity(event=event, capacity=3)
    send_queued_emails()

    assert states(event) == {
        "ana": "registered",
        "ben": "registered",
        "cleo": "registered",
        "dan": "waiting",
    }
    assert [mail["To"] for mail in mail_server.taken] == ["ben@example.org", "cleo@example.org"]


def test_unlimited_capacity_empties_waiting_list():
    event = EventFactory(capacity=1)
    sign_up(event, "ana", "ben", "cleo")

    set_capacity(event=event, capacity=None)

    assert (set(states(event).values()), seats_taken(event)) == ({"registered"}, 3)


def test_capacity_cannot_be_less_than_seats_taken():
    event = EventFactory(capacity=3)
    sign_up(event, "ana", "ben")

    with pytest.raises(CapacityTooSmall):
        set_capacity(event=event, capacity=1)

    assert Seats.objects.get(event=event).capacity == 3


def test_editor_can_seat_someone_out_of_turn():
    event = EventFactory(capacity=1)
    _, _, cleo = sign_up(event, "ana", "ben", "cleo")

    give_seat(registration=cleo)

    seats = Seats.objects.get(event=event)
    assert states(event) == {"ana": "registered", "ben": "waiting", "cleo": "registered"}
    assert (seats.taken, seats.capacity) == (2, 2)


def test_canceled_registration_cannot_be_seated():
    event = EventFactory(capacity=1)
    ana, _ = sign_up(event, "ana", "ben")
    cancel_registration(registration=ana)

    with pytest.raises(NotRegistered):
        give_seat(registration=ana)


def test_registration_closed_early_rejects_everyone():
    event = EventFactory()
    close_registration(event=event, by=UserFactory())

    with pytest.raises(RegistrationClosed):
        sign_up(Event.objects.get(pk=event.pk), "ana")


# Registrants


def test_changed_name_and_answers_are_saved():
    ana = RegistrationFactory(name="Ana", answers={"1": "Teacher"})

    change_registration(registration=ana, name="Ana María", answers={"1": "Leader"})

    ana.refresh_from_db()
    assert (ana.name, ana.answers) == ("Ana María", {"1": "Leader"})


def test_resending_email_is_limited_per_day(mail_server):
    ana = RegistrationFactory()
    for _ in range(RESENDS_PER_DAY + 1):
        resend_confirmation(registration=ana)

    with pytest.raises(TooManyEmails):
        resend_confirmation(registration=ana)

    send_queued_emails()
    assert len(mail_server.taken) == RESENDS_PER_DAY + 1


def test_joining_records_attendance_once():
    ana = RegistrationFactory(event=EventFactory(live=True))

    address = join(registration=ana)
    ana.refresh_from_db()
    came_at = ana.attended_at
    join(registration=ana)

    ana.refresh_from_db()
    assert address == ana.event.join_url
    assert (came_at is not None, ana.attended_at) == (True, came_at)


def test_joining_is_refused_before_doors_open():
    event = EventFactory(starts_at=timezone.now() + timedelta(minutes=16))
    ana = RegistrationFactory(event=event)

    with pytest.raises(DoorsNotOpen):
        join(registration=ana)

    ana.refresh_from_db()
    assert ana.attended_at is None


@pytest.mark.parametrize("state", ["waiting", "left"])
def test_joining_and_check_in_require_a_seat(state):
    ana = RegistrationFactory(event=EventFactory(live=True), **{state: True})

    for way_in in (join, check_in):
        with pytest.raises(NotRegistered):
            way_in(registration=ana)

    ana.refresh_from_db()
    assert ana.attended_at is None


def test_check_in_can_be_undone():
    ana = check_in(registration=RegistrationFactory())

    ana = check_in(registration=ana, attended=False)

    assert ana.attended_at is None


def test_confirmation_has_all_details(mail_server):
    event = EventFactory(
        what_to_bring="A <pencil>",
        accessibility="Ask Ana.",
        has_captions=True,
        join_notes="Or call 555-0100.",
    )
    (ana,) = sign_up(event, "ana")

    send_queued_emails()

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


def test_registering_again_resets_attendance():
    event = EventFactory(live=True)
    (ana,) = sign_up(event, "ana")
    check_in(registration=ana)
    cancel_registration(registration=ana)

    (again,) = sign_up(event, "ana")

    assert (again.state, again.attended_at) == ("registered", None)
