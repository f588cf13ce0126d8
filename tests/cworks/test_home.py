"""The front page."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from tests.factories import EventFactory, PostFactory, TopicFactory, hours_from_now

pytestmark = pytest.mark.django_db


def headings_of(client, path: str = "/") -> list[str]:
    page = html.fromstring(client.get(path).content.decode())
    found = page.xpath("//main//*[self::h2 or self::h3]")
    return [" ".join(heading.text_content().split()) for heading in found]


def publish_posts(number: int) -> None:
    for days in range(1, number + 1):
        PostFactory(title=f"Post {days}", published_at=timezone.now() - timedelta(days=days))


def test_front_page_shows_events_after_the_third_entry(client):
    publish_posts(6)
    EventFactory(title="A webinar", starts_at=hours_from_now(48))

    assert headings_of(client) == [
        "Post 1",
        "Post 2",
        "Post 3",
        "Post 4",
        "Next events",
        "A webinar",
        "Two blogs in one",
        "K-12",
        "Higher education",
        "Follow",
        "More stories",
        "Post 5",
        "Post 6",
    ]


def test_lead_story_is_labeled(client):
    PostFactory(title="A post").topics.add(TopicFactory(name="Pathways"))

    lead = html.fromstring(client.get("/").content.decode()).find_class("lead")

    assert [" ".join(each.text_content().split()) for each in lead[0].find_class("kicker")] == [
        "Lead story Pathways"
    ]


def test_later_entries_show_summaries_and_only_the_lead_an_excerpt(client):
    body = "It begins.\n\n<!--more-->\n\nIt goes on."
    for days, title in enumerate(["Lead", "Summed up", "Untold"], start=1):
        summary = "In short." if title != "Untold" else ""
        published_at = timezone.now() - timedelta(days=days)
        PostFactory(title=title, summary=summary, body=body, published_at=published_at)

    page = html.fromstring(client.get("/").content.decode())

    excerpts = [" ".join(each.text_content().split()) for each in page.find_class("excerpt")]
    assert excerpts == ["It begins.", "In short.", "It begins."]
