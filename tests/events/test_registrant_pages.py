"""Registrants' own pages: only buttons change anything, and only once."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from lxml import html

from events.models import Registration, Seats
from tests.factories import (
    EventFactory,
    QuestionFactory,
    RecordingFactory,
    RegistrationFactory,
    hours_from_now,
)
from tests.support.event_pages import clean_text, format_local
from tests.support.mail_servers import send_queued_emails

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

CALENDARS = ["Google", "Outlook", "Microsoft 365", "Other (.ics file)"]
PARTS = ["", "change/", "cancel/", "join/", "data/", "erase/"]


def minutes_from_now(minutes: int) -> datetime:
    return timezone.now() + timedelta(minutes=minutes)


def all_rows() -> list:
    tables = ["events_registration", "events_delivery", "events_seats", "procrastinate_jobs"]
    rows = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            rows.append(cursor.fetchall())
    return rows


@pytest.fixture
def strict_client():
    """Return a client without cookies, with CSRF checks enabled."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("hours", [24, -0.5, -48])
def test_get_requests_change_nothing(strict_client, hours):
    ana = RegistrationFactory(event=EventFactory(starts_at=hours_from_now(hours)))
    before = all_rows()

    statuses = [strict_client.get(f"{ana.secret_path()}{part}").status_code for part in PARTS]

    assert (statuses, all_rows()) == ([200] * len(PARTS), before)


def test_submitting_cancellation_twice_has_no_further_effect(strict_client, mail_server):
    ana = RegistrationFactory(event=EventFactory(capacity=3))
    address = f"{ana.secret_path()}cancel/"

    answers = [strict_client.post(address) for _ in range(2)]
    send_queued_emails()

    assert [answer["Location"] for answer in answers] == [ana.secret_path()] * 2
    ana.refresh_from_db()
    assert (ana.state, Seats.objects.get().taken, len(mail_server.taken)) == ("canceled", 0, 1)


def test_name_and_answers_can_be_changed(strict_client):
    event = EventFactory()
    role = QuestionFactory(event=event, kind="choice", choices="Teacher\nLeader")
    topics = QuestionFactory(event=event, kind="choices", choices="Grades\nTime\nTrust")
    ana = RegistrationFactory(event=event, name="Ana", answers={role.key: "Teacher"})
    address = f"{ana.secret_path()}change/"
    shown = strict_client.get(address).content.decode()

    strict_client.post(
        address,
        {
            "name": "Ana María",
            f"question-{role.key}": "Leader",
            f"question-{topics.key}": ["Grades", "Trust"],
        },
    )

    ana.refresh_from_db()
    assert 'value="Teacher" id="id_question' in shown.replace("\n", "")
    assert (ana.name, ana.answers) == (
        "Ana María",
        {role.key: "Leader", topics.key: ["Grades", "Trust"]},
    )


def test_rejected_change_keeps_input(strict_client):
    event = EventFactory()
    role = QuestionFactory(event=event, is_required=True, label="Role")
    ana = RegistrationFactory(event=event, name="Ana")

    response = strict_client.post(
        f"{ana.secret_path()}change/",
        {"name": "https://spam.example", f"question-{role.key}": ""},
    )

    page = response.content.decode()
    ana.refresh_from_db()
    assert (response.status_code, ana.name) == (422, "Ana")
    assert 'value="https://spam.example"' in page
    assert "Enter only your name" in page


def test_button_resends_email(strict_client, mail_server):
    ana = RegistrationFactory()

    response = strict_client.post(ana.secret_path())
    send_queued_emails()

    assert response["Location"] == f"{ana.secret_path()}?done=sent"
    assert [mail["To"] for mail in mail_server.taken] == [ana.email]


# Joining


def test_early_visitor_is_told_when_to_return(strict_client):
    event = EventFactory(starts_at=timezone.now() + timedelta(minutes=20))
    ana = RegistrationFactory(event=event)

    get = strict_client.get(f"{ana.secret_path()}join/")
    post = strict_client.post(f"{ana.secret_path()}join/")

    opens = (event.local_start - timedelta(minutes=15)).strftime("%-I:%M %p").lower()
    for response in (get, post):
        page = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
        assert ("It’s too early" in page, f"{opens} ET" in page) == (True, True)
        assert "meeting.example.org" not in page
    ana.refresh_from_db()
    assert ana.attended_at is None


@pytest.mark.parametrize("minutes", [14, 0, -30])
def test_join_button_redirects_to_meeting_from_15_minutes_before(strict_client, minutes):
    event = EventFactory(starts_at=timezone.now() + timedelta(minutes=minutes))
    ana = RegistrationFactory(event=event)
    address = f"{ana.secret_path()}join/"

    page = strict_client.get(address)
    answer = strict_client.post(address)

    ana.refresh_from_db()
    # The meeting link comes only in the response to the button.
    assert "secret-room" not in page.content.decode()
    assert "form-action 'self' https://meeting.example.org;" in page["Content-Security-Policy"]
    assert (answer.status_code, answer["Location"]) == (303, event.join_url)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert ana.attended_at is not None


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"waiting": True}, "You’re on the waiting list"),
        ({"left": True}, "This registration is canceled"),
    ],
)
def test_joining_requires_a_seat(strict_client, facts, words):
    ana = RegistrationFactory(event=EventFactory(live=True), **facts)

    response = strict_client.post(f"{ana.secret_path()}join/")

    assert (response.status_code, words in response.content.decode()) == (200, True)


def test_link_shows_recording_after_event(strict_client):
    recording = RecordingFactory()
    ana = RegistrationFactory(event=recording.event)

    page = strict_client.get(f"{ana.secret_path()}join/").content.decode()

    assert f'<a href="{recording.event.get_absolute_url()}">Watch the recording.</a>' in page


# Personal data


def test_registrant_can_download_their_data(strict_client):
    event = EventFactory(title="The webinar")
    role = QuestionFactory(event=event, label="Your role")
    ana = RegistrationFactory(event=event, name="Ana", answers={role.key: "Teacher"})
    RegistrationFactory(event=event, name="Ben")

    response = strict_client.get(f"{ana.secret_path()}data/")

    data = response.json()
    assert response["Content-Disposition"] == 'attachment; filename="registration.json"'
    assert (data["event"], data["name"], data["email"], data["answers"]) == (
        "The webinar",
        "Ana",
        ana.email,
        {"Your role": "Teacher"},
    )
    assert data["consent"]["version"] == 1
    assert "Ben" not in response.content.decode()


def test_deleting_details_frees_the_seat(strict_client, mail_server):
    event = EventFactory(capacity=1)
    ana = RegistrationFactory(event=event, name="Ana")
    ben = RegistrationFactory(event=event, name="Ben", waiting=True)
    address = f"{ana.secret_path()}erase/"

    answers = [strict_client.post(address)["Location"] for _ in range(2)]
    send_queued_emails()

    ana.refresh_from_db()
    ben.refresh_from_db()
    assert answers == [ana.secret_path()] * 2
    assert (ana.name, ana.email, ana.answers, ana.state) == ("", None, {}, "canceled")
    assert (ben.state, [mail["To"] for mail in mail_server.taken]) == ("registered", [ben.email])
    page = strict_client.get(ana.secret_path()).content.decode()
    assert "Your details have been deleted" in page


def test_pages_of_erased_registration_change_nothing(strict_client):
    ana = RegistrationFactory(event=EventFactory(live=True))
    strict_client.post(f"{ana.secret_path()}erase/")
    before = all_rows()

    statuses = [
        strict_client.post(f"{ana.secret_path()}{part}").status_code
        for part in ("", "change/", "cancel/", "join/", "erase/")
    ]

    assert (statuses, all_rows()) == ([422, 302, 422, 200, 302], before)
    assert Registration.objects.get(pk=ana.pk).is_erased


def test_canceled_event_offers_no_resending_or_cancellation(strict_client, mail_server):
    ana = RegistrationFactory(event=EventFactory(canceled=True))

    page = strict_client.get(ana.secret_path()).content.decode()
    answers = [
        strict_client.post(f"{ana.secret_path()}{part}").status_code for part in ("", "cancel/")
    ]
    send_queued_emails()

    assert ("Send me the confirmation again" in page, "Cancel your registration" in page) == (
        False,
        False,
    )
    assert (answers, mail_server.taken) == ([422, 422], [])


@pytest.mark.parametrize("facts", [{"waiting": True}, {}])
def test_meeting_host_is_hidden_until_joining_is_allowed(strict_client, facts):
    ana = RegistrationFactory(**facts)

    response = strict_client.get(f"{ana.secret_path()}join/")

    assert "meeting.example.org" not in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("registration", "heading", "ways"),
    [
        (
            lambda: RegistrationFactory(event__starts_at=minutes_from_now(16)),
            "You have a seat",
            CALENDARS,
        ),
        (
            lambda: RegistrationFactory(event__starts_at=minutes_from_now(14)),
            "You have a seat",
            ["Join the event", *CALENDARS],
        ),
        (lambda: RegistrationFactory(waiting=True), "You’re on the waiting list", []),
        (
            lambda: RegistrationFactory(left=True),
            "Your registration is canceled",
            ["Register again"],
        ),
        (lambda: RegistrationFactory(event__canceled=True), "This event is canceled", []),
        (lambda: RegistrationFactory(event__past=True), "This event is over", []),
        (
            lambda: RegistrationFactory(event=RecordingFactory().event),
            "This event is over",
            ["Watch the recording"],
        ),
    ],
)
def test_page_begins_with_status_and_what_can_be_done_now(
    strict_client, registration, heading, ways
):
    page = html.fromstring(strict_client.get(registration().secret_path()).content)

    assert page.xpath("//h1/text()") == [heading]
    assert page.findtext(".//title").startswith(f"{heading}: ")
    assert (
        page.xpath("//main//a[@class='button']/text() | //*[@class='calendars']//a/text()") == ways
    )


def test_page_says_when_joining_becomes_possible(strict_client):
    event = EventFactory(starts_at=minutes_from_now(16))
    ana = RegistrationFactory(event=event)

    page = html.fromstring(strict_client.get(ana.secret_path()).content)

    opens = format_local(event, event.starts_at - timedelta(minutes=15))
    sentence = f"The button to join will appear on this page 15 minutes before the start: {opens}."
    assert sentence in [clean_text(paragraph) for paragraph in page.xpath("//main//p")]


def test_problem_is_in_title_and_has_focus(strict_client):
    ana = RegistrationFactory(event__canceled=True)

    page = html.fromstring(strict_client.post(ana.secret_path()).content)

    assert page.findtext(".//title").startswith("Error: ")
    assert [alert.get("autofocus") for alert in page.xpath("//*[@role='alert']")] == [""]
