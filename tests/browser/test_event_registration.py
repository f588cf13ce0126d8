"""From the announcement to the meeting: register, read the email, change, attend, cancel."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from content.editing.saving import save_entry
from cworks.groups import sync_groups
from events.kinds import EVENT_MANAGERS
from events.models import ConsentText, Registration
from events.services.deliveries import enqueue
from tests.factories import EventFactory, PersonFactory, QuestionFactory, UserFactory
from tests.support.browsers import ON_PHONE, ON_TWO_DEVICES, sign_in
from tests.support.mail_servers import send_queued_emails, text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MEETING = "https://meeting.example.org/secret-room"


@pytest.fixture
def event(transactional_db):
    # A transactional test empties the tables, including what a migration put there.
    ConsentText.objects.get_or_create(version=1, defaults={"text": "We keep little."})
    event = EventFactory(
        title="Moderation in an hour",
        slug="moderation",
        capacity=1,
        presenters=[PersonFactory(name="Ana Díaz")],
    )
    QuestionFactory(event=event, label="Your role", kind="choice", choices="Teacher\nLeader")
    QuestionFactory(event=event, label="What for?", is_required=True)
    return event


def find_link(mail, pattern: str) -> str:
    """Return the path of a link in an email."""
    return re.search(rf"http://127\.0\.0\.1:8000({pattern})", text_of(mail))[1]


def fill_in(page, *, name: str, email: str) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your email address").fill(email)
    page.get_by_label("Leader").check()


@ON_TWO_DEVICES
def test_registrant_gets_seat_and_cancels(page, inspect, event, mail_server):
    page.goto("/events/")
    page.get_by_role("link", name="Moderation in an hour").click()
    page.get_by_role("link", name="Register", exact=True).click()
    inspect()

    # The form names what is missing and keeps the rest.
    fill_in(page, name="Ana Díaz", email="ana@example.org")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("alert")).to_be_visible()
    inspect()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Enter an answer to “What for?”").click()
    expect(page.get_by_label("What for?")).to_be_focused()
    assert page.get_by_label("Your name").input_value() == "Ana Díaz"
    assert page.get_by_label("Leader").is_checked()
    page.get_by_label("What for?").fill("For my team")
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Register").click()
    page.wait_for_url("**/register/sent/*")
    inspect()
    assert page.context.cookies() == [] or all(
        cookie["name"] == "csrftoken" for cookie in page.context.cookies()
    )

    # The second registrant goes on the waiting list.
    page.goto("/events/moderation/")
    page.get_by_role("link", name="Join the waiting list").click()
    fill_in(page, name="Ben", email="ben@example.org")
    page.get_by_label("What for?").fill("For me")
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Join the waiting list").click()
    page.wait_for_url("**/register/sent/*")
    send_queued_emails()
    first, second = mail_server.taken
    assert (first["To"], second["Subject"]) == (
        "ana@example.org",
        "You’re on the waiting list: Moderation in an hour",
    )

    # Follow the link in the email.
    page.goto(find_link(first, r"/registrations/[^/\s]+/"))
    inspect()
    page.get_by_role("link", name=re.compile("Change your name")).click()
    inspect()
    page.get_by_label("Teacher").check()
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("status").inner_text() == "Your changes have been saved."
    expect(page.get_by_text("Teacher", exact=True)).to_be_visible()
    expect(page.get_by_text("The button to join will appear")).to_be_visible()
    page.goto(f"{page.url.partition('?')[0]}join/")
    expect(page.get_by_text("It’s too early to join.")).to_be_visible()
    inspect()
    page.get_by_role("link", name="Your registration").click()
    page.get_by_role("link", name="Cancel your registration").click()
    inspect()
    page.get_by_role("button", name="Cancel my registration").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your registration is canceled")
    inspect()

    # That gives the seat to the second registrant, who erases their data.
    send_queued_emails()
    assert mail_server.taken[-1]["Subject"] == "You have a seat: Moderation in an hour"
    page.goto(find_link(mail_server.taken[-1], r"/registrations/[^/\s]+/"))
    page.get_by_role("link", name="Delete your details now").click()
    inspect()
    page.get_by_role("button", name="Delete my details").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your details have been deleted")
    inspect()
    assert sorted(Registration.objects.values_list("state", flat=True)) == ["canceled"] * 2


def test_join_button_opens_external_meeting_without_referrer(chromium, live_server, event):
    event.starts_at, event.join_url = timezone.now() + timedelta(minutes=5), MEETING
    save_entry(entry=event, by=None)
    ana = Registration.objects.create(
        event=event, name="Ana", email="ana@example.org", seated_at=timezone.now()
    )
    page = chromium.new_page(base_url=live_server.url)
    page.goto(f"/registrations/{ana.token}/join/")

    with page.expect_request(MEETING) as opening:
        page.get_by_role("button", name="Go to the meeting").click()

    assert opening.value.headers.get("referer") is None
    ana.refresh_from_db()
    assert ana.attended_at is not None
    page.close()


def test_html_email_is_accessible(page, inspect, event, mail_server):
    Registration.objects.create(
        event=event, name="Ana", email="ana@example.org", seated_at=timezone.now()
    )
    enqueue(registrations=Registration.objects.all(), kind="confirmation")
    send_queued_emails()

    page.set_content(mail_server.taken[0].get_body(["html"]).get_content())

    inspect()
    expect(page.get_by_role("link", name="Join the event")).to_be_visible()


@ON_PHONE
def test_staff_manage_event(page, inspect, event, mail_server):
    sync_groups()
    user = UserFactory(email="june@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name=EVENT_MANAGERS))
    Registration.objects.create(
        event=event, name="Ana Díaz", email="ana@example.org", seated_at=timezone.now()
    )
    sign_in(page, "june@example.org")
    expect(page.get_by_role("heading", name="Upcoming events")).to_be_visible()
    inspect()

    page.get_by_role("link", name="Moderation in an hour").first.click()
    page.wait_for_url("**/registrations/")
    inspect()
    page.get_by_role("link", name="Add a person").click()
    inspect()
    for name in ("questions", "messages", "recording", "cancel", "badges"):
        page.goto(reverse(f"admin:events_event_{name}", args=[event.pk]))
        inspect()

    page.goto(reverse("admin:events_event_messages", args=[event.pk]))
    page.get_by_label("Subject").fill("Soon")
    page.get_by_label("Text").fill("Dear {name}, **come**.")
    page.get_by_role("button", name="Preview the email").click()
    frame = page.frame_locator("iframe.mail-frame")
    expect(frame.get_by_text("come", exact=True)).to_be_visible()
    inspect()
    page.get_by_role("button", name="Send to 1 person").click()
    expect(page.get_by_text("We’re sending your message to one person.")).to_be_visible()
    send_queued_emails()
    assert mail_server.taken[0]["Subject"] == "Soon"

    page.goto(reverse("admin:events_event_check_in", args=[event.pk]))
    inspect()
    page.get_by_label("Name").press_sequentially("diaz")
    expect(page.get_by_text("Ana Díaz").first).to_be_visible()
    page.get_by_label("Name").fill("no one")
    assert page.locator(".check-in li:visible").count() == 0
    page.get_by_label("Name").fill("")
    page.get_by_role("button", name="Check in Ana Díaz").click()
    expect(page.get_by_text("1 of 1 checked in.")).to_be_visible()
