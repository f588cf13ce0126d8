"""Events among entries of all kinds: the front page, topics, people, search, and sitemap."""

import pytest
from lxml import etree

from content.paths import absolute
from tests.factories import EventFactory, PersonFactory, PostFactory, TopicFactory, hours_from_now
from tests.support.event_pages import clean_text, links, open_page, titles

pytestmark = pytest.mark.django_db


def test_event_is_listed_with_time_in_every_listing(client):
    topic, ada = TopicFactory(slug="topic"), PersonFactory(name="Ada", slug="ada")
    shared = {"topics": [topic], "tags": ["tag"], "presenters": [ada], "body": "Moderation."}
    event = EventFactory(title="on", **shared)
    off = EventFactory(title="off", canceled=True, **shared)

    for path in ("/topics/topic/", "/tags/tag/", "/people/ada/"):
        page = open_page(client, path)
        coming = page.xpath("//*[@class='coming']//li")
        assert ([clean_text(item) for item in coming], times(page)) == (
            [f"on Event, {event.date_line}"],
            {"off": f"{off.date_line}, canceled · with Ada"},
        ), path
    assert times(open_page(client, "/search/?q=moderation")) == {
        "on": event.date_line,
        "off": f"{off.date_line}, canceled",
    }


def times(page) -> dict[str, str]:
    return {
        clean_text(article.find("h2")): clean_text(article.xpath(".//p[@class='meta']")[0])
        for article in page.iter("article")
    }


def test_event_companion_is_shown_with_time(client):
    post, event = PostFactory(), EventFactory(title="The webinar")
    post.companions.add(event)

    page = open_page(client, post.get_absolute_url())

    assert [clean_text(item) for item in page.xpath("//ul[@class='short']/li")] == [
        f"The webinar Event, {event.date_line}"
    ]


def test_search_can_be_limited_to_events(client):
    EventFactory(title="The webinar", body="Moderation.")
    PostFactory(title="The post", body="Moderation.")

    page = open_page(client, "/search/?q=moderation&kind=events")

    assert [clean_text(title) for title in page.xpath("//article/h2")] == ["The webinar"]


def test_front_page_shows_next_three_events(client):
    for days in (40, 10, 30, 20):
        EventFactory(title=f"in {days}", starts_at=hours_from_now(24 * days))
    EventFactory(title="off", canceled=True, starts_at=hours_from_now(24))
    EventFactory(title="over", past=True)
    EventFactory(title="draft", draft=True)

    page = open_page(client, "/")

    section = page.xpath("//section[@aria-labelledby='events-heading']")[0]
    assert titles(section) == ["in 10", "in 20", "in 30"]
    assert links(section, ".//h2/a") == {"events": "/events/"}


def test_front_page_omits_events_section_without_events(client):
    page = open_page(client, "/")

    assert page.xpath("//*[@id='events-heading']") == []


def test_sitemap_lists_every_public_event(client):
    events = [EventFactory(), EventFactory(past=True), EventFactory(canceled=True)]
    EventFactory(draft=True)

    sitemap = etree.fromstring(client.get("/sitemap-events.xml").content)

    found = sitemap.xpath("//*[local-name()='loc']/text()")
    assert sorted(found) == sorted(absolute(event.get_absolute_url()) for event in events)
