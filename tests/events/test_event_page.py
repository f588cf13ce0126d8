"""An event's page in each state: what it says, and what readers can do."""

from datetime import UTC, datetime

import pytest

from tests.factories import (
    EventFactory,
    EventSeriesFactory,
    RecordingFactory,
    hours_from_now,
)
from tests.support.event_pages import (
    button,
    calendars,
    clean_text,
    facts,
    format_local,
    links,
    open_event,
    status_texts,
)

pytestmark = pytest.mark.django_db

CALENDARS = ["Google", "Outlook", "Microsoft 365", "Other (.ics file)"]


@pytest.mark.parametrize(
    ("more", "next_step"),
    [
        (
            {},
            "You’ll get an email with the link to join and a file for your calendar. We’ll remind "
            "you the day before.",
        ),
        (
            {"meetup": True, "reminds_day_before": False},
            "You’ll get an email that confirms your seat, with a file for your calendar.",
        ),
        (
            {"capacity": 0},
            "You’ll get an email that confirms your place on the waiting list, and another one if "
            "a seat opens up for you.",
        ),
    ],
)
def test_box_says_what_happens_after_registering(client, more, next_step):
    page = open_event(client, EventFactory(**more))

    assert [clean_text(text) for text in page.find_class("event-next")] == [next_step]


def test_open_event_links_to_registration_form(client):
    page = open_event(client, EventFactory(slug="it", capacity=100))

    assert status_texts(page) == ["Register", "100 seats"]
    assert button(page) == [("Register", "/events/it/register/")]
    assert calendars(page) == []


@pytest.mark.parametrize(
    ("capacity", "taken", "seats"),
    [
        (40, 28, ["12 of 40 seats left"]),
        (12, 11, ["1 of 12 seats left"]),
        (40, 0, ["40 of 40 seats left"]),
        (100, 50, ["50 of 100 seats left"]),
        (100, 49, ["100 seats"]),
        (None, 3, []),
    ],
)
def test_open_event_shows_seats_if_limited(client, capacity, taken, seats):
    event = EventFactory(capacity=capacity)
    event.seats.taken = taken
    event.seats.save()

    assert status_texts(open_event(client, event)) == ["Register", *seats]


def test_open_event_shows_when_registration_closes(client):
    event = EventFactory(registration_closes_at=hours_from_now(48))

    closes = format_local(event, event.registration_closes_at)
    assert status_texts(open_event(client, event)) == ["Register", f"Registration closes {closes}."]


def test_announced_event_shows_when_registration_opens(client):
    event = EventFactory(registration_opens_at=hours_from_now(48))

    page = open_event(client, event)

    opens = format_local(event, event.registration_opens_at)
    assert status_texts(page) == [f"Registration opens {opens}."]
    assert button(page) == []
    assert calendars(page) == CALENDARS


def test_full_event_offers_waiting_list(client):
    page = open_event(client, EventFactory(slug="it", capacity=0))

    assert status_texts(page) == [
        "All seats are taken. When a seat opens up, it goes to the person who has waited longest.",
        "Join the waiting list",
    ]
    assert button(page) == [("Join the waiting list", "/events/it/register/")]


def test_full_event_without_waiting_list_says_so(client):
    page = open_event(client, EventFactory(capacity=0, has_waiting_list=False))

    assert status_texts(page) == ["All seats are taken, and there is no waiting list."]
    assert button(page) == []


def test_closed_event_tells_registrants_where_to_find_link(client):
    page = open_event(client, EventFactory(registration_closes_at=hours_from_now(-1)))

    assert status_texts(page) == [
        "Registration is closed.",
        "If you’re registered, the link to your registration is in your confirmation email.",
    ]
    assert (button(page), calendars(page)) == ([], [])


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            {},
            [
                "Happening now. If you’re registered, use the link in your confirmation email to "
                "join.",
                "Register",
            ],
        ),
        ({"meetup": True}, ["Happening now.", "Register"]),
        (
            {"registration_closes_at": hours_from_now(-2)},
            [
                "Happening now. If you’re registered, use the link in your confirmation email to "
                "join.",
                "Registration is closed.",
            ],
        ),
        (
            {"capacity": 0, "has_waiting_list": False, "meetup": True},
            ["Happening now.", "All seats are taken, and there is no waiting list."],
        ),
        ({"takes_registrations": False}, ["Happening now.", "No registration is needed."]),
        ({"elsewhere": True}, ["Happening now.", "Register at Another organization"]),
    ],
)
def test_live_event_says_it_is_happening_now(client, more, expected):
    event = EventFactory(starts_at=hours_from_now(-1), ends_at=hours_from_now(3), **more)

    assert status_texts(open_event(client, event)) == expected


def test_past_event_omits_attendance_details(client):
    event = EventFactory(
        past=True,
        what_to_bring="A pen",
        accessibility="No steps",
        has_captions=True,
        previous_starts_at=hours_from_now(-24 * 9),
    )

    page = open_event(client, event)

    assert status_texts(page) == ["This event is over."]
    assert (button(page), calendars(page)) == ([], [])
    assert page.xpath("//*[@id='good-heading']") == []
    assert [clean_text(link) for link in page.xpath("//nav[@class='breadcrumbs']//a")] == [
        "Events",
        "Past events",
    ]


def test_recorded_event_links_to_recording(client):
    page = open_event(client, RecordingFactory().event)

    assert status_texts(page) == ["Watch the recording"]
    assert button(page) == [("Watch the recording", "#recording")]
    assert len(page.xpath("//*[@id='recording']")) == 1
    assert calendars(page) == []


def test_unpublished_recording_is_not_mentioned(client):
    page = open_event(client, RecordingFactory(available_at=None).event)

    assert status_texts(page) == ["This event is over."]
    assert page.xpath("//*[@id='recording']") == []


def test_canceled_event_shows_note_first(client):
    event = EventFactory(
        canceled=True, cancellation_note="Snow & ice.", previous_starts_at=hours_from_now(5)
    )

    page = open_event(client, event)

    assert status_texts(page) == ["This event is canceled. Snow & ice."]
    assert (button(page), calendars(page)) == ([], [])
    assert [clean_text(gone) for gone in page.xpath("//dl[@class='event-facts']//s")] == [
        event.date_line
    ]
    assert page.xpath("//*[@id='good-heading']") == []
    assert links(page, "//section[@class='event-instead']//a") == {
        "See past events and their recordings": "/events/past/"
    }


def test_canceled_event_offers_the_next_ones_first_of_its_series(client):
    series = EventSeriesFactory()
    event = EventFactory(canceled=True, series=series)
    EventFactory(slug="gone", canceled=True, series=series)
    EventFactory(slug="any", starts_at=hours_from_now(1))
    alone = open_event(client, event)
    EventFactory(slug="same", series=series)
    EventFactory(slug="same-2", series=series)

    together = open_event(client, event)

    offered = "//section[@class='event-instead']//a/@href"
    assert alone.xpath(offered) == ["/events/any/"]
    assert together.xpath(offered) == ["/events/same/", "/events/same-2/"]


def test_rescheduled_event_shows_original_time(client):
    event = EventFactory(previous_starts_at=hours_from_now(5))

    was = format_local(event, event.previous_starts_at)
    assert status_texts(open_event(client, event)) == [
        f"This event has been rescheduled. It was originally scheduled for {was}.",
        "Register",
    ]


def test_rescheduled_all_day_event_shows_no_time(client):
    event = EventFactory(
        starts_at=datetime(2099, 5, 7, 4, tzinfo=UTC),
        ends_at=datetime(2099, 5, 9, 4, tzinfo=UTC),
        is_all_day=True,
        previous_starts_at=datetime(2099, 4, 7, 4, tzinfo=UTC),
    )

    page = open_event(client, event)

    assert status_texts(page)[0] == (
        "This event has been rescheduled. It was originally scheduled for Tuesday, April 7, 2099."
    )
    assert facts(page)["When"] == "Thursday, May 7, 2099 – Friday, May 8, 2099"
    assert [time.get("datetime") for time in page.xpath("//aside//time")] == ["2099-05-07"]


@pytest.mark.parametrize(
    ("more", "name", "address"),
    [
        ({}, "Register at Another organization", "https://example.org/register"),
        ({"host_name": ""}, "Register at example.org", "https://example.org/register"),
        (
            {"registration_url": "", "host_url": "https://example.org/host"},
            "Visit Another organization",
            "https://example.org/host",
        ),
    ],
)
def test_external_event_links_to_host(client, more, name, address):
    page = open_event(client, EventFactory(elsewhere=True, **more))

    assert button(page) == [(name, address)]


def test_event_without_registration_says_none_is_needed(client):
    page = open_event(client, EventFactory(takes_registrations=False, meetup=True))

    assert status_texts(page) == ["No registration is needed."]
    assert calendars(page) == CALENDARS
