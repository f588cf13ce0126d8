"""Staff change what emails to registrants say, for all events and for one."""

import pytest
from django.core import mail
from django.urls import reverse

from content.mail import all_wordings
from content.models import EmailText
from events.services.registrations import register
from tests.factories import EventFactory
from tests.support.mail_servers import html_of, send_queued_emails, text_of
from tests.support.signing_in import sign_in
from tests.support.staff_pages import messages_in, page, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

FORM = "/admin/content/emailtext/event-confirmation/"
WORDS = {"subject": "Welcome to {event}", "text": "Dear {name},\n\nsee [the notes](/blog/notes/)."}


def form_errors(response) -> list[str]:
    return texts(page(response).find_class("errorlist"))


def test_own_words_of_an_event_come_before_those_of_all_and_can_be_taken_back(client, mail_server):
    sign_in(client, "Event managers", name="Mona")
    one, other = EventFactory(title="One"), EventFactory(title="Other")

    client.post(FORM, WORDS)
    client.post(f"{FORM}?entry={one.pk}", {"subject": "Only {event}", "text": "Hello."})
    listed = page(client.get("/admin/content/emailtext/"))
    of_event = page(client.get(reverse("admin:events_event_emails", args=[one.pk])))
    for event in (one, other):
        register(event=event, email="ana@example.org", name="Ana")
    client.post(f"{FORM}?entry={one.pk}", {"reset": "1"})
    client.post(FORM, {"reset": "1"})
    register(event=EventFactory(title="Third"), email="ana@example.org", name="Ana")
    send_queued_emails()

    assert texts(listed.xpath("//tbody/tr[1]/*"))[0] == "Confirmation"
    assert texts(listed.xpath("//tbody/tr[1]/*"))[2].endswith("by Mona Different for 1 event")
    assert "by Mona" in texts(of_event.xpath("//tbody/tr[1]/*"))[2]
    # What an email says is looked up when it is sent: both are back to the original.
    assert [each["Subject"] for each in mail_server.taken] == [
        f"You’re registered: {title}" for title in ("One", "Other", "Third")
    ]
    assert not EmailText.objects.exists()


def test_words_are_filled_in_and_facts_stay(client, mail_server):
    event = EventFactory(title="*One* & {name}", join_url="https://meet.example.org/1")
    EmailText.objects.create(purpose="event-confirmation", **WORDS)
    hostile = "{when} <a href='//evil.example'>x</a> [x](http://evil.example) www.evil.example"
    ana = register(event=event, email="ana@example.org", name=hostile)

    send_queued_emails()

    (sent,) = mail_server.taken
    html, text = html_of(sent), text_of(sent).replace("\r\n", "\n")
    assert sent["Subject"] == "Welcome to *One* & {name}"
    name = "{when} <a href=' evil. example'>x< a> [x](http evil. example"
    notes = "http://127.0.0.1:8000/blog/notes/"
    assert text.startswith(f"{sent['Subject']}\n\nDear {name},\n\nsee [the notes]({notes}).")
    assert ">Dear {when} &lt;a href=' evil. example'&gt;x&lt; a&gt; [x](http evil." in html
    assert ("evil.example" in html + text, "//evil" in html + text) == (False, False)
    for part in (f'href="{notes}"', f"/registrations/{ana.token}/join/"):
        assert part in html
    assert event.date_line in text
    assert [part.get_content_type() for part in sent.iter_attachments()] == ["text/calendar"]


def test_unknown_placeholder_is_explained_and_nothing_is_saved(client):
    sign_in(client, "Editors")

    answer = client.post(FORM, {"subject": "Hello {nmae}", "text": "On {day}, at {place}."})

    known = "Use {event}, {when}, {where}, or {name}, or leave it out."
    assert form_errors(answer) == [
        f"Error: {{nmae}} is not a placeholder of this email. {known}",
        f"Error: {{day}} and {{place}} are not placeholders of this email. {known}",
    ]
    assert not EmailText.objects.exists()


def test_preview_and_test_show_the_form_without_saving_it(client):
    user = sign_in(client, "Editors")
    event = EventFactory(title="One")

    stored = client.get(f"{FORM}preview/?entry={event.pk}")
    preview = client.post(f"{FORM}preview/?entry={event.pk}", WORDS)
    refused = client.post(f"{FORM}preview/", {**WORDS, "text": "{day}"})
    answer = client.post(FORM, {**WORDS, "test": "1"})

    assert "You have a seat at One." in stored.text
    assert "Dear Alex Example," in preview.text
    policy = preview["Content-Security-Policy"]
    assert ("default-src 'none'" in policy, "script-src" in policy) == (True, False)
    assert {each["X-Frame-Options"] for each in (stored, preview, refused)} == {"SAMEORIGIN"}
    assert (refused.status_code, "{day} is not a placeholder" in refused.text) == (400, True)
    assert messages_in(answer) == [f"We sent a test to {user.email}."]
    assert [(each.to, each.subject) for each in mail.outbox] == [([user.email], "Welcome to One")]
    assert not EmailText.objects.exists()


def test_managers_of_events_cannot_write_for_what_they_may_not_change(client):
    event = EventFactory(draft=True)
    sign_in(client, "Writers")
    writer = client.get(f"{FORM}?entry={event.pk}").status_code
    sign_in(client, "Event managers")
    found = [client.get(f"{FORM}?entry={key}").status_code for key in (event.pk, 0, "x")]

    assert (writer, found) == (403, [200, 404, 404])


@pytest.mark.parametrize("event", ["none yet", "one with everything"])
def test_every_original_fills_in_all_of_its_placeholders(event):
    if event == "one with everything":
        EventFactory(venue="Hall 1", address="1 Main Street", capacity=3)

    emails = [each.example(each.original(), "ana@example.org") for each in all_wordings()]

    assert len(emails) == 17
    for email in emails:
        html = email.alternatives[0].content
        words = email.subject + email.body + html.partition("</style>")[2]
        assert ("{" in words, len(html) < 80_000) == (False, True)
