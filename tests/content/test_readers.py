"""What readers without an account do with the link in their emails."""

import json
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.urls import reverse

from content.activity import record
from content.models import Activity, Reader
from content.readers import find_reader
from events.models import Registration
from tests.factories import (
    CommentFactory,
    EventFactory,
    RegistrationFactory,
    SuggestionFactory,
    UserFactory,
)
from tests.support.mail_servers import send_queued_emails, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return find_reader("Ana@Example.org ")


def own_link_in(mail) -> str:
    return re.search(r"http://[^/]+(/readers/\S+)", text_of(mail)).group(1)


@pytest.mark.django_db(transaction=True)
def test_own_link_comes_by_email_and_shows_downloads_and_erases_everything(
    client, reader, mail_server, empty_queue
):
    event = EventFactory(title="Rubrics")
    registration = RegistrationFactory(event=event, email="ana@example.org", name="Ana Poe")
    sent = client.post(reverse("content:reader-link"), {"email": "ANA@example.org"}, follow=True)
    send_queued_emails()
    [mail] = mail_server.taken
    path = own_link_in(mail)

    page = client.get(path)
    data = json.loads(client.get(f"{path}data/").content)
    assert Reader.objects.exists()
    erased = client.post(f"{path}erase/", follow=True)

    assert "Check your email" in sent.content.decode()
    assert "Rubrics" in page.content.decode()
    assert (page["Referrer-Policy"], page.cookies) == ("no-referrer", {})
    assert list(data) == ["Email address", "Emails", "Registrations"]
    assert data["Registrations"][0]["name"] == "Ana Poe"
    assert "Everything was erased" in erased.content.decode()
    registration.refresh_from_db()
    assert (registration.email, registration.name) == (None, "")
    assert not Reader.objects.exists()
    assert client.get(path).status_code == 404


def test_unknown_address_gets_the_same_answer_and_no_email(client, reader):
    known = client.post(reverse("content:reader-link"), {"email": "ana@example.org"})
    unknown = client.post(reverse("content:reader-link"), {"email": "ben@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert list(Reader.objects.values_list("email", flat=True)) == ["ana@example.org"]


def test_opening_every_page_changes_nothing(client, reader):
    for page in ("detail", "data", "erase"):
        assert client.get(reverse(f"content:reader-{page}", args=[reader.token])).status_code == 200

    assert Reader.objects.get() == reader


def test_false_link_opens_nothing(client, reader):
    false = reader.token[:-1] + ("a" if reader.token[-1] != "a" else "b")

    for page in ("detail", "data", "erase"):
        assert client.get(reverse(f"content:reader-{page}", args=[false])).status_code == 404
    assert client.get(reverse("content:confirm", args=["comment.1~x~y"])).status_code == 404


def test_command_shows_everything_about_an_address_and_erases_it(capsys, reader):
    RegistrationFactory(email="ana@example.org")

    call_command("show_address", "ana@EXAMPLE.org", "--erase")

    assert list(json.loads(capsys.readouterr().out)) == ["Email address", "Registrations"]
    assert not Reader.objects.exists()
    assert not Registration.objects.filter(email="ana@example.org").exists()


def test_deleting_a_reader_in_the_admin_erases_everything_in_every_app(admin_client, reader):
    RegistrationFactory(email="ana@example.org")
    opened = admin_client.get(reverse("admin:content_reader_change", args=[reader.pk]))
    address = reverse("admin:content_reader_delete", args=[reader.pk])

    admin_client.post(address, {"post": "yes"})

    assert "ana@example.org" in opened.content.decode()
    assert not Registration.objects.filter(email="ana@example.org").exists()


@pytest.mark.parametrize("other", ["joana@example.org", "jo.ana@example.org", "ana@example.org.au"])
def test_own_data_has_nothing_of_longer_addresses_and_erasing_it_leaves_theirs(
    client, reader, other
):
    LogEntry.objects.create(user=UserFactory(), action_flag=1, object_repr=other)
    record(Activity.Matter.ACCOUNT, f"Banned {other}.", by=None)

    data = json.loads(client.get(f"{reader.secret_path()}data/").content)
    client.post(f"{reader.secret_path()}erase/")

    assert list(data) == ["Email address"]
    assert LogEntry.objects.get().object_repr == other


@pytest.mark.parametrize("text", ["ana@example.org", "<Ana@Example.org>", "To ana@example.org."])
def test_own_data_has_what_names_the_address_within_a_text(client, reader, text):
    LogEntry.objects.create(user=UserFactory(), action_flag=1, object_repr=text)

    data = json.loads(client.get(f"{reader.secret_path()}data/").content)

    assert [row["object_repr"] for row in data["The log of the admin’s forms"]] == [text]


def test_letter_that_has_the_same_capital_makes_another_address(client):
    UserFactory(email="irisi@example.org")
    SuggestionFactory(email="irisi@example.org", name="Iris")
    CommentFactory(email="irisi@example.org", name="Iris")
    reader = Reader.objects.create(email="ırıſi@example.org")

    data = json.loads(client.get(f"{reader.secret_path()}data/").content)
    refused = client.post(reverse("content:reader-link"), {"email": "ırisi@example.org"})

    assert list(data) == ["Email address"]
    assert refused.status_code == 422
