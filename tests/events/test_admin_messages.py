"""Emailing an event’s registrants."""

import pytest
from django.utils import timezone
from lxml.html import fromstring

from events.models import Delivery, Message
from events.services.messages import change_draft, send_message
from tests.factories import RegistrationFactory
from tests.support.mail_servers import send_queued_emails, text_of
from tests.support.signing_in import sign_in
from tests.support.staff_pages import address, messages_in, page, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

DRAFT = {"audience": "registered", "subject": "Soon", "body": "Dear {name}, **come**."}


@pytest.fixture
def message(event) -> Message:
    for name in ("Ana", "Ben"):
        RegistrationFactory(event=event, name=name, email=f"{name.lower()}@example.org")
    return Message.objects.create(event=event, **DRAFT)


def send_url(message: Message) -> str:
    return address("message_send", message.event_id, message.pk)


def test_saving_message_sends_nothing_and_shows_preview(staff, event, mail_server):
    RegistrationFactory(event=event)

    response = staff.post(address("messages", event.pk), DRAFT)
    send_queued_emails()

    message = Message.objects.get()
    assert response["Location"] == address("message", event.pk, message.pk)
    assert (message.subject, message.body, message.sent_at) == ("Soon", DRAFT["body"], None)
    assert mail_server.taken == []


def test_incomplete_message_keeps_input(staff, event):
    response = staff.post(address("messages", event.pk), {**DRAFT, "subject": ""})

    form = page(response).xpath("//form[contains(@class, 'file-form')]")[0]
    assert form.xpath(".//textarea")[0].text.strip() == DRAFT["body"]
    assert texts(form.find_class("errorlist")) == ["Error: This field is required."]
    assert not Message.objects.exists()


def test_preview_matches_sent_email(staff, message, mail_server):
    send_message(message=message)
    send_queued_emails()
    sent = mail_server.taken[0]

    shown = page(staff.get(address("message", message.event_id, message.pk)))
    frame = fromstring(
        staff.get(address("message_email", message.event_id, message.pk)).content.decode()
    )

    mail = fromstring(sent.get_body(["html"]).get_content())

    def lines(html) -> list[str]:
        return [line.replace("Alex Example", "Ana") for line in texts(html.iter("h1", "p", "a"))]

    assert lines(frame) == lines(mail)
    # Only the link to the registration differs.
    text = shown.find_class("mail-text")[0].text_content().replace("Alex Example", "Ana")
    pairs = zip(text.splitlines(), text_of(sent).splitlines(), strict=True)
    different = ["/registrations/" in theirs for ours, theirs in pairs if ours != theirs]
    assert different == [True]


def test_preview_is_sandboxed(staff, message):
    Message.objects.update(body="<script>alert(1)</script> <img src=x onerror=alert(1)> Hello")

    frame = page(staff.get(address("message", message.event_id, message.pk))).find(".//iframe")
    response = staff.get(frame.get("src"))

    assert frame.get("sandbox") == ""
    policy = response["Content-Security-Policy"]
    assert ("default-src 'none'" in policy, "script-src" in policy) == (True, False)
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert page(response).xpath("//script | //@onerror") == []


@pytest.mark.parametrize(
    ("audience", "button"),
    [
        ("registered", "Send to 3 people"),
        ("waiting", "Send to 1 person"),
        ("both", "Send to 4 people"),
        ("attended", "Send to 1 person"),
        ("absent", "Send to 2 people"),
    ],
)
def test_send_button_shows_recipient_count(staff, message, audience, button):
    event = message.event
    Message.objects.update(audience=audience)
    event.seats.capacity = None
    event.seats.save()
    RegistrationFactory(event=event, attended_at=timezone.now())
    RegistrationFactory(event=event, waiting=True)
    RegistrationFactory(event=event, left=True)

    buttons = page(staff.get(address("message", event.pk, message.pk))).xpath(
        "//form[contains(@action, '/send/')]/button"
    )

    assert texts(buttons) == ["Send a test to me", button]


def test_test_email_goes_to_author_and_keeps_draft(client, groups, message, mail_server):
    sign_in(client, "Event managers", email="edith@example.org")

    response = client.post(send_url(message), {"test": "1"}, follow=True)
    send_queued_emails()

    message.refresh_from_db()
    assert messages_in(response) == ["We sent a test to edith@example.org."]
    assert mail_server.subjects == [("edith@example.org", "Soon")]
    assert (message.sent_at, Delivery.objects.count()) == (None, 0)


def test_rejected_test_email_shows_reason(client, groups, message, mail_server):
    sign_in(client, "Event managers", email="edith@example.org")
    mail_server.answers["edith@example.org"] = "550 No such user"

    response = client.post(send_url(message), {"test": "1"}, follow=True)

    [sentence] = messages_in(response)
    assert sentence.startswith("The mail server did not accept the test:")
    assert "No such user" in sentence


def test_sending_twice_sends_once(staff, message, mail_server):
    responses = [staff.post(send_url(message), follow=True) for _ in range(2)]
    send_queued_emails()

    assert [messages_in(response) for response in responses] == [
        ["We’re sending your message to 2 people."],
        ["This message has already been sent. A message can only be sent once."],
    ]
    assert mail_server.subjects == [("ana@example.org", "Soon"), ("ben@example.org", "Soon")]
    assert [text_of(mail).splitlines()[2] for mail in mail_server.taken] == [
        "Dear Ana, **come**.",
        "Dear Ben, **come**.",
    ]


def test_message_without_recipients_stays_a_draft(staff, message):
    Message.objects.update(audience="waiting")

    response = staff.post(send_url(message), follow=True)

    message.refresh_from_db()
    assert messages_in(response) == [
        "No one matches the recipients you chose, so nothing was sent. Your draft has been saved."
    ]
    assert (message.sent_at, Delivery.objects.count()) == (None, 0)


def test_sent_message_cannot_be_changed(staff, message):
    send_message(message=message)
    url = address("message", message.event_id, message.pk)

    shown = page(staff.get(url))
    staff.post(url, {**DRAFT, "subject": "Later"})

    message.refresh_from_db()
    assert shown.xpath("//div[@id='content']//form") == []
    assert message.subject == "Soon"


def test_message_sent_during_edit_stays_sent(message):
    looked_at = Message.objects.get(pk=message.pk)
    send_message(message=message)
    looked_at.subject = "Later"

    is_changed = change_draft(message=looked_at)

    message.refresh_from_db()
    assert (is_changed, message.subject) == (False, "Soon")
    assert message.sent_at is not None


def test_draft_can_be_changed(staff, message):
    url = address("message", message.event_id, message.pk)

    response = staff.post(url, {**DRAFT, "audience": "both", "subject": "Later"}, follow=True)

    message.refresh_from_db()
    assert messages_in(response) == ["The draft has been saved."]
    assert (message.audience, message.subject) == ("both", "Later")


def test_list_shows_sent_waiting_and_failed_counts(staff, message, mail_server):
    mail_server.answers["ben@example.org"] = "550 No such user"
    send_message(message=message)
    before = staff.get(address("messages", message.event_id))
    send_queued_emails()
    after = staff.get(address("messages", message.event_id))

    def numbers(response) -> list[str]:
        return texts(page(response).xpath("//tbody[not(ancestor::template)]/tr/td"))[2:]

    assert (numbers(before), numbers(after)) == (["0", "2", "0"], ["1", "0", "1"])


def test_sending_requires_post(staff, message):
    assert staff.get(send_url(message)).status_code == 405


def test_message_of_another_event_is_not_found(staff, message):
    other = RegistrationFactory().event

    statuses = {
        staff.get(address("message", other.pk, message.pk)).status_code,
        staff.get(address("message_email", other.pk, message.pk)).status_code,
        staff.post(address("message_send", other.pk, message.pk)).status_code,
    }

    assert statuses == {404}


def test_writers_cannot_send_messages(client, groups, message):
    sign_in(client, "Writers")

    statuses = {
        client.get(address("messages", message.event_id)).status_code,
        client.get(address("message", message.event_id, message.pk)).status_code,
        client.get(address("message_email", message.event_id, message.pk)).status_code,
        client.post(send_url(message)).status_code,
    }

    message.refresh_from_db()
    assert (statuses, message.sent_at) == ({403}, None)
