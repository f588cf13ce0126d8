"""Events in the admin: copying, canceling, deleting, publishing, and the list."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from content.editing.saving import save_entry
from events.models import Event, EventSeries
from tests.factories import (
    EventFactory,
    EventSeriesFactory,
    PersonFactory,
    PostFactory,
    QuestionFactory,
    RegistrationFactory,
    TopicFactory,
)
from tests.support.editors import reloaded
from tests.support.event_forms import MOVED, chicago_event, field_values, page_text
from tests.support.mail_servers import send_queued_emails

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

LIST = "/admin/events/event/"


def admin_url(name: str, event: Event) -> str:
    return reverse(f"admin:events_event_{name}", args=[event.pk])


# Copying


def test_copied_event_has_everything_but_dates(ruth):
    series, presenter, post = EventSeriesFactory(), PersonFactory(), PostFactory()
    event = chicago_event(
        title="Office hours", capacity=7, venue="Town hall", topics=[TopicFactory()],
        tags=["hours"], series=series, presenters=[PersonFactory(), presenter],
    )  # fmt: skip
    event.companions.add(post)
    QuestionFactory(event=event, label="Role")
    ruth.open(event)
    assert ruth.page.xpath("//p[@class='entry-links']/a[@aria-current]/text()") == ["Event"]
    (link,) = ruth.page.xpath("//a[text()='Copy for another date']/@href")

    ruth.url = link
    ruth.read(ruth.client.get(link))
    begins_with = field_values(
        ruth, "title", "capacity", "venue", "time_zone", "starts_at", "ends_at"
    )
    assert ruth.save(starts_at="2031-06-03T15:00", ends_at="2031-06-03T16:00")

    copy = Event.objects.exclude(pk=event.pk).get()
    assert begins_with == ["Office hours", "7", "Town hall", "America/Chicago", "", ""]
    assert (copy.slug, copy.status, copy.series) == ("office-hours", "draft", series)
    assert {copy.calendar_uid, copy.guid} & {event.calendar_uid, event.guid} == set()
    assert [question.label for question in copy.questions.all()] == ["Role"]
    assert list(copy.topics.all()) == list(event.topics.all())
    assert list(copy.companions.all()) == [post.entry_ptr]
    assert [person.name for person in copy.presenters] == [
        person.name for person in event.presenters
    ]
    assert (copy.seats.capacity, copy.date_line) == (7, "3:00–4:00 pm CT, Tuesday, June 3, 2031")


def test_copy_of_deleted_event_starts_empty(ruth):
    page = ruth.client.get(f"{LIST}add/?copy=123456")

    title = page.context["adminform"].form.initial.get("title", "")
    assert (page.status_code, title) == (200, "")


def test_new_event_has_no_people_and_offers_presenter_role(ruth):
    ruth.user.person = PersonFactory()
    ruth.user.save()

    ruth.read(ruth.client.get(f"{LIST}add/"))

    people = ["contributions-0-person", "contributions-0-role"]
    assert field_values(ruth, *people) == ["", "presenter"]


# Canceling


def test_cancellation_page_shows_recipient_count(ruth, mail_server):
    event = chicago_event(title="The webinar")
    RegistrationFactory(event=event)
    page = page_text(ruth.client.get(admin_url("cancel", event)))

    for _ in range(2):
        ruth.client.post(admin_url("cancel", event), {"note": "The host is ill."})
    send_queued_emails()

    assert "We’ll email one person, with a file that removes it from their calendars." in page
    assert reloaded(event).cancellation_note == "The host is ill."
    assert [mail["Subject"] for mail in mail_server.taken] == ["Canceled: The webinar"]


def test_canceled_event_form_shows_note(ruth):
    event = EventFactory(canceled=True, cancellation_note="The host is ill.")

    ruth.open(event)

    (status,) = ruth.page.find_class("status-line")
    notices = [
        " ".join(notice.text_content().split())
        for notice in ruth.page.find_class("notice")
        if notice.get("hidden") is None
    ]
    assert status.text_content().startswith("Called off. Published ")
    assert len(notices) == 1
    assert notices[0].endswith("Note to registrants: The host is ill.")


def test_get_request_does_not_cancel(ruth):
    event = chicago_event()

    ruth.client.get(admin_url("cancel", event))

    assert reloaded(event).canceled_at is None


# Deleting


def test_event_with_registrations_cannot_be_deleted(ruth):
    event = chicago_event(title="The webinar")
    RegistrationFactory.create_batch(2, event=event, name="Ana")

    page = page_text(ruth.client.get(admin_url("delete", event)))
    ruth.client.post(admin_url("delete", event), {"post": "yes"})

    assert (
        "People have registered for this event, so you can’t delete it: their emails and calendars "
        "link to it. Call it off instead to notify everyone. The webinar: 2 "
        "registrations"
    ) in page
    assert "Ana" not in page
    assert Event.objects.filter(pk=event.pk).exists()


def test_event_without_registrations_can_be_deleted(ruth):
    event = chicago_event()

    ruth.client.post(admin_url("delete", event), {"post": "yes"})

    assert not Event.objects.exists()


# Publishing


def test_publishing_check_lists_findings(ruth):
    event = EventFactory(draft=True, ends_at=None, has_captions=True, topics=[TopicFactory()])
    event.starts_at = timezone.now().replace(hour=19, minute=0) + timedelta(days=3)
    save_entry(entry=event, by=None)
    ruth.open(event)
    ruth.write(_check="1")

    findings = ruth.client.post(ruth.url, ruth.fields).context["findings"]

    assert [finding.text for finding in findings] == [
        "It has no end time, so calendars will show two hours.",
        "It has no presenter.",
    ]


def test_complete_event_is_published(ruth):
    event = EventFactory(
        draft=True,
        has_captions=True,
        body="",
        presenters=[PersonFactory()],
        topics=[TopicFactory()],
        starts_at=timezone.now().replace(hour=19, minute=0) + timedelta(days=30),
    )
    ruth.open(event)

    assert ruth.save(status="published")

    assert reloaded(event).is_public


def test_restoring_revision_keeps_time_and_place(ruth):
    event = chicago_event(title="Before")
    first = event.revisions.newest_first().first()
    ruth.open(event)
    ruth.save(**MOVED, title="After", venue="Town hall")

    ruth.client.post(reverse("admin:events_event_restore", args=[event.pk, first.pk]))

    restored = reloaded(event)
    assert (restored.title, restored.venue, restored.starts_at.hour) == ("Before", "Town hall", 15)


# Lists


def rows(page) -> list[list[str]]:
    """Return [title, seats] for each row of the list."""
    lines = page.context["cl"].result_list
    admin = page.context["cl"].model_admin
    return [[line.title, admin.seats_text(line)] for line in lines]


def test_list_shows_latest_first_with_seats(ruth):
    soon = EventFactory(title="Soon", capacity=2)
    RegistrationFactory.create_batch(2, event=soon)
    RegistrationFactory.create_batch(3, event=soon, waiting=True)
    RegistrationFactory(event=soon, left=True)
    RegistrationFactory(event=EventFactory(title="Past", past=True))
    EventFactory(title="Elsewhere", elsewhere=True, starts_at=soon.starts_at + timedelta(days=9))

    page = ruth.client.get(LIST)

    assert rows(page) == [["Elsewhere", ""], ["Soon", "2 of 2, 3 waiting"], ["Past", "1"]]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("when=coming", ["Soon"]),
        ("when=past", ["Past"]),
        ("when=canceled", ["Off"]),
        ("event_type__exact=meetup", ["Past"]),
        ("missing=no-presenter", ["Off", "Past"]),
        ("q=soo", ["Soon"]),
    ],
)
def test_list_filters(ruth, query, titles):
    EventFactory(title="Soon", presenters=[PersonFactory()])
    EventFactory(title="Past", past=True, meetup=True)
    EventFactory(title="Off", canceled=True)

    page = ruth.client.get(f"{LIST}?{query}")

    assert [title for title, _ in rows(page)] == titles


def count_queries(client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_list_query_count_does_not_grow_with_events(ruth):
    EventFactory(capacity=4, presenters=[PersonFactory()], series=EventSeriesFactory())
    count_queries(ruth.client, LIST)
    one = count_queries(ruth.client, LIST)
    for event in EventFactory.create_batch(29, capacity=4, series=EventSeries.objects.get()):
        RegistrationFactory(event=event, waiting=True)

    thirty = count_queries(ruth.client, LIST)

    assert thirty == one


def test_path_to_deleting_names_each_page_once(ruth):
    event = EventFactory(title="Office hours")

    page = ruth.client.get(admin_url("delete", event))

    trail = html.fromstring(page.content).find_class("breadcrumbs")[0]
    assert [" ".join(step.text_content().split()) for step in trail.iter("li")] == [
        "Start",
        "Events",
        "Office hours",
        "Delete",
    ]
