"""The form of an event: times in its own zone, and a word to its people before they are told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cworks.groups import sync_groups
from events.models import Event, Registration, Seats
from events.services.registrations import register
from events.services.seats import set_capacity
from tests.blog.test_admin_permissions import sign_in
from tests.content.editors import Editor
from tests.events.mail_servers import work
from tests.factories import (
    EventFactory,
    PersonFactory,
    PostFactory,
    QuestionFactory,
    RegistrationFactory,
    ResourceFactory,
    TopicFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def chicago(**facts) -> Event:
    return EventFactory(
        time_zone="America/Chicago",
        starts_at=datetime(2031, 5, 6, 20, tzinfo=UTC),
        **facts,
    )


def stored(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def value(editor: Editor, name: str) -> str:
    return editor.fields[name][0]


def test_form_shows_and_takes_times_as_the_clocks_of_the_event_show_them(ruth):
    event = chicago()
    ruth.open(event)
    shown = value(ruth, "starts_at"), value(ruth, "ends_at")

    assert ruth.save(starts_at="2031-05-06T10:00", ends_at="2031-05-06T11:30")

    assert shown == ("2031-05-06T15:00", "2031-05-06T16:00")
    saved = stored(event)
    assert (saved.starts_at, saved.ends_at) == (
        datetime(2031, 5, 6, 15, tzinfo=UTC),
        datetime(2031, 5, 6, 16, 30, tzinfo=UTC),
    )


def test_saving_without_a_change_moves_nothing_and_tells_nobody(ruth):
    event = chicago(capacity=5)
    RegistrationFactory(event=event)
    ruth.open(event)

    assert ruth.save()

    saved = stored(event)
    assert (saved.starts_at, saved.calendar_sequence, work()) == (event.starts_at, 0, 0)
    assert Seats.objects.get().capacity == 5


def test_another_zone_keeps_the_hours_that_were_typed(ruth):
    event = chicago()
    ruth.open(event)

    assert ruth.save(time_zone="America/New_York")

    assert stored(event).takes_place == "3:00–4:00 pm ET, Tuesday, May 6, 2031"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2031-03-09T02:30", "There is no such time: the clocks are set forward over it."),
        ("2031-11-02T01:30", "There are two such times: the clocks are set back over it."),
    ],
)
def test_hour_that_a_change_of_clocks_skips_or_doubles_is_refused_and_kept(ruth, typed, sentence):
    ruth.open(chicago())

    saved = ruth.save(starts_at=typed, ends_at="")

    assert (saved, value(ruth, "starts_at")) == (False, typed)
    assert ruth.errors("starts_at")[0].startswith(sentence)


def test_event_of_several_days_ends_after_its_last_one(ruth):
    event = chicago()
    ruth.open(event)

    assert ruth.save(starts_at="2031-05-06T15:00", ends_at="2031-05-08T12:00", is_all_day="on")

    saved = stored(event)
    assert saved.takes_place == "Tuesday, May 6, 2031 – Thursday, May 8, 2031"
    assert saved.ends_at == datetime(2031, 5, 9, 5, tzinfo=UTC)
    ruth.open(event)
    assert ruth.save()
    assert stored(event).ends_at == saved.ends_at


def test_end_before_the_start_is_refused_beside_the_field(ruth):
    ruth.open(chicago())

    assert not ruth.save(ends_at="2031-05-06T14:00")

    assert ruth.errors("ends_at") == ["It has to end after it starts."]


def test_form_asks_before_people_are_told_of_another_time(ruth, mail_server):
    event = chicago()
    for name in ("ana", "ben"):
        register(event=event, email=f"{name}@example.org", name=name)
    work()
    mail_server.reset()
    ruth.open(event)

    asked = ruth.save(starts_at="2031-05-06T10:00", ends_at="2031-05-06T11:00")
    page = ruth.page.text_content()
    unsaved = stored(event).starts_at
    told = ruth.save(tells_people="on")
    work()

    assert (asked, unsaved, told) == (False, event.starts_at, True)
    assert "Save it, and tell 2 people of the change by mail" in page
    assert [mail["To"] for mail in mail_server.taken] == ["ana@example.org", "ben@example.org"]


def test_seats_are_changed_with_the_form_and_never_below_what_is_taken(ruth):
    event = chicago(capacity=2)
    for name in ("ana", "ben", "cleo"):
        register(event=event, email=f"{name}@example.org", name=name)
    ruth.open(event)

    refused = ruth.save(capacity="1")
    error = ruth.errors("capacity")
    assert ruth.save(capacity="3")

    assert refused is False
    assert error[0].startswith("More people than that have a seat already")
    assert Registration.objects.filter(state="registered").count() == 3


def test_seats_taken_while_a_form_was_open_stay_taken(ruth):
    event = chicago(capacity=5)
    ruth.open(event)
    register(event=event, email="ana@example.org", name="Ana")

    assert ruth.save(title="Another title")

    assert Seats.objects.get().taken == 1


def test_two_editors_of_times_and_texts_are_merged(ruth, ben):
    event = chicago()
    ruth.open(event)
    ben.open(event)
    assert ruth.save(venue="Town hall")

    saved = ben.save(starts_at="2031-05-06T10:00", ends_at="2031-05-06T11:00")
    shown = value(ben, "venue"), value(ben, "starts_at")
    assert ben.save()

    assert (saved, shown) == (False, ("Town hall", "2031-05-06T10:00"))
    assert (stored(event).venue, stored(event).starts_at.hour) == ("Town hall", 15)


def test_another_date_begins_with_everything_but_the_dates(ruth):
    event = chicago(
        title="Office hours", capacity=7, venue="Town hall", topics=[TopicFactory()],
        tags=["hours"],
    )  # fmt: skip
    QuestionFactory(event=event, label="Role")
    address = reverse("admin:events_event_add") + f"?copy={event.pk}"

    ruth.url = address
    ruth.read(ruth.client.get(address))
    shown = {name: value(ruth, name) for name in ("title", "capacity", "venue", "time_zone")}
    assert ruth.save(starts_at="2031-06-03T15:00", ends_at="2031-06-03T16:00")

    copy = Event.objects.exclude(pk=event.pk).get()
    assert shown == {
        "title": "Office hours",
        "capacity": "7",
        "venue": "Town hall",
        "time_zone": "America/Chicago",
    }
    assert (copy.slug, copy.calendar_uid == event.calendar_uid) == ("office-hours", False)
    assert [question.label for question in copy.questions.all()] == ["Role"]
    assert list(copy.topics.all()) == list(event.topics.all())
    assert (copy.seats.capacity, copy.takes_place) == (7, "3:00–4:00 pm CT, Tuesday, June 3, 2031")


def test_event_is_cancelled_on_a_page_that_says_how_many_are_told(ruth, mail_server):
    event = chicago(title="The webinar")
    RegistrationFactory(event=event)
    address = reverse("admin:events_event_cancel", args=[event.pk])
    page = ruth.client.get(address).content.decode()

    for _ in range(2):
        ruth.client.post(address, {"note": "The host is ill."})
    work()

    assert "One person is told by mail" in page
    assert stored(event).cancellation_note == "The host is ill."
    assert [mail["Subject"] for mail in mail_server.taken] == ["Cancelled: The webinar"]
    ruth.open(event)
    assert "Cancelled" in ruth.page.find_class("status-line")[0].text_content()


def test_check_says_what_an_event_lacks(ruth):
    event = EventFactory(
        draft=True,
        starts_at=timezone.now() + timedelta(days=800),
        ends_at=None,
        is_online=True,
        join_url="",
        host_name="Somebody else",
    )
    ruth.open(event)

    ruth.write(_check="1")
    response = ruth.client.post(ruth.url, ruth.fields)

    text = " ".join(response.content.decode().split())
    for finding in (
        "It starts more than a year from now",
        "It does not say when it ends: calendars show two hours.",
        "It has no address of the meeting yet",
        "Somebody else is the host, and people would register here",
        "Nobody is named as its presenter.",
        "It has no topic",
    ):
        assert finding in text


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
    ruth.save(
        title="After", starts_at="2031-05-06T10:00", ends_at="2031-05-06T11:00", venue="Town hall"
    )

    ruth.client.post(reverse("admin:events_event_restore", args=[event.pk, first.history_id]))

    restored = stored(event)
    assert (restored.title, restored.venue, restored.starts_at.hour) == ("Before", "Town hall", 15)


def test_event_managers_change_events_and_nothing_else(client):
    sync_groups()
    sign_in(client, "Event managers")
    post, resource, event = PostFactory(), ResourceFactory(), chicago()

    def status(name: str, pk: int) -> int:
        return client.get(reverse(f"admin:{name}_change", args=[pk])).status_code

    assert status("events_event", event.pk) == 200
    assert status("blog_post", post.pk) in (302, 403)
    assert status("wiki_resource", resource.pk) in (302, 403)
    for name in ("blog_post", "wiki_article", "wiki_resource", "content_user", "content_redirect"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403, name
    start = client.get(reverse("admin:index")).content.decode()
    assert ("Events" in start, "Posts" in start) == (True, False)


def test_list_of_events_costs_the_same_for_one_and_for_thirty(ruth, django_assert_max_num_queries):
    EventFactory.create_batch(30)
    set_capacity(event=Event.objects.first(), capacity=4)

    with django_assert_max_num_queries(14):
        page = ruth.client.get(reverse("admin:events_event_changelist")).content.decode()

    assert page.count('class="field-heading_link') == 30
    assert "0 of 4" in page
