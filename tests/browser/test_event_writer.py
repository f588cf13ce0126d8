"""An event manager announces an event, moves it, asks questions, copies it, and cancels it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import Page, expect

from events.models import Event
from events.services.registrations import register
from tests.factories import PersonFactory, TopicFactory, UserFactory
from tests.support.browsers import ON_PHONE, PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), ON_PHONE]


@pytest.fixture
def _people(transactional_db):
    TopicFactory(name="Assessment")
    PersonFactory(name="Ines Okafor", slug="ines-okafor")
    user = UserFactory(name="Mona Manager", email="mona@example.org", password=PASSWORD)
    user.groups.add(Group.objects.get(name="Event managers"))


def save(page: Page) -> None:
    page.locator(".publish-steps button").first.click()


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish now").click()


def choose_option(page: Page, field: str, words: str, option: str) -> None:
    """Choose an option from a search box's results."""
    page.locator(f".field-{field} .select2-selection").first.click()
    page.locator(".select2-container--open .select2-search__field").last.press_sequentially(words)
    page.get_by_role("option", name=option).click()


@pytest.mark.usefixtures("_people")
def test_event_from_draft_to_cancellation(page, inspect):
    month = f"{timezone.now() + timedelta(days=40):%Y-%m}"
    sign_in(page, "mona@example.org")
    inspect()

    # Write.
    page.get_by_role("link", name="Add to events").click()
    page.get_by_label("Title", exact=True).fill("What moderation asks of a district")
    page.get_by_label("Summary").fill("Six people, one page, ninety minutes.")
    page.get_by_label("Starts").fill(f"{month}-14T15:00")
    page.get_by_label("Ends", exact=True).fill(f"{month}-14T16:30")

    # All-day events have no times; what was typed comes back when they do again.
    page.get_by_label("All day").check()
    expect(page.get_by_label("Starts")).to_have_value(f"{month}-14")
    inspect()
    page.get_by_label("All day").uncheck()
    expect(page.get_by_label("Starts")).to_have_value(f"{month}-14T15:00")

    # The publishing check names what is missing.
    # Houston is not the name of a time zone. “Online” followed the type.
    zone = page.get_by_role("combobox", name="Time zone")
    zone.fill("bangalore")
    expect(page.locator(".time-zone [role=option]")).to_have_text(["Asia/Kolkata Bangalore"])
    zone.fill("Houston")
    expect(page.locator(".time-zone [role=option]")).to_have_text(["Central (Chicago) US"])
    inspect()
    zone.press("Enter")
    expect(zone).to_have_value("Central (Chicago)")
    page.get_by_label("Type").select_option("Meetup")
    expect(page.get_by_label("Online")).not_to_be_checked()
    page.get_by_label("Type").select_option("Webinar")
    expect(page.get_by_label("Online")).to_be_checked()
    publish(page)
    expect(page.get_by_role("heading", name="Before you publish")).to_be_visible()
    expect(page.locator(".findings li")).to_have_text(
        [
            "It has no meeting link yet for registrants.",
            "It has no presenter.",
            "It has no live captions, which some people need to take part.",
            "It has no topic, so no topic page will list it.",
        ]
    )
    inspect()

    # Nothing was lost; the fixed event is published.
    expect(page.get_by_label("Starts")).to_have_value(f"{month}-14T15:00")
    page.get_by_label("Meeting link").fill("https://meeting.example.org/room")
    page.get_by_label("Has live captions").check()
    page.get_by_label("Seats").fill("40")
    choose_option(page, "person", "Ines", "Ines Okafor")
    page.get_by_label("Topics").locator("..").get_by_role("searchbox").fill("Assess")
    page.get_by_role("option", name="Assessment").click()
    publish(page)
    expect(page.locator(".status-line")).to_contain_text("Published")
    inspect()
    page.get_by_role("link", name="View it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What moderation asks of a district")
    expect(page.locator("main")).to_contain_text("4:30 pm CT")
    expect(page.locator("main")).to_contain_text("Ines Okafor")
    page.go_back()

    # Ask a question.
    page.get_by_role("link", name="Questions").click()
    inspect()
    row = page.locator("main details").first
    row.get_by_label("Template").select_option("Role")
    page.get_by_role("button", name="Save questions").click()
    expect(page.get_by_role("group", name="1. What is your role?")).to_be_visible()
    inspect()

    # Someone registers; the manager who moves the event chooses to notify them.
    event = Event.objects.get()
    register(event=event, email="ana@example.org", name="Ana")
    page.get_by_role("link", name="Event", exact=True).click()
    page.get_by_label("Starts").fill(f"{month}-15T15:00")
    page.get_by_label("Ends", exact=True).fill(f"{month}-15T16:30")
    save(page)
    expect(page.locator(".errornote")).to_contain_text(
        "registrants must be notified of this change"
    )
    inspect()
    page.get_by_label("Save and email one person about the change").check()
    save(page)
    expect(page.locator(".messagelist")).to_contain_text(
        "We’re emailing one person about the change."
    )

    # A copy for another date starts with this event's details.
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Copy for another date").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value(event.title)
    expect(page.get_by_label("Starts")).to_have_value("")
    expect(
        page.get_by_role("group", name="The meeting link is the same as that of")
    ).to_be_visible()
    inspect()
    page.get_by_label("Clear it").check()
    page.get_by_label("Starts").fill(f"{month}-21T15:00")
    save(page)
    expect(page.locator(".status-line")).to_have_text("Draft")
    assert [each.questions.count() for each in Event.objects.all()] == [1, 1]
    assert [each.join_url for each in Event.objects.order_by("pk")] == [event.join_url, ""]

    # Call it off.
    page.goto(f"/admin/events/event/{event.pk}/change/")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Call off this event…").click()
    inspect()
    page.get_by_label("Note to registrants").fill("The host is ill.")
    page.get_by_role("button", name="Call off the event").click()
    expect(page.locator(".status-line")).to_contain_text("Called off.")
    inspect()
    page.goto("/admin/events/event/")
    expect(page.locator(".status-called-off")).to_have_text("Called off")
    inspect()
