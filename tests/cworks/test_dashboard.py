"""Upcoming events on the admin's dashboard."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Delivery
from tests.factories import EventFactory, PostFactory, RegistrationFactory, hours_from_now
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

START = "/admin/"


def lines(client) -> list[str]:
    """Return what the dashboard shows about each upcoming event."""
    page = client.get(START)
    return [
        f"{line.event.heading}: {line.seats}, {line.waiting} waiting, {line.failed} failed"
        for line in page.context["coming_events"]
    ]


def fail(registration, count: int = 1) -> None:
    for number in range(count):
        Delivery.objects.create(
            registration=registration,
            kind=Delivery.Purpose.SEAT,
            about=str(number),
            state=Delivery.State.FAILED,
        )


def test_upcoming_event_shows_seats_waiting_list_and_failed_emails(client):
    sign_in(client, "Event managers")
    later = EventFactory(title="Later", starts_at=hours_from_now(72))
    soon = EventFactory(title="Soon", starts_at=hours_from_now(24), capacity=2)
    people = RegistrationFactory.create_batch(2, event=soon)
    RegistrationFactory.create_batch(3, event=soon, waiting=True)
    RegistrationFactory(event=soon, left=True)
    fail(people[0], 2)
    fail(people[1])
    RegistrationFactory(event=later)

    assert lines(client) == [
        "Soon: 2 of 2 seats taken, 3 waiting, 3 failed",
        "Later: 1 registered, 0 waiting, 0 failed",
    ]


def test_event_shows_date_and_links_to_registrations(client):
    sign_in(client, "Editors")
    event = EventFactory(title="Soon", capacity=2)
    fail(RegistrationFactory(event=event))

    page = client.get(START).content.decode()

    path = reverse("admin:events_event_registrations", args=[event.pk])
    assert f'<a href="{path}"><bdi>Soon</bdi></a>' in page
    assert event.date_line in page
    assert "1 email failed" in page


def test_past_canceled_and_draft_events_are_not_shown(client):
    sign_in(client, "Event managers")
    EventFactory(past=True)
    EventFactory(canceled=True)
    EventFactory(draft=True)
    EventFactory(title="Happening now", live=True)

    assert lines(client) == ["Happening now: 0 registered, 0 waiting, 0 failed"]


def test_writers_see_no_events(client):
    sign_in(client, "Writers")
    EventFactory()

    assert lines(client) == []


def test_event_managers_see_only_waiting_events(client):
    sign_in(client, "Event managers")
    PostFactory(status="review", published_at=None)
    EventFactory(title="An event", status="review", published_at=None)
    EventFactory(scheduled=True)

    waiting = client.get(START).context["waiting"]

    assert [(group.title, group.total, group.url) for group in waiting] == [
        ("In review: events", 1, "/admin/events/event/?state=review"),
        ("Coming out this week: events", 1, "/admin/events/event/?state=this-week"),
    ]


def test_event_managers_menu_has_events_and_related_models(client):
    sign_in(client, "Event managers")

    groups = client.get(START).context["app_list"]

    assert {
        group["name"]: [str(model["name"]) for model in group["models"]] for group in groups
    } == {
        "Write": ["Calendar", "Images", "Documents", "Bulk changes", "Deleted entries"],
        "Events": ["Events", "Event series", "Consent texts"],
        "People and topics": ["People", "Topics", "Tags", "Places"],
        "Site": ["Statistics", "Email texts", "Emails"],
    }


def count_queries(client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(START)
    return len(queries)


def test_query_count_is_the_same_for_one_and_twelve_events(client):
    sign_in(client, "Event managers")
    fail(RegistrationFactory(event=EventFactory(capacity=3)))
    count_queries(client)
    one = count_queries(client)
    for event in EventFactory.create_batch(11, capacity=3):
        fail(RegistrationFactory(event=event))
        RegistrationFactory(event=event, waiting=True)

    twelve = count_queries(client)

    assert (len(lines(client)), twelve) == (12, one)
