"""Events in the admin: seats, who is told before they are, another date, calling off, the list."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.models import Event, EventSeries, Registration, Seats
from events.services.registrations import register
from events.services.seats import set_capacity
from tests.events.forms import chicago, shown, stored, words
from tests.events.mail_servers import work
from tests.factories import (
    EventFactory,
    EventSeriesFactory,
    PersonFactory,
    PostFactory,
    QuestionFactory,
    RegistrationFactory,
    TopicFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

LIST = "/admin/events/event/"
MOVED = {"starts_at": "2031-05-06T10:00", "ends_at": "2031-05-06T11:00"}


def address(name: str, event: Event) -> str:
    return reverse(f"admin:events_event_{name}", args=[event.pk])


def with_people(event: Event, *names: str) -> Event:
    for name in names:
        register(event=event, email=f"{name}@example.org", name=name)
    return event


# Who is told


def test_form_asks_before_people_are_told_of_another_time(ruth, mail_server):
    event = with_people(chicago(), "ana", "ben")
    work()
    mail_server.reset()
    ruth.open(event)

    asked = ruth.save(**MOVED)
    label = ruth.page.xpath("string(//label[@for='id_tells_people'])")
    unsaved = stored(event).starts_at
    told = ruth.save(tells_people="on")
    work()

    assert (asked, unsaved, told) == (False, event.starts_at, True)
    assert label == "Save it, and tell 2 people of the change by mail"
    assert [mail["To"] for mail in mail_server.taken] == ["ana@example.org", "ben@example.org"]


def test_form_says_after_saving_how_many_were_told(ruth):
    ruth.open(with_people(chicago(), "ana"))
    ruth.write(**MOVED, tells_people="on", _save="1")

    page = ruth.client.post(ruth.url, ruth.fields, follow=True)

    said = [str(message) for message in page.context["messages"]]
    assert said.index("One person is told of the change by mail.") == 0


@pytest.mark.parametrize(
    "fields", [{"title": "Another title"}, {"join_url": "https://meeting.example.org/b"}]
)
def test_form_asks_nothing_where_nobody_has_to_hear_of_a_change(ruth, fields):
    ruth.open(with_people(chicago(), "ana"))

    assert ruth.save(**fields)


@pytest.mark.parametrize("fields", [MOVED, {"venue": "Town hall"}])
def test_form_asks_nothing_where_nobody_is_registered(ruth, fields):
    ruth.open(chicago())

    assert ruth.save(**fields)


def test_form_asks_too_when_the_event_was_taken_off_the_site_with_its_people(ruth):
    event = with_people(chicago(), "ana")
    ruth.open(event)
    ruth.save(status="draft")
    ruth.open(event)

    saved = ruth.save(venue="Town hall")

    assert (saved, ruth.alerts) == (
        False,
        ["It is not saved yet: people have to hear of this change."],
    )


# Seats


def test_seats_are_changed_with_the_form_and_never_below_what_is_taken(ruth):
    event = with_people(chicago(capacity=2), "ana", "ben", "cleo")
    ruth.open(event)

    refused = ruth.save(capacity="1", title="Another title")
    errors, title = ruth.errors("capacity"), stored(event).title
    assert ruth.save(capacity="3")

    assert (refused, title) == (False, event.title)
    assert errors == [
        "More people than that have a seat already: cancel some registrations first, or choose a "
        "larger number."
    ]
    assert Registration.objects.filter(state="registered").count() == 3


def test_seats_taken_while_a_form_was_open_stay_taken(ruth):
    event = chicago(capacity=5)
    ruth.open(event)
    with_people(event, "ana")

    assert ruth.save(title="Another title")

    assert Seats.objects.get().taken == 1


def test_seats_added_elsewhere_while_a_form_was_open_stay(ruth):
    event = chicago(capacity=5)
    ruth.open(event)
    set_capacity(event=event, capacity=8)

    assert ruth.save(title="Another title")

    assert Seats.objects.get().capacity == 8


def test_seats_that_both_changed_are_named_before_they_are_saved(ruth):
    event = chicago(capacity=5)
    ruth.open(event)
    set_capacity(event=event, capacity=8)

    saved = ruth.save(capacity="6")

    assert (saved, shown(ruth, "capacity")) == (False, ["6"])
    assert ruth.errors("capacity") == ["There are 8 seats meanwhile. Keep yours, or put that in."]
    assert ruth.save()
    assert Seats.objects.get().capacity == 6


def test_seats_of_one_and_the_title_of_the_other_are_merged(ruth, ben):
    event = chicago(capacity=5)
    ruth.open(event)
    ben.open(event)
    ruth.save(capacity="9")

    ben.save(title="Another title")
    merged = shown(ben, "capacity"), ben.errors("capacity")
    assert ben.save()

    assert merged == (["9"], [])
    assert (Seats.objects.get().capacity, stored(event).title) == (9, "Another title")


def test_number_of_seats_can_be_taken_away(ruth):
    ruth.open(chicago(capacity=5))

    assert ruth.save(capacity="")

    assert Seats.objects.get().capacity is None


def test_form_says_when_details_are_deleted(ruth, settings):
    ruth.open(chicago())

    (help_text,) = ruth.page.xpath("//*[@id='id_takes_registrations_helptext']")

    assert " ".join(help_text.text_content().split()) == (
        "On our own site, with name and email address. Details are deleted 12 months after the "
        "event; the counts stay."
    )


def test_every_field_says_what_it_is_for(ruth):
    ruth.open(chicago())

    rows = ruth.page.xpath("//div[contains(@class, 'entry-columns')]//label[@for]")
    silent = [
        label.text_content().strip()
        for label in rows
        if not ruth.page.xpath(f"//*[@id='{label.get('for')}_helptext']")
    ]

    # The choices of a status, and the columns of the people, are named by what stands above.
    assert set(silent) == {
        "Draft", "Ready for review", "Published", "Person", "Role", "Order",
    }  # fmt: skip


# Another date


def test_another_date_begins_with_everything_but_the_dates(ruth):
    series, presenter, post = EventSeriesFactory(), PersonFactory(), PostFactory()
    event = chicago(
        title="Office hours", capacity=7, venue="Town hall", topics=[TopicFactory()],
        tags=["hours"], series=series, presenters=[PersonFactory(), presenter],
    )  # fmt: skip
    event.companions.add(post)
    QuestionFactory(event=event, label="Role")
    ruth.open(event)
    (link,) = ruth.page.xpath("//a[text()='Copy as another date']/@href")

    ruth.url = link
    ruth.read(ruth.client.get(link))
    begins_with = shown(ruth, "title", "capacity", "venue", "time_zone", "starts_at", "ends_at")
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
    assert (copy.seats.capacity, copy.takes_place) == (7, "3:00–4:00 pm CT, Tuesday, June 3, 2031")


def test_another_date_of_an_event_that_is_gone_begins_empty(ruth):
    page = ruth.client.get(f"{LIST}add/?copy=123456")

    assert (page.status_code, page.context["adminform"].form.initial.get("title")) == (200, None)


def test_new_event_names_nobody_and_offers_presenters(ruth):
    ruth.user.person = PersonFactory()
    ruth.user.save()

    ruth.read(ruth.client.get(f"{LIST}add/"))

    people = ["contributions-0-person", "contributions-0-role"]
    assert shown(ruth, *people) == ["", "presenter"]


# Calling off


def test_event_is_cancelled_on_a_page_that_says_how_many_are_told(ruth, mail_server):
    event = chicago(title="The webinar")
    RegistrationFactory(event=event)
    page = words(ruth.client.get(address("cancel", event)))

    for _ in range(2):
        ruth.client.post(address("cancel", event), {"note": "The host is ill."})
    work()

    assert "One person is told by mail, and it is taken out of their calendars." in page
    assert stored(event).cancellation_note == "The host is ill."
    assert [mail["Subject"] for mail in mail_server.taken] == ["Cancelled: The webinar"]


def test_form_of_a_cancelled_event_says_so_with_the_note(ruth):
    event = EventFactory(cancelled=True, cancellation_note="The host is ill.")

    ruth.open(event)

    (status,) = ruth.page.find_class("status-line")
    notices = [
        " ".join(notice.text_content().split())
        for notice in ruth.page.find_class("notice")
        if notice.get("hidden") is None
    ]
    assert status.text_content().startswith("Cancelled. Published ")
    assert len(notices) == 1
    assert notices[0].endswith("The note to its people: The host is ill.")


def test_get_of_the_page_that_cancels_changes_nothing(ruth):
    event = chicago()

    ruth.client.get(address("cancel", event))

    assert stored(event).cancelled_at is None


# Deleting


def test_event_with_registrations_cannot_be_deleted_and_the_page_says_why(ruth):
    event = chicago(title="The webinar")
    RegistrationFactory.create_batch(2, event=event, name="Ana")

    page = words(ruth.client.get(address("delete", event)))
    ruth.client.post(address("delete", event), {"post": "yes"})

    assert (
        "Somebody has registered for this event, so it cannot be deleted: their links and "
        "calendars lead to it. Cancel it instead, which tells everybody. The webinar: 2 "
        "registrations"
    ) in page
    assert "Ana" not in page
    assert Event.objects.filter(pk=event.pk).exists()


def test_event_without_registrations_is_deleted(ruth):
    event = chicago()

    ruth.client.post(address("delete", event), {"post": "yes"})

    assert not Event.objects.exists()


# Publishing


def test_check_says_what_an_event_lacks(ruth):
    event = EventFactory(draft=True, ends_at=None, has_captions=True, topics=[TopicFactory()])
    event.starts_at = timezone.now().replace(hour=19, minute=0) + timedelta(days=3)
    event.save()
    ruth.open(event)
    ruth.write(_check="1")

    findings = ruth.client.post(ruth.url, ruth.fields).context["findings"]

    assert [finding.text for finding in findings] == [
        "It does not say when it ends: calendars show two hours.",
        "Nobody is named as its presenter.",
    ]


def test_event_that_lacks_nothing_is_published(ruth):
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

    assert stored(event).is_public


def test_restored_text_of_last_week_moves_nothing(ruth):
    event = chicago(title="Before")
    first = event.history.first()
    ruth.open(event)
    ruth.save(**MOVED, title="After", venue="Town hall")

    ruth.client.post(reverse("admin:events_event_restore", args=[event.pk, first.history_id]))

    restored = stored(event)
    assert (restored.title, restored.venue, restored.starts_at.hour) == ("Before", "Town hall", 15)


# Lists


def rows(page) -> list[list[str]]:
    """[title, seats] of each line of the list."""
    lines = page.context["cl"].result_list
    admin = page.context["cl"].model_admin
    return [[line.title, admin.seats_in_words(line)] for line in lines]


def test_list_shows_the_latest_first_with_its_seats(ruth):
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
        ("when=cancelled", ["Off"]),
        ("event_type__exact=meetup", ["Past"]),
        ("look=no-presenter", ["Off", "Past"]),
        ("q=soo", ["Soon"]),
    ],
)
def test_list_is_narrowed(ruth, query, titles):
    EventFactory(title="Soon", presenters=[PersonFactory()])
    EventFactory(title="Past", past=True, meetup=True)
    EventFactory(title="Off", cancelled=True)

    page = ruth.client.get(f"{LIST}?{query}")

    assert [title for title, _ in rows(page)] == titles


def count_queries(client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_list_of_events_costs_the_same_for_one_and_for_thirty(ruth):
    EventFactory(capacity=4, presenters=[PersonFactory()], series=EventSeriesFactory())
    count_queries(ruth.client, LIST)
    one = count_queries(ruth.client, LIST)
    for event in EventFactory.create_batch(29, capacity=4, series=EventSeries.objects.get()):
        RegistrationFactory(event=event, waiting=True)

    thirty = count_queries(ruth.client, LIST)

    assert thirty == one
