"""Presenters: a link of their own, every email, and no seat taken."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from content.models import Role
from events.models import Message, Registration
from events.services.messages import send_message
from events.services.presenters import invite_presenter
from events.services.registrations import cancel_registration, register
from tests.factories import EventFactory, PersonFactory, UserFactory
from tests.support.mail_servers import calendar_of, send_queued_emails, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event():
    return EventFactory(title="Rubrics", capacity=1, join_url="https://meet.example.org/1")


@pytest.fixture
def staff():
    return UserFactory(is_superuser=True)


def test_presenter_gets_a_link_that_opens_earlier_and_takes_no_seat(
    client, event, staff, mail_server, empty_queue, time_machine
):
    register(event=event, email="guest@example.org", name="Gus")

    invite_presenter(event=event, name="Ana Poe", email="Ana@example.org", by=staff)
    send_queued_emails()

    mail = mail_server.taken[-1]
    assert (mail["To"], mail["Subject"]) == ("ana@example.org", "You’re presenting: Rubrics")
    assert calendar_of(mail)[0] == "REQUEST"
    event.seats.refresh_from_db()
    assert event.seats.taken == 1
    path = re.search(r"http://[^/]+(/registrations/[^/\s]+/)\s", text_of(mail)).group(1)
    time_machine.move_to(event.starts_at - timedelta(minutes=50))
    assert "You’re presenting" in client.get(path).content.decode()
    assert client.post(f"{path}join/")["Location"] == "https://meet.example.org/1"


def test_registrant_who_becomes_a_presenter_gives_the_seat_to_the_waiting_list(event, staff):
    seated = register(event=event, email="ana@example.org", name="Ana")
    waiting = register(event=event, email="ben@example.org", name="Ben")

    invite_presenter(event=event, name="Ana Poe", email="ana@example.org", by=staff)

    waiting.refresh_from_db()
    event.seats.refresh_from_db()
    assert (waiting.has_seat, event.seats.taken) == (True, 1)
    seated.refresh_from_db()
    assert (seated.is_presenter, seated.name) == (True, "Ana Poe")


def test_presenter_who_cancels_gives_no_seat_back(event, staff):
    register(event=event, email="guest@example.org", name="Gus")
    presenter = invite_presenter(event=event, name="Ana", email="ana@example.org", by=staff)

    canceled = cancel_registration(registration=presenter)

    event.seats.refresh_from_db()
    assert (canceled.takes_seat, event.seats.taken) == (False, 1)


@pytest.mark.parametrize(
    ("audience", "recipients"),
    [("registered", ["gus@example.org", "ana@example.org"]), ("presenters", ["ana@example.org"])],
)
def test_messages_reach_presenters(event, staff, mail_server, empty_queue, audience, recipients):
    register(event=event, email="gus@example.org", name="Gus")
    invite_presenter(event=event, name="Ana", email="ana@example.org", by=staff)
    send_queued_emails()
    mail_server.taken.clear()

    send_message(
        message=Message.objects.create(
            event=event, audience=audience, subject="Slides", body="Hello {name}"
        )
    )
    send_queued_emails()

    assert [mail["To"] for mail in mail_server.taken] == recipients


def test_staff_invite_who_is_named_on_the_page(admin_client, event):
    person = PersonFactory(name="Ana Poe")
    event.contributions.create(person=person, role=Role.PRESENTER)
    address = reverse("admin:events_event_presenters", args=[event.pk])
    offered = admin_client.get(address, {"name": "Ana Poe"}).content.decode()

    answer = admin_client.post(
        address, {"name": "Ana Poe", "email": "ana@example.org"}, follow=True
    ).content.decode()

    assert "Named on the event’s page, but not invited" in offered
    assert 'value="Ana Poe"' in offered
    assert "We’re sending Ana Poe a link of their own." in answer
    assert "not invited" not in answer
    assert Registration.objects.get().standing_word == "Presenter"
