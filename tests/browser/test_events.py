"""The public pages of events: on phone and desktop, in light and dark, in every time zone."""

from datetime import UTC, datetime

import pytest

from tests.factories import (
    EventFactory,
    EventSeriesFactory,
    PersonFactory,
    PublicationFactory,
    RecordingFactory,
    TopicFactory,
    hours_from_now,
)
from tests.support.browsers import ON_TWO_DEVICES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def events(transactional_db):
    """An event with everything an event can have, and one in each other state."""
    topic, ada = (
        TopicFactory(name="Assessment"),
        PersonFactory(name="Ada Ayers", biography="Reads."),
    )
    shared = {
        "topics": [topic],
        "presenters": [ada, PersonFactory(name="Bo Beck", affiliation="State University")],
        "body": "We read six pieces of student work.\n\n## How\n\nSide by side.",
    }
    series = EventSeriesFactory(name="Office hours", slug="office-hours")
    event = EventFactory(
        title="Calibrating together",
        slug="open",
        series=series,
        capacity=8,
        has_captions=True,
        accessibility="No steps.",
        what_to_bring="https://example.org/a-very-long-address/that-does-not-fit-into-a-narrow-window",
        previous_starts_at=hours_from_now(5),
        registration_closes_at=hours_from_now(24),
        **shared,
    )
    event.companions.add(PublicationFactory())
    EventFactory(
        title="A full evening in the library",
        slug="full",
        series=series,
        meetup=True,
        room="Room 2, second floor",
        address="12 Main Street, Concord, New Hampshire",
        capacity=0,
        **shared,
    )
    EventFactory(
        slug="live",
        starts_at=hours_from_now(-1),
        ends_at=hours_from_now(5),
        topics=[TopicFactory()],
    )
    EventFactory(slug="announced", registration_opens_at=hours_from_now(24))
    EventFactory(slug="closed", registration_closes_at=hours_from_now(-1))
    EventFactory(slug="canceled", canceled=True, cancellation_note="Snow.", **shared)
    EventFactory(
        slug="elsewhere",
        elsewhere=True,
        host_name="The National Association of Rather Long Names",
        host_url="https://example.org/",
        is_all_day=True,
    )
    EventFactory(slug="over", past=True, series=series)
    RecordingFactory(event__slug="recorded", event__series=series)


@ON_TWO_DEVICES
def test_reader_filters_events_and_opens_one(page, inspect, events):
    page.goto("/events/")
    inspect()
    page.get_by_text("Filter").click()
    inspect()
    page.locator("details").get_by_role("link", name="Assessment").click()
    page.get_by_role("link", name="Calibrating together").click()
    inspect()

    assert page.get_by_role("heading", level=1).inner_text() == "Calibrating together"
    register = page.get_by_role("link", name="Register")
    assert register.get_attribute("href") == "/events/open/register/"


@ON_TWO_DEVICES
def test_event_page_is_accessible_in_every_state(page, inspect, events):
    # In test_public_pages.py are lists of events, and events that are canceled or recorded.
    for slug in ("full", "live", "announced", "closed", "elsewhere", "over"):
        page.goto(f"/events/{slug}/")
        inspect()


@pytest.mark.parametrize("width", ["phone"], indirect=True)
@pytest.mark.parametrize("scheme", ["light"], indirect=True)
def test_registration_box_is_above_text_on_phone(page, events):
    page.goto("/events/open/")

    button, text = page.get_by_role("link", name="Register"), page.locator(".prose")
    assert button.bounding_box()["y"] < text.bounding_box()["y"]


@pytest.mark.parametrize("width", ["desktop"], indirect=True)
@pytest.mark.parametrize("scheme", ["light"], indirect=True)
def test_events_can_be_filtered_and_registered_for_by_keyboard(page, events):
    page.goto("/events/")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/?topic=*")
    page.goto("/events/open/")
    link = page.get_by_role("link", name="Register")
    for _ in range(40):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break

    assert link.evaluate("link => link === document.activeElement")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def times(transactional_db, time_machine):
    """Events near the clock changes, which Europe and the United States make on different days."""
    time_machine.move_to(datetime(2018, 10, 1, tzinfo=UTC))
    for slug, starts, ends, more in [
        ("winter", "2018-11-07T20:00", "2018-11-07T21:00", {}),
        # Europe's clocks have gone back; New York's haven't.
        ("between", "2018-10-31T19:00", "2018-10-31T20:00", {}),
        # New York's clocks have gone forward; Europe's haven't.
        ("spring", "2019-03-20T19:00", "2019-03-20T20:00", {}),
        ("summer", "2019-07-10T19:00", "2019-07-10T20:00", {}),
        ("evening", "2018-11-07T22:30", "2018-11-07T23:30", {}),
        ("no-end", "2018-11-07T20:00", None, {}),
        ("days", "2018-11-07T14:00", "2018-11-09T21:00", {}),
        ("denver", "2018-11-07T20:00", "2018-11-07T21:00", {"time_zone": "America/Denver"}),
        ("denver-summer", "2019-07-10T19:00", None, {"time_zone": "America/Denver"}),
        ("whole-day", "2018-11-07T05:00", "2018-11-08T05:00", {"is_all_day": True}),
    ]:
        EventFactory(slug=slug, starts_at=at(starts), ends_at=ends and at(ends), **more)


OWN_TIMES = {
    "America/New_York": {"winter": "", "between": "", "days": "", "whole-day": ""},
    # Another zone with the same time.
    "America/Toronto": {"winter": "", "between": "", "spring": "", "summer": ""},
    "America/Phoenix": {
        "winter": "1–2 pm your time",
        "summer": "12–1 pm your time",
        "denver": "",
        "denver-summer": "12 pm your time",
    },
    "America/Los_Angeles": {
        "winter": "12–1 pm your time",
        "between": "12–1 pm your time",
        "spring": "12–1 pm your time",
        "no-end": "12 pm your time",
        "days": "6 am your time (ends Friday, 1 pm)",
        "whole-day": "",
    },
    "Europe/London": {
        "winter": "8–9 pm your time",
        "between": "7–8 pm your time",
        "spring": "7–8 pm your time",
        "summer": "8–9 pm your time",
    },
    "Europe/Berlin": {
        "winter": "9–10 pm your time",
        "between": "8–9 pm your time",
        "evening": "11:30 pm–12:30 am your time (ends Thursday)",
    },
    "Asia/Kathmandu": {
        "winter": "1:45–2:45 am Thursday your time",
        "between": "12:45–1:45 am Thursday your time",
        "no-end": "1:45 am Thursday your time",
    },
    "Pacific/Auckland": {
        "winter": "9–10 am Thursday your time",
        "summer": "7–8 am Thursday your time",
        "evening": "11:30 am–12:30 pm Thursday your time",
    },
}


@pytest.mark.parametrize("zone", OWN_TIMES)
def test_reader_sees_local_time_if_different(chromium, live_server, times, zone):
    context = chromium.new_context(base_url=live_server.url, timezone_id=zone)
    page = context.new_page()

    own = {}
    for slug in OWN_TIMES[zone]:
        page.goto(f"/events/{slug}/")
        own[slug] = " ".join(page.locator(".event-facts .local-time").all_inner_texts())
    context.close()

    assert own == OWN_TIMES[zone]


@pytest.mark.parametrize(
    ("starts", "ends", "text"),
    [
        ("2018-11-07T03:00", "2018-11-07T04:30", "10–11:30 pm Tuesday your time"),
        (
            "2018-11-06T03:00",
            "2018-11-06T06:30",
            "10 pm–1:30 am Monday your time (ends Tuesday)",
        ),
        (
            "2018-11-06T03:00",
            "2018-11-07T04:30",
            "10 pm Monday your time (ends Tuesday, 11:30 pm)",
        ),
        # The longest: days with long names, and times with minutes.
        (
            "2018-11-08T04:30",
            "2018-11-09T04:30",
            "11:30 pm Wednesday your time (ends Thursday, 11:30 pm)",
        ),
        (
            "2018-09-13T03:45",
            "2018-09-23T03:45",
            "11:45 pm Wednesday your time (ends September 22, 11:45 pm)",
        ),
    ],
)
def test_local_time_late_in_the_evening_is_short(
    chromium, live_server, transactional_db, time_machine, starts, ends, text
):
    time_machine.move_to(datetime(2018, 9, 1, tzinfo=UTC))
    EventFactory(slug="night", starts_at=at(starts), ends_at=at(ends), time_zone="Europe/Berlin")
    context = chromium.new_context(base_url=live_server.url, timezone_id="America/New_York")
    page = context.new_page()

    page.goto("/events/night/")

    shown = page.locator(".event-facts .local-time").inner_text().strip()
    context.close()
    assert shown == text
    assert len(shown) < 60


def test_listing_shows_local_time_for_each_event_until_it_is_over(
    chromium, live_server, times, time_machine
):
    context = chromium.new_context(base_url=live_server.url, timezone_id="Europe/London")
    page = context.new_page()

    page.goto("/events/")

    count = page.locator(".event-row").count()
    assert (count, page.locator(".event-row .local-time").count()) == (10, 9)
    time_machine.move_to(datetime(2020, 1, 1, tzinfo=UTC))
    page.goto("/events/past/")
    assert page.locator(".event-row").count() == 10
    assert page.locator(".local-time").count() == 0
    context.close()


def test_events_work_without_javascript(chromium, live_server, events):
    starts, ends = at("2018-11-07T20:00"), at("2018-11-07T21:00")
    EventFactory(slug="winter", starts_at=starts, ends_at=ends)
    context = chromium.new_context(
        base_url=live_server.url, timezone_id="Asia/Kathmandu", java_script_enabled=False
    )
    page = context.new_page()

    page.goto("/events/winter/")
    event_time = page.locator(".event-facts .event-when").inner_text()
    page.goto("/events/")
    page.get_by_text("Filter").click()
    page.locator("details").get_by_role("link", name="Assessment").click()
    page.get_by_role("link", name="Calibrating together").click()
    register = page.get_by_role("link", name="Register")

    assert (
        " ".join(event_time.replace("\N{WORD JOINER}", "").split())
        == "3:00–4:00 pm ET, Wednesday, November 7, 2018"
    )
    assert register.get_attribute("href") == "/events/open/register/"
    context.close()
