"""Managing an event’s registrations."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factory import Sequence

from events.models import Delivery, Event, Seats
from events.services.registrations import register
from tests.factories import EventFactory, QuestionFactory, RegistrationFactory, UserFactory
from tests.support.mail_servers import send_queued_emails
from tests.support.signing_in import sign_in
from tests.support.staff_pages import address, messages_in, names, page, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue", "groups")]

PAGES = ["registrations", "registration_add", "badges", "check_in", "messages", "questions"]


@pytest.mark.parametrize("group", ["Writers", None])
def test_registrations_require_permission(client, event, group):
    sign_in(client, group) if group else None
    RegistrationFactory(event=event, name="Ana")

    for name in PAGES:
        response = client.get(address(name, event.pk))
        assert response.status_code in (302, 403, 404), name
        assert b"Ana" not in response.content


@pytest.mark.parametrize("group", ["Event managers", "Editors"])
def test_pages_open_for_event_staff(client, event, group):
    sign_in(client, group)
    ana = RegistrationFactory(event=event)
    QuestionFactory(event=event, kind="choice", choices="Teacher\nLeader")

    statuses = {client.get(address(name, event.pk)).status_code for name in PAGES}

    assert statuses == {200}
    assert client.get(address("registration", event.pk, ana.pk)).status_code == 200
    assert client.get(reverse("admin:events_event_changelist")).status_code == 200
    assert client.get(reverse("admin:events_event_add")).status_code == 200


def test_search_by_name_email_state_and_answer(staff, event):
    role = QuestionFactory(event=event, kind="choice", choices="Teacher\nLeader")
    ana = RegistrationFactory(event=event, name="Ana", email="x@example.org")
    RegistrationFactory(
        event=event, name="Ben", answers={role.key: "Leader"}, attended_at=timezone.now()
    )
    RegistrationFactory(event=event, name="Cleo", waiting=True, answers={role.key: "Teacher"})
    RegistrationFactory(event=EventFactory(), name="Someone else's")

    def search(query: str) -> list[str]:
        return names(staff.get(f"{address('registrations', event.pk)}?{query}"))

    assert search("") == ["Ana", "Ben", "Cleo"]
    assert search("q=ana") == ["Ana"]
    assert search("q=X@example") == [ana.name]
    assert search("state=waiting") == ["Cleo"]
    assert search("came=yes") == ["Ben"]
    assert search("came=no") == ["Ana"]
    assert search(f"answer={role.key}:Leader") == ["Ben"]
    assert search("q=no-one%00") == []


def test_list_is_sortable(staff, event):
    def join(name: str, minute: int, **facts) -> None:
        moment = event.starts_at.replace(minute=minute)
        RegistrationFactory(event=event, name=name, created_at=moment, **facts)

    join("Cleo", 1)
    join("Ana", 2, waiting=True, waiting_since=event.starts_at.replace(minute=9))
    join("Ben", 3, waiting=True, waiting_since=event.starts_at.replace(minute=8))

    def search(query: str) -> list[str]:
        return names(staff.get(f"{address('registrations', event.pk)}?{query}"))

    assert search("") == ["Cleo", "Ana", "Ben"]
    assert search("order=newest") == ["Ben", "Ana", "Cleo"]
    assert search("order=name") == ["Ana", "Ben", "Cleo"]
    assert search("order=waiting&state=waiting") == ["Ben", "Ana"]
    # A value that the form doesn't offer is an error, like any other invalid value.
    assert search("order=password") == []


def test_waiting_list_position_is_shown_in_search_results(staff, event):
    for name, minute in (("Ana", 3), ("Ben", 2), ("Cleo", 1)):
        since = event.starts_at.replace(minute=minute)
        RegistrationFactory(event=event, name=name, waiting=True, waiting_since=since)

    rows = page(staff.get(f"{address('registrations', event.pk)}?q=ana")).xpath("//tbody/tr/td[1]")

    assert texts(rows) == ["On the waiting list, number 3"]


def test_list_shows_email_status(staff, event):
    ana, _ = RegistrationFactory(event=event), RegistrationFactory(event=event)
    for kind, state in [
        ("confirmation", "sent"),
        ("day-before", "sent"),
        ("update", "failed"),
        ("hour-before", "dropped"),
    ]:
        Delivery.objects.create(registration=ana, kind=kind, state=state)

    cells = page(staff.get(address("registrations", event.pk))).xpath("//tbody/tr/td[3]")

    assert texts(cells) == ["2 sent, 1 failed", ""]


def count_queries(staff, event) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = staff.get(address("registrations", event.pk))
    assert response.status_code == 200
    return len(queries)


def test_list_query_count_does_not_grow_with_people(staff, event):
    role = QuestionFactory(event=event, kind="choice", choices="Teacher\nLeader")
    Seats.objects.update(capacity=None)

    def add(count: int, **facts) -> None:
        for each in RegistrationFactory.create_batch(count, event=event, **facts):
            Delivery.objects.create(registration=each, kind="confirmation", state="failed")

    add(2, answers={role.key: "Teacher"})
    add(1, waiting=True)
    count_queries(staff, event)
    few = count_queries(staff, event)
    add(200, answers={role.key: "Leader"})
    add(97, waiting=True)
    many = count_queries(staff, event)

    assert few == many
    assert len(names(staff.get(address("registrations", event.pk)))) == 100


def test_pagination_keeps_search(staff, event):
    Seats.objects.update(capacity=None)
    RegistrationFactory.create_batch(101, event=event, email=Sequence("p{}@example.org".format))
    RegistrationFactory(event=event, email="q@elsewhere.example")
    url = address("registrations", event.pk)

    first = page(staff.get(f"{url}?q=@example.org")).xpath("//nav[@aria-label='Pages']//a/@href")
    second = names(staff.get(f"{url}{first[0]}"))

    assert first == ["?q=%40example.org&p=2"]
    assert len(second) == 1


def test_latest_failed_emails_are_shown_with_total(staff, event):
    Seats.objects.update(capacity=None)
    for each in RegistrationFactory.create_batch(102, event=event):
        Delivery.objects.create(registration=each, kind="confirmation", state="failed")

    failed = page(staff.get(address("registrations", event.pk))).find_class("failed-emails")[0]

    assert failed.find("h2").text == "102 emails failed"
    assert len(failed.findall(".//li")) == 100


def test_person_added_manually_is_emailed(staff, event, mail_server):
    role = QuestionFactory(event=event, label="Role", is_required=True)
    url = address("registration_add", event.pk)
    Seats.objects.update(capacity=1)
    fields = {f"question-{role.key}": "Teacher"}

    refused = staff.post(url, {"name": "Ana", "email": "ana@example.org"})
    first = staff.post(url, {"name": "Ana", "email": "ana@example.org", **fields}, follow=True)
    second = staff.post(url, {"name": "Ben", "email": "ben@example.org", **fields}, follow=True)
    send_queued_emails()

    assert "Enter an answer to “Role.”" in refused.content.decode()
    assert messages_in(first) == ["Ana has a seat. We’re sending a confirmation."]
    assert messages_in(second) == ["Ben is on the waiting list. We’re sending a confirmation."]
    assert [mail["To"] for mail in mail_server.taken] == ["ana@example.org", "ben@example.org"]


@pytest.mark.parametrize(
    ("do", "facts", "expected"),
    [
        ("seat", {"waiting": True}, ("registered", False)),
        ("cancel", {}, ("canceled", False)),
        ("came", {}, ("registered", True)),
        ("absent", {"attended_at": timezone.now()}, ("registered", False)),
    ],
)
def test_registration_actions(staff, event, do, facts, expected):
    ana = RegistrationFactory(event=event, **facts)

    for _ in range(2):
        response = staff.post(
            address("registration", event.pk, ana.pk), {"do": do, "back": "?q=an&state="}
        )

    ana.refresh_from_db()
    assert (ana.state, ana.attended_at is not None) == expected
    assert response["Location"] == f"{address('registrations', event.pk)}?q=an&state="


def test_more_seats_than_the_database_counts_are_refused_in_the_form(staff, event):
    url = address("registration_seats", event.pk)

    response = staff.post(url, {"capacity": "9" * 30}, follow=True)

    assert messages_in(response) == [
        "Enter 1 to 1,000,000 seats, or leave the field empty for unlimited seats."
    ]


def test_capacity_can_be_raised_and_registration_closed(staff, event):
    for name in ("ana", "ben", "cleo"):
        register(event=event, email=f"{name}@example.org", name=name)
    url = address("registration_seats", event.pk)

    too_few = staff.post(url, {"capacity": "1"}, follow=True)
    more = staff.post(url, {"capacity": "3"}, follow=True)
    closed = staff.post(url, {"capacity": "3", "close": "1"}, follow=True)

    assert messages_in(too_few)[0].startswith("More people than that already have a seat")
    assert messages_in(more) == ["The number of seats has been changed."]
    assert messages_in(closed) == ["Registration is now closed."]
    assert Seats.objects.get(event=event).taken == 3
    assert Event.objects.get(pk=event.pk).state == "closed"


def test_failed_emails_show_server_reply_and_can_be_resent(staff, event, mail_server):
    mail_server.answers["ana@example.org"] = "550 5.1.1 No such user"
    register(event=event, email="ana@example.org", name="Ana")
    send_queued_emails()

    shown = staff.get(address("registrations", event.pk)).content.decode()
    start = staff.get(reverse("admin:index")).content.decode()
    mail_server.answers.clear()
    again = staff.post(address("registration_again", event.pk), follow=True)
    send_queued_emails()

    assert "550 5.1.1 No such user" in shown
    assert ("1 of 2 seats taken" in start, "1 email failed" in start) == (True, True)
    assert messages_in(again) == ["We’re sending one email again."]
    assert [mail["To"] for mail in mail_server.taken] == ["ana@example.org"]


def test_adding_registered_email_manually_changes_nothing(staff, event):
    RegistrationFactory(event=event, name="Ana", email="ana@example.org")

    response = staff.post(
        address("registration_add", event.pk),
        {"name": "Another", "email": "Ana@Example.org"},
        follow=True,
    )

    assert messages_in(response) == ["Ana already has a seat. We’re sending a confirmation."]
    assert event.registrations.count() == 1


@pytest.mark.parametrize("name", ["registration_seats", "registration_again"])
def test_changes_require_post(staff, event, name):
    assert staff.get(address(name, event.pk)).status_code == 405


def test_view_permission_does_not_allow_changes(client, event):
    user = UserFactory(is_staff=True)
    for codename in ("publish_entry", "view_event", "view_registration"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    client.force_login(user)
    ana = RegistrationFactory(event=event)
    one = address("registration", event.pk, ana.pk)

    seen = {client.get(url).status_code for url in (address("registrations", event.pk), one)}
    refused = {
        client.post(one, {"do": "cancel"}).status_code,
        client.post(one, {"name": "X", "save": "1"}).status_code,
        client.post(address("registration_seats", event.pk), {"capacity": "9"}).status_code,
        client.post(address("registration_again", event.pk)).status_code,
        client.post(address("registration_add", event.pk)).status_code,
        client.post(address("check_in", event.pk), {"registration": ana.pk}).status_code,
        client.post(address("messages", event.pk)).status_code,
    }

    assert (seen, refused) == ({200}, {403})
    buttons = page(client.get(one)).xpath("//div[@id='content']//button")
    assert texts(buttons) == []
