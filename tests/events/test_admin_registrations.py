"""What the staff sees and does of an event's registrations."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml.html import fromstring
from openpyxl import load_workbook

from cworks.groups import sync_groups
from events.models import Event, Message, Registration, Seats
from events.services.answer_counts import count_answers
from events.services.privacy import erase
from events.services.registrations import register
from events.services.sending import send
from tests.blog.test_admin_permissions import sign_in
from tests.events.mail_servers import work
from tests.factories import (
    EventFactory,
    QuestionFactory,
    RegistrationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

PAGES = ["registrations", "registration_add", "badges", "check_in", "messages", "questions"]


@pytest.fixture(autouse=True)
def _groups():
    sync_groups()


@pytest.fixture
def event() -> Event:
    return EventFactory(title="The meetup", capacity=2)


@pytest.fixture
def staff(client):
    sign_in(client, "Event managers")
    return client


def address(name: str, *arguments) -> str:
    return reverse(f"admin:events_event_{name}", args=arguments)


def page(response):
    return fromstring(response.content.decode())


def names(response) -> list[str]:
    rows = page(response).xpath("//table[contains(@class, 'registrations')]/tbody/tr/th/a")
    return [row.text_content() for row in rows]


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("group", ["Writers", None])
def test_nobody_else_sees_who_comes(client, event, group):
    sign_in(client, group) if group else None
    RegistrationFactory(event=event, name="Ana")

    for name in PAGES:
        response = client.get(address(name, event.pk))
        assert response.status_code in (302, 403, 404), name
        assert b"Ana" not in response.content


@pytest.mark.parametrize("group", ["Event managers", "Editors"])
def test_pages_open_for_those_who_look_after_events(client, event, group):
    sign_in(client, group)
    ana = RegistrationFactory(event=event)
    QuestionFactory(event=event, kind="choice", choices="Teacher\nLeader")

    statuses = {client.get(address(name, event.pk)).status_code for name in PAGES}

    assert statuses == {200}
    assert client.get(address("registration", event.pk, ana.pk)).status_code == 200
    assert client.get(reverse("admin:events_event_changelist")).status_code == 200
    assert client.get(reverse("admin:events_event_add")).status_code == 200


def test_people_are_found_by_name_address_state_and_answer(staff, event):
    role = QuestionFactory(event=event, kind="choice", choices="Teacher\nLeader")
    ana = RegistrationFactory(event=event, name="Ana", email="x@example.org")
    RegistrationFactory(
        event=event, name="Ben", answers={role.key: "Leader"}, attended_at=timezone.now()
    )
    RegistrationFactory(event=event, name="Cleo", waiting=True, answers={role.key: "Teacher"})
    RegistrationFactory(event=EventFactory(), name="Somebody else's")

    def found(query: str) -> list[str]:
        return names(staff.get(f"{address('registrations', event.pk)}?{query}"))

    assert found("") == ["Ana", "Ben", "Cleo"]
    assert found("q=ana") == ["Ana"]
    assert found("q=X@example") == [ana.name]
    assert found("state=waiting") == ["Cleo"]
    assert found("came=yes") == ["Ben"]
    assert found("came=no") == ["Ana"]
    assert found(f"answer={role.key}:Leader") == ["Ben"]
    assert found("q=nobody%00") == []


def test_list_costs_the_same_for_one_person_and_for_thirty(
    staff, event, django_assert_max_num_queries
):
    QuestionFactory(event=event, kind="choice", choices="Teacher\nLeader")
    Seats.objects.update(capacity=None)
    RegistrationFactory.create_batch(30, event=event)

    with django_assert_max_num_queries(20):
        response = staff.get(address("registrations", event.pk))

    assert len(names(response)) == 30


def test_counts_of_answers_are_those_with_a_seat_and_of_deleted_details(staff, event):
    Seats.objects.update(capacity=None)
    role = QuestionFactory(event=event, kind="choice", choices="Teacher\nLeader", label="Role")
    topics = QuestionFactory(event=event, kind="choices", choices="Grades\nTime")
    event.over_at = event.starts_at = timezone.now()
    for choice in ("Teacher", "Teacher", "Leader"):
        answers = {role.key: choice, topics.key: ["Grades", "Time"]}
        RegistrationFactory(event=event, answers=answers)
    RegistrationFactory(event=event, answers={role.key: "Leader"}, waiting=True)
    Event.objects.filter(pk=event.pk).update(over_at=timezone.now())
    erase(registration=Registration.objects.order_by("pk").first())

    counts = [[(bar.choice, bar.count) for bar in count.bars] for count in count_answers(event)]

    assert counts == [[("Teacher", 2), ("Leader", 1)], [("Grades", 3), ("Time", 3)]]
    meters = page(staff.get(address("registrations", event.pk))).xpath("//meter")
    assert [meter.get("value") for meter in meters] == ["2", "1", "3", "3"]


def test_somebody_is_added_by_hand_and_told_what_they_got(staff, event, mail_server):
    role = QuestionFactory(event=event, label="Role", is_required=True)
    url = address("registration_add", event.pk)
    Seats.objects.update(capacity=1)
    fields = {f"question-{role.key}": "Teacher"}

    refused = staff.post(url, {"name": "Ana", "email": "ana@example.org"})
    first = staff.post(url, {"name": "Ana", "email": "ana@example.org", **fields}, follow=True)
    second = staff.post(url, {"name": "Ben", "email": "ben@example.org", **fields}, follow=True)
    work()

    assert b"This field is required." in refused.content
    assert said(first) == ["Ana has a seat, and gets a mail."]
    assert said(second) == ["Ben is on the waiting list, and gets a mail."]
    assert [mail["To"] for mail in mail_server.taken] == ["ana@example.org", "ben@example.org"]


@pytest.mark.parametrize(
    ("do", "facts", "expected"),
    [
        ("seat", {"waiting": True}, ("registered", False)),
        ("cancel", {}, ("cancelled", False)),
        ("came", {}, ("registered", True)),
        ("absent", {"attended_at": timezone.now()}, ("registered", False)),
    ],
)
def test_what_a_button_does(staff, event, do, facts, expected):
    ana = RegistrationFactory(event=event, **facts)

    for _ in range(2):
        response = staff.post(
            address("registration", event.pk, ana.pk), {"do": do, "back": "?q=an&state="}
        )

    ana.refresh_from_db()
    assert (ana.state, ana.attended_at is not None) == expected
    assert response["Location"] == f"{address('registrations', event.pk)}?q=an&state="


def test_seats_are_raised_and_registration_is_closed(staff, event):
    for name in ("ana", "ben", "cleo"):
        register(event=event, email=f"{name}@example.org", name=name)
    url = address("registration_seats", event.pk)

    too_few = staff.post(url, {"capacity": "1"}, follow=True)
    more = staff.post(url, {"capacity": "3"}, follow=True)
    closed = staff.post(url, {"capacity": "3", "close": "1"}, follow=True)

    assert said(too_few)[0].startswith("More people than that have a seat already")
    assert said(more) == ["The number of seats is changed."]
    assert said(closed) == ["Registration is closed from now on."]
    assert Seats.objects.get(event=event).taken == 3
    assert Event.objects.get(pk=event.pk).state == "closed"


def test_failed_mails_are_shown_with_what_the_server_said_and_sent_again(staff, event, mail_server):
    mail_server.answers["ana@example.org"] = "550 5.1.1 No such user"
    register(event=event, email="ana@example.org", name="Ana")
    work()

    shown = staff.get(address("registrations", event.pk)).content.decode()
    start = staff.get(reverse("admin:index")).content.decode()
    mail_server.answers.clear()
    again = staff.post(address("registration_again", event.pk), follow=True)
    work()

    assert "550 5.1.1 No such user" in shown
    assert ("1 of 2 seats taken" in start, "1 mail failed" in start) == (True, True)
    assert said(again) == ["One mail is sent once more."]
    assert [mail["To"] for mail in mail_server.taken] == ["ana@example.org"]


# Spreadsheets

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    " =cmd|' /C calc'!A0",
    "＝1+1",
    '=HYPERLINK("https://evil.example")',
]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_spreadsheet_has_everybody_and_executes_nothing(staff, kind):
    event = EventFactory(time_zone="America/Chicago")
    why = QuestionFactory(event=event, label="=Why?")
    for number, text in enumerate(HOSTILE):
        RegistrationFactory(
            event=event, name=text, email=f"p{number}@example.org", answers={why.key: text}
        )
    erase(registration=RegistrationFactory(event=event))

    response = staff.get(address("export", event.pk, kind))

    if kind == "csv":
        assert response.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    else:
        sheet = load_workbook(io.BytesIO(response.content)).active
        assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}
        rows = [[cell.value or "" for cell in row] for row in sheet]
    assert rows[0][:3] == ["Name", "Email", "State"]
    assert rows[0][-1] == "'=Why?"
    assert [(row[0], row[-1]) for row in rows[1:]] == [(f"'{text}", f"'{text}") for text in HOSTILE]
    created = Registration.objects.order_by("pk").first().created_at
    assert rows[1][3] == created.astimezone(event.zone).strftime("%Y-%m-%d %H:%M")
    assert response["Content-Disposition"].endswith(f'.{kind}"')


# The door


def test_people_are_checked_in_by_one_tap_and_back(staff, event):
    ana = RegistrationFactory(event=event, name="Ana")
    RegistrationFactory(event=event, name="Zoe", waiting=True)
    url = address("check_in", event.pk)
    shown = staff.get(f"{url}?q=an").content.decode()

    taps = [staff.post(url, {"registration": ana.pk, "q": "an"}) for _ in range(2)]
    here = staff.get(url).content.decode()
    staff.post(url, {"registration": ana.pk, "undo": "1"})

    assert ("Check in" in shown, "Zoe" in here) == (True, False)
    assert {tap["Location"] for tap in taps} == {f"{url}?q=an#r{ana.pk}"}
    assert "<strong>1</strong> of 1 are here." in here
    ana.refresh_from_db()
    assert ana.attended_at is None


def test_badges_name_who_has_a_seat_with_their_school(staff, event):
    school = QuestionFactory(event=event, preset="organisation")
    RegistrationFactory(event=event, name="Ana", answers={school.key: "Sable River"})
    RegistrationFactory(event=event, name="Ben", waiting=True)

    badges = page(staff.get(address("badges", event.pk))).find_class("badge")

    assert [badge.text_content().split() for badge in badges] == [
        ["The", "meetup", "Ana", "Sable", "River"]
    ]


# Messages


def test_message_is_looked_at_tried_and_sent_once(staff, event, mail_server):
    for name in ("ana", "ben"):
        RegistrationFactory(event=event, name=name, email=f"{name}@example.org")
    draft = staff.post(
        address("messages", event.pk),
        {"audience": "registered", "subject": "Soon", "body": "Dear {name}, **come**."},
    )
    message = Message.objects.get()
    shown = staff.get(draft["Location"]).content.decode()
    frame = staff.get(address("message_mail", event.pk, message.pk))
    url = address("message_send", event.pk, message.pk)

    staff.post(url, {"test": "1"}, follow=True)
    tried = list(mail_server.taken)
    mail_server.reset()
    sent = [said(staff.post(url, follow=True)) for _ in range(2)]
    work()

    assert "Send it to 2 people" in shown
    assert "<strong>come</strong>" in frame.content.decode()
    assert "script-src" not in frame["Content-Security-Policy"]
    assert "default-src 'none'" in frame["Content-Security-Policy"]
    assert len(tried) == 1
    assert sent == [
        ["It is on its way to 2 people."],
        ["It is sent already, and once is enough."],
    ]
    assert [mail["To"] for mail in mail_server.taken] == ["ana@example.org", "ben@example.org"]
    assert b"Send it to" not in staff.get(draft["Location"]).content


def test_mails_of_a_person_stand_with_their_registration(staff, event, mail_server):
    ana = register(event=event, email="ana@example.org", name="Ana")
    send([ana.deliveries.get().pk])

    table = page(staff.get(address("registration", event.pk, ana.pk))).xpath("//tbody/tr")

    cells = [[cell.text_content() for cell in row] for row in table]
    assert [row[:2] for row in cells] == [["Confirmation", "Sent"]]


def test_question_that_was_answered_is_not_taken_away(staff, event):
    role = QuestionFactory(event=event, label="Role")
    RegistrationFactory(event=event, answers={role.key: "Teacher"})
    url = address("questions", event.pk)
    form = page(staff.get(url)).xpath("//form[contains(@class, 'questions')]")[0]
    fields = dict(form.form_values())

    response = staff.post(url, {**fields, "questions-0-DELETE": "on"})

    assert "“Role” cannot be taken away, as one person has answered it." in (
        response.content.decode()
    )
    assert event.questions.count() == 1


def test_ready_made_question_fills_itself_in(staff, event):
    url = address("questions", event.pk)
    form = page(staff.get(url)).xpath("//form[contains(@class, 'questions')]")[0]

    staff.post(url, {**dict(form.form_values()), "questions-0-preset": "state"})

    question = event.questions.get()
    assert (question.label, question.kind, len(question.options)) == (
        "Which state are you in?",
        "choice",
        52,
    )
