"""Listings of events: order, filters, marks, and feeds."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from lxml import etree

from content import kinds
from content.date_lines import unbroken
from content.editing.slugs import is_reserved
from events.models import Event
from tests.factories import (
    EventFactory,
    EventSeriesFactory,
    PersonFactory,
    PostFactory,
    RecordingFactory,
    TopicFactory,
    hours_from_now,
)
from tests.support.event_pages import clean_text, links, open_page, titles

pytestmark = pytest.mark.django_db


def titles_by_month(page) -> dict[str, list[str]]:
    """Return {heading: event titles}."""
    return {
        clean_text(section.find("h2")): [clean_text(title) for title in section.iter("h3")]
        for section in page.xpath("//section[contains(@class, 'month')]")
    }


def marks_by_title(page) -> dict[str, str]:
    """Return {title: mark}."""
    rows = page.xpath("//article")
    return {
        clean_text(row.find(".//h3")): " ".join(
            clean_text(mark) for mark in row.xpath(".//*[contains(@class, 'event-mark')]")
        )
        for row in rows
    }


def test_upcoming_events_are_grouped_by_month_soonest_first(client):
    next_year = timezone.now().year + 1
    for title, month, day in [("c", 5, 9), ("a", 3, 7), ("b", 3, 30)]:
        EventFactory(title=title, starts_at=datetime(next_year, month, day, 17, tzinfo=UTC))
    EventFactory(title="over", past=True)
    EventFactory(title="draft", draft=True)
    EventFactory(title="not yet", scheduled=True)

    assert titles_by_month(open_page(client, "/events/")) == {
        f"March {next_year}": ["a", "b"],
        f"May {next_year}": ["c"],
    }


def test_month_is_in_event_time_zone(client):
    next_year = timezone.now().year + 1
    start = datetime(next_year, 3, 31, 23, tzinfo=UTC)
    EventFactory(title="there", starts_at=start, time_zone="Pacific/Auckland")
    EventFactory(title="here", starts_at=start)

    assert titles_by_month(open_page(client, "/events/")) == {
        f"April {next_year}": ["there"],
        f"March {next_year}": ["here"],
    }


def test_live_event_is_upcoming_until_it_ends(client):
    EventFactory(title="of several days", starts_at=hours_from_now(-48), ends_at=hours_from_now(24))
    EventFactory(title="over", starts_at=hours_from_now(-48), ends_at=hours_from_now(-24))

    assert titles(open_page(client, "/events/")) == ["of several days"]
    assert titles(open_page(client, "/events/past/")) == ["over"]


def test_listing_marks_special_states(client):
    EventFactory(title="usual")
    EventFactory(title="full", capacity=0)
    EventFactory(title="full for good", capacity=0, has_waiting_list=False)
    EventFactory(title="off", canceled=True, capacity=0)
    EventFactory(title="moved", previous_starts_at=hours_from_now(4))
    EventFactory(title="now", starts_at=hours_from_now(-1), ends_at=hours_from_now(3))
    EventFactory(title="over", past=True, previous_starts_at=hours_from_now(-24 * 9))
    RecordingFactory(event__title="recorded")
    RecordingFactory(event__title="being prepared", available_at=None)

    assert marks_by_title(open_page(client, "/events/")) == {
        "now": "Happening now",
        "usual": "",
        "full": "Full, with a waiting list",
        "full for good": "Full",
        "off": "Canceled",
        "moved": "New date",
    }
    assert marks_by_title(open_page(client, "/events/past/")) == {
        "being prepared": "",
        "recorded": "Recording",
        "over": "",
    }


def test_canceled_events_come_last(client):
    EventFactory(title="off", canceled=True, starts_at=hours_from_now(1))
    EventFactory(title="on", starts_at=hours_from_now(48))

    assert titles(open_page(client, "/events/")) == ["on", "off"]


def test_empty_listing_says_so_and_links_to_past_events(client):
    page = open_page(client, "/events/")

    assert [clean_text(empty) for empty in page.find_class("empty")] == [
        "No events are planned right now."
    ]
    assert links(page, "//p[@class='ways-on']/a") == {
        "past events and their recordings": "/events/past/"
    }
    past = open_page(client, "/events/past/")
    assert [clean_text(empty) for empty in past.find_class("empty")] == [
        "There are no past events yet."
    ]


def test_past_events_use_stable_keyset_pagination(client):
    start = timezone.now() - timedelta(days=100)
    for number in range(13):
        EventFactory(title=f"{number}", starts_at=start + timedelta(days=number))

    first = open_page(client, "/events/past/")
    older = links(first, "//a[@rel='next']")["Older events"]
    second = open_page(client, older)
    EventFactory(title="a newer one", starts_at=start + timedelta(days=50))

    assert titles(first) == [f"{number}" for number in range(12, 2, -1)]
    assert titles(second) == titles(open_page(client, older)) == ["2", "1", "0"]
    assert second.xpath("//link[@rel='canonical']/@href")[0].endswith(older)
    back = open_page(client, links(second, "//a[@rel='prev']")["Newer events"])
    assert titles(back)[-1] == "3"


def test_invalid_page_is_not_found(client):
    assert client.get("/events/past/?before=nonsense").status_code == 404


@pytest.fixture
def filterable_events():
    """Create events with nested topics, and presenters, one of whom is also an author."""
    topic = TopicFactory(name="Assessment", slug="assessment")
    inner = TopicFactory(name="Rubrics", slug="rubrics", parent=topic)
    ada, bo = PersonFactory(name="Ada", slug="ada"), PersonFactory(name="Bo", slug="bo")
    for when in ({}, {"past": True}):
        word = "past" if when else "coming"
        EventFactory(title=f"{word} 1", topics=[topic], presenters=[ada], **when)
        EventFactory(title=f"{word} 2", topics=[inner], presenters=[ada, bo], **when)
        EventFactory(title=f"{word} 3", presenters=[bo], authors=[ada], **when)
    PostFactory(title="A post", topics=[topic], authors=[ada])


@pytest.mark.parametrize(
    ("query", "heading", "found"),
    [
        ("topic=assessment", "on Assessment", ["1", "2"]),
        ("topic=rubrics", "on Rubrics", ["2"]),
        ("presenter=ada", "with Ada", ["1", "2"]),
        ("presenter=bo", "with Bo", ["2", "3"]),
        ("topic=assessment&presenter=bo", "on Assessment with Bo", ["2"]),
    ],
)
def test_listings_are_filtered_by_topic_and_presenter(
    client, filterable_events, query, heading, found
):
    upcoming = open_page(client, f"/events/?{query}")
    past = open_page(client, f"/events/past/?{query}")

    assert clean_text(upcoming.find(".//h1")) == f"Events {heading}"
    assert titles(upcoming) == [f"coming {number}" for number in found]
    assert clean_text(past.find(".//h1")) == f"Past events {heading}"
    assert titles(past) == [f"past {number}" for number in reversed(found)]


def test_filters_of_past_events_are_those_of_the_latest(client, monkeypatch):
    monkeypatch.setattr("events.views.listings.PAST_TO_FILTER_BY", 2)
    for number in range(3):
        topic = TopicFactory(name=f"Topic {number}")
        EventFactory(starts_at=hours_from_now(-100 * (number + 1)), topics=[topic])

    page = open_page(client, "/events/past/")

    assert list(links(page, "//a[contains(@href, 'past/?topic=')]")) == ["Topic 0", "Topic 1"]


def test_filtered_listing_links_keep_other_filters(client, filterable_events):
    page = open_page(client, "/events/?presenter=bo&topic=assessment")

    assert links(page, "//ul[@class='event-chips']//a") == {
        "Remove Topic Assessment": "/events/?presenter=bo",
        "Remove Presenter Bo": "/events/?topic=assessment",
    }
    assert links(page, "//nav[@aria-label='Upcoming and past events']//a") == {
        "Upcoming": "/events/?topic=assessment&presenter=bo",
        "Past": "/events/past/?topic=assessment&presenter=bo",
    }
    assert links(page, "//details//nav//a") == {
        "Assessment": "/events/?topic=assessment&presenter=bo",
        "Rubrics": "/events/?topic=rubrics&presenter=bo",
        "Ada": "/events/?topic=assessment&presenter=ada",
        "Bo": "/events/?topic=assessment&presenter=bo",
    }
    canonical = page.xpath("//link[@rel='canonical']/@href")
    assert [address.partition("/events/")[2] for address in canonical] == [
        "?topic=assessment&presenter=bo"
    ]


def test_empty_filtered_listing_is_not_indexed(client, filterable_events):
    TopicFactory(slug="empty")

    page = open_page(client, "/events/?topic=empty")

    assert [clean_text(empty) for empty in page.find_class("empty")] == ["No events match."]
    assert links(page, "//p[@class='ways-on']/a") == {"See all events": "/events/"}
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]


@pytest.mark.parametrize("query", ["topic=none", "presenter=no one"])
def test_unknown_filter_value_is_not_found(client, query):
    assert client.get(f"/events/?{query}").status_code == 404


def test_feed_lists_events_by_publication_with_time_and_presenters(client):
    now = timezone.now()
    old = EventFactory(title="old", presenters=[PersonFactory(name="Ada")], body="Text.")
    new = EventFactory(title="new", canceled=True, starts_at=hours_from_now(24), body="")
    Event.objects.filter(pk=old.pk).update(published_at=now - timedelta(days=9))
    Event.objects.filter(pk=new.pk).update(published_at=now - timedelta(days=1))

    rss = etree.fromstring(client.get("/events/feed/").content)
    items = client.get("/events/feed/json/").json()["items"]

    assert rss.xpath("//item/title/text()") == ["new", "old"]
    assert rss.xpath("//item/*[local-name()='creator']/text()") == ["Ada"]
    texts = [unbroken(event.date_line) for event in (new, old)]
    assert [(item["title"], item["content_html"]) for item in items] == [
        ("new", f"<p><strong><s>{texts[0]}</s>, canceled</strong></p>"),
        ("old", f"<p><strong>{texts[1]}</strong></p><p>Text.</p>"),
    ]
    assert [author["name"] for author in items[1]["authors"]] == ["Ada"]


def test_feed_is_filtered_like_its_page(client, filterable_events):
    page = open_page(client, "/events/?presenter=bo")
    (address,) = page.xpath("//link[@type='application/feed+json']/@href")

    items = client.get(address).json()["items"]

    assert {item["title"] for item in items} == {"coming 2", "coming 3", "past 2", "past 3"}


def test_calendar_subscription_uses_webcal(client, settings):
    settings.SITE_URL = "https://site.example.org"

    addresses = links(open_page(client, "/events/"), "//p[@class='feeds']/a")

    assert addresses["Subscribe in your calendar"] == (
        "webcal://site.example.org/events/calendar.ics"
    )


def test_series_lists_upcoming_dates_then_past_ones(client):
    series = EventSeriesFactory(name="Office hours", slug="office-hours")
    for days in (30, 7, -7, -30):
        EventFactory(title=f"{days}", starts_at=hours_from_now(24 * days), series=series)
    EventFactory(title="draft", draft=True, series=series)
    EventFactory(title="of none")

    page = open_page(client, "/events/series/office-hours/")

    assert clean_text(page.find(".//h1")) == "Office hours"
    assert titles_by_month(page) == {"Upcoming": ["7", "30"], "Past": ["-7", "-30"]}


def test_series_without_public_events_is_not_found(client):
    EventFactory(draft=True, series=EventSeriesFactory(slug="secret"))

    assert client.get("/events/series/secret/").status_code == 404


@pytest.mark.parametrize("slug", ["past", "series", "calendar", "feed"])
def test_event_cannot_use_reserved_slug(slug):
    assert is_reserved(slug, kind=kinds.get("event"))
