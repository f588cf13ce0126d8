"""An event's page shows everything about the event, and links to calendars."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from content.editing.saving import save_entry
from events.models import Event
from tests.factories import (
    EventFactory,
    EventSeriesFactory,
    PersonFactory,
    PostFactory,
    PublicationFactory,
    RecordingFactory,
    TopicFactory,
    hours_from_now,
)
from tests.support.event_pages import (
    button,
    calendar_links,
    calendars,
    clean_text,
    facts,
    open_event,
)

pytestmark = pytest.mark.django_db


def test_time_is_shown_in_event_zone_and_utc(client):
    event = EventFactory(
        starts_at=datetime(2099, 11, 7, 20, tzinfo=UTC),
        ends_at=datetime(2099, 11, 7, 21, tzinfo=UTC),
    )

    page = open_event(client, event)

    (time,) = page.xpath("//dl[@class='event-facts']//time")
    assert clean_text(time) == "3:00–4:00 pm ET, Saturday, November 7, 2099"
    assert dict(time.attrib) == {
        "datetime": "2099-11-07T20:00:00Z",
        "data-local-time": "",
        "data-zone": "America/New_York",
        "data-end": "2099-11-07T21:00:00Z",
    }


def test_time_of_past_event_has_nothing_for_local_time(client):
    event = EventFactory(starts_at=datetime(2018, 11, 7, 20, tzinfo=UTC))

    (time,) = open_event(client, event).xpath("//dl[@class='event-facts']//time")

    assert dict(time.attrib) == {"datetime": "2018-11-07T20:00:00Z"}


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ({"is_online": True}, "Online"),
        (
            {
                "is_online": False,
                "venue": "Town library",
                "room": "Room 2",
                "address": "12 Main Street, Concord",
            },
            "Town library, Room 2 12 Main Street, Concord Map of the place (OpenStreetMap)",
        ),
        (
            {"is_online": True, "venue": "Town library"},
            "Town library Map of the place (OpenStreetMap) And online",
        ),
        (
            {"is_online": False, "address": "12 Main Street"},
            "12 Main Street Map of the place (OpenStreetMap)",
        ),
    ],
)
def test_page_shows_location(client, place, where):
    assert facts(open_event(client, EventFactory(**place)))["Where"] == where


@pytest.mark.parametrize(
    ("place", "query"),
    [
        (
            {"venue": "Town library", "address": "12 Main Street, Åre & <Co>"},
            "12+Main+Street%2C+%C3%85re+%26+%3CCo%3E",
        ),
        ({"venue": "Town library"}, "Town+library"),
    ],
)
def test_map_link_leads_to_the_address_or_the_venue(client, place, query):
    page = open_event(client, EventFactory(is_online=False, **place))

    assert page.xpath("//dl[@class='event-facts']//a/@href") == [
        f"https://www.openstreetmap.org/search?query={query}"
    ]


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({}, "Free webinar"),
        ({"meetup": True}, "Free meetup"),
        ({"elsewhere": True}, "Webinar by Another organization"),
        ({"canceled": True}, "Webinar"),
        ({"past": True}, "Webinar"),
    ],
)
def test_our_events_to_come_are_free(client, more, what):
    assert facts(open_event(client, EventFactory(**more)))["What"] == what


def test_page_shows_all_event_details(client):
    series = EventSeriesFactory(name="Office hours", slug="office-hours")
    event = EventFactory(
        body="## What we do\n\nWe read.",
        presenters=[
            PersonFactory(name="Ada", job_title="Director", affiliation="Sable River"),
            PersonFactory(name="Bo", affiliation="State University"),
        ],
        topics=[TopicFactory(name="Assessment")],
        what_to_bring="A pen",
        accessibility="No steps",
        has_captions=True,
        series=series,
    )
    EventFactory(title="The next", series=series, starts_at=hours_from_now(24 * 30))
    EventFactory(title="The one before", series=series, past=True)
    EventFactory(title="A draft", series=series, draft=True)
    event.companions.add(PublicationFactory(title="The report"), PostFactory(draft=True))

    page = open_event(client, event)

    headings = [clean_text(heading) for heading in page.xpath("//main//h2")]
    assert headings == [
        "What we do #",
        "Good to know",
        "Presenters",
        "Part of a series: Office hours",
        "Companion pieces",
        "Share",
    ]
    people = page.xpath("//section[@aria-labelledby='people-heading']//h3/..")
    assert [clean_text(person) for person in people] == [
        "Ada Director, Sable River",
        "Bo State University",
    ]
    titles = [clean_text(link) for link in page.xpath("//a[@class='title']")]
    assert titles == ["The next", "The report"]
    good = page.xpath("//dl[@class='event-good']/div")
    assert {clean_text(row.find("dt")): clean_text(row.find("dd")) for row in good} == {
        "What to bring": "A pen",
        "Accessibility": "No steps",
        "Captions": "This event has live captions.",
    }
    assert "Assessment" in clean_text(page.xpath("//dl[@class='filed']")[0])


def test_missing_details_are_omitted(client):
    page = open_event(client, EventFactory(body="", summary=""))

    assert [heading.text for heading in page.xpath("//main//h2")] == ["Share"]
    assert page.xpath("//*[@class='summary' or @class='prose' or @class='notice']") == []


def test_web_calendar_links_have_correct_times(client, settings):
    settings.SITE_URL = "https://site.example.org"
    event = EventFactory(
        slug="it",
        title="Levels & grades",
        summary="What it is.",
        starts_at=datetime(2099, 11, 1, 5, 30, tzinfo=UTC),
        ends_at=datetime(2099, 11, 1, 6, 30, tzinfo=UTC),
        takes_registrations=False,
    )

    links = calendar_links(open_event(client, event))

    details = "What+it+is.%0A%0Ahttps%3A%2F%2Fsite.example.org%2Fevents%2Fit%2F"
    outlook = (
        "path=%2Fcalendar%2Faction%2Fcompose&rru=addevent&subject=Levels+%26+grades"
        "&startdt=2099-11-01T05%3A30%3A00Z&enddt=2099-11-01T06%3A30%3A00Z"
        f"&body={details}&location=Online"
    )
    assert links == {
        "Google": (
            "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Levels+%26+grades"
            "&dates=20991101T053000Z%2F20991101T063000Z&ctz=America%2FNew_York"
            f"&details={details}&location=Online"
        ),
        "Outlook": f"https://outlook.live.com/calendar/0/deeplink/compose?{outlook}",
        "Microsoft 365": f"https://outlook.office.com/calendar/0/deeplink/compose?{outlook}",
        "Other (.ics file)": "/events/it.ics",
    }


def test_web_calendar_links_for_all_day_event_have_exclusive_end(client):
    event = EventFactory(
        is_all_day=True,
        starts_at=datetime(2099, 3, 8, 5, tzinfo=UTC),
        ends_at=datetime(2099, 3, 10, 4, tzinfo=UTC),
        takes_registrations=False,
    )

    links = calendar_links(open_event(client, event))

    assert "&dates=20990308%2F20990310&" in links["Google"]
    assert "&startdt=2099-03-08&enddt=2099-03-10&allday=true&" in links["Outlook"]


def test_other_dates_are_upcoming_ones_soonest_first(client):
    series = EventSeriesFactory()
    event = EventFactory(series=series)
    for days in (60, 30, 90):
        EventFactory(series=series, title=f"In {days}", starts_at=hours_from_now(24 * days))
    EventFactory(series=series, title="Off", canceled=True, starts_at=hours_from_now(24 * 10))
    start = timezone.now() - timedelta(days=40)
    EventFactory(series=series, title="Past", starts_at=start)

    section = open_event(client, event).xpath("//section[@aria-labelledby='dates-heading']")[0]

    assert [clean_text(item).partition(" 1")[0] for item in section.iter("a")][1:] == [
        "Off",
        "In 30",
        "In 60",
        "In 90",
    ]
    assert [clean_text(item.find("p")).endswith(", canceled") for item in section.iter("li")] == [
        True,
        False,
        False,
        False,
    ]


def test_page_is_same_for_everyone_and_cacheable(client, django_user_model):
    event = EventFactory()
    path = event.get_absolute_url()
    stranger = client.get(path)
    client.force_login(django_user_model.objects.create_superuser(email="a@example.org"))

    known = client.get(path)

    assert known.content == stranger.content
    assert known["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert stranger.cookies == {}
    assert stranger.headers.get("Vary") is None


def test_former_address_redirects_to_event(client):
    event = EventFactory(slug="before")
    event = Event.objects.get(pk=event.pk)
    event.slug = "after"
    save_entry(entry=event, by=None)

    response = client.get("/events/before/")

    assert (response.status_code, response["Location"]) == (301, "/events/after/")


def test_draft_is_shown_with_preview_link(client):
    event = EventFactory(draft=True, title="The draft", presenters=[PersonFactory()])
    Event.objects.filter(pk=event.pk).update(
        preview_token="secret", preview_until=timezone.now() + timedelta(days=1)
    )

    response = client.get("/preview/secret/")

    page = html.fromstring(response.content.decode())
    assert response.status_code == 200
    assert clean_text(page.find(".//h1")) == "The draft"
    # Without a public address, there are no registration or calendar links.
    assert button(page) == [("Register", None)]
    assert calendars(page) == []
    assert client.get(event.get_absolute_url()).status_code == 404


def test_transcript_file_is_not_loaded_for_pages(client):
    recording = RecordingFactory(transcript_vtt="WEBVTT\n\nA secret of the file.")

    with CaptureQueriesContext(connection) as queries:
        client.get(recording.event.get_absolute_url())
        client.get("/events/past/")

    assert [query["sql"] for query in queries if "transcript_vtt" in query["sql"]] == []
