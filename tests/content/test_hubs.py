"""Hubs: the pages of topics, tags, people, and places, and the map of places."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from content import term_counts
from content.us_states import GRID, STATES, legend, state_tiles
from tests.factories import (
    ArticleFactory,
    EventFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    ResourceFactory,
    TopicFactory,
)
from tests.support.markup import find_faults

pytestmark = pytest.mark.django_db


def read_page(client, path: str):
    text = client.get(path).content.decode()
    assert find_faults(text) == []
    return html.fromstring(text)


def chips_on(page) -> dict[str, str]:
    links = page.xpath("//nav[@aria-label='Kinds of entries']//a")
    return {" ".join(link.text_content().split()): link.get("href") for link in links}


def titles_on(page) -> list[str]:
    return [link.text_content() for link in page.xpath("//main//article/h2/a")]


@pytest.fixture
def topic():
    topic = TopicFactory(name="Assessment", slug="assessment")
    PostFactory(title="A post", topics=[topic])
    PostFactory(title="A draft", topics=[topic], draft=True)
    ArticleFactory(title="An article", topics=[topic])
    ResourceFactory(title="A resource", topics=[topic])
    return topic


def test_chips_count_each_kind_and_lead_to_it(client, topic):
    page = read_page(client, "/topics/assessment/")
    posts = read_page(client, "/topics/assessment/?kind=posts")

    assert chips_on(page) == {
        "All 3": "/topics/assessment/",
        "Posts 1": "/topics/assessment/?kind=posts",
        "Wiki 1": "/topics/assessment/?kind=wiki",
        "Library 1": "/topics/assessment/?kind=library",
    }
    assert sorted(titles_on(page)) == ["A post", "A resource", "An article"]
    assert titles_on(posts) == ["A post"]
    assert posts.findtext(".//h1") == "Assessment"
    assert posts.findtext(".//title").startswith("Assessment: Posts · ")
    [canonical] = posts.xpath("//link[@rel='canonical']/@href")
    assert canonical.endswith("/topics/assessment/?kind=posts")
    assert [link.text.strip() for link in posts.xpath("//nav//a[@aria-current='page']")] == [
        "Posts"
    ]


def test_feeds_of_a_kind_have_only_that(client, topic):
    page = read_page(client, "/topics/assessment/?kind=wiki")

    [address] = page.xpath("//head/link[@type='application/feed+json']/@href")
    feed = client.get(address).json()

    assert feed["title"].startswith("Assessment: Wiki · ")
    assert [item["title"] for item in feed["items"]] == ["An article"]


def test_pages_of_a_kind_keep_it(client, topic):
    for number in range(11):
        PostFactory(title=f"Number {number}", topics=[topic])

    [following] = read_page(client, "/topics/assessment/?kind=posts").xpath(
        "//a[@rel='next']/@href"
    )

    assert following.startswith("/topics/assessment/?kind=posts&before=")
    assert titles_on(read_page(client, following)) == ["Number 0", "A post"]


def test_unknown_kind_is_not_found_and_empty_kind_says_so(client, topic):
    page = read_page(client, "/topics/assessment/?kind=events")

    assert client.get("/topics/assessment/?kind=nothing").status_code == 404
    assert page.find_class("empty")[0].text == "Nothing on this topic has been published yet."
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]


def test_no_chips_if_all_entries_are_of_one_kind(client):
    PostFactory(authors=[PersonFactory(slug="ada")])

    assert chips_on(read_page(client, "/people/ada/")) == {}


def test_counts_stop_at_a_hundred(client, topic, monkeypatch):
    monkeypatch.setattr(term_counts, "COUNTED", 2)

    assert list(chips_on(read_page(client, "/topics/assessment/"))) == [
        "All 2+",
        "Posts 1",
        "Wiki 1",
        "Library 1",
    ]


def test_coming_events_are_first_and_listed_once(client, topic):
    soon = timezone.now() + timedelta(days=2)
    EventFactory(title="Later", topics=[topic], starts_at=soon + timedelta(days=9))
    EventFactory(title="Next", topics=[topic], starts_at=soon)
    EventFactory(title="Canceled", topics=[topic], starts_at=soon, canceled_at=timezone.now())
    EventFactory(title="Over", topics=[topic], starts_at=soon - timedelta(days=30))
    EventFactory(title="On another topic", starts_at=soon)

    def coming(path: str) -> list[str]:
        page = read_page(client, path)
        assert {"Next", "Later"}.isdisjoint(titles_on(page))
        return [link.text_content() for link in page.xpath("//*[@class='coming']//li/a")]

    assert coming("/topics/assessment/") == ["Next", "Later"]
    assert coming("/topics/assessment/?kind=events") == ["Next", "Later"]
    assert coming("/topics/assessment/?kind=posts") == []
    assert sorted(titles_on(read_page(client, "/topics/assessment/?kind=events"))) == [
        "Canceled",
        "Over",
    ]


def test_hub_query_count_does_not_grow(client):
    topic = TopicFactory(slug="assessment")
    maine = PlaceFactory(name="Maine", slug="maine")
    paths = ["/topics/assessment/", "/places/maine/", "/places/maine/?kind=posts"]

    def publish(count: int) -> None:
        for _ in range(count):
            district = PlaceFactory(level="district", parent=maine)
            school = PlaceFactory(level="school", parent=district)
            shared = {"topics": [topic, TopicFactory(parent=topic)], "places": [school]}
            EventFactory(starts_at=timezone.now() + timedelta(days=2), **shared)
            PostFactory(authors=[PersonFactory()], **shared)

    def count_queries(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    publish(1)
    with_one = [count_queries(path) for path in paths]
    publish(9)

    assert [count_queries(path) for path in paths] == with_one


def test_map_links_states_with_entries(client):
    ohio, maine = PlaceFactory(name="Ohio", slug="ohio"), PlaceFactory(name="MAINE", slug="maine")
    school = PlaceFactory(name="A school", level="school", parent=maine)
    PlaceFactory(name="Finland")
    PlaceFactory(name="Utah")
    PostFactory(places=[ohio])
    PostFactory.create_batch(3, places=[school])

    page = read_page(client, "/places/")

    links = page.xpath("//nav[@aria-label='Map of states']//a")
    assert [(link.get("aria-label"), link.get("href"), link.get("class")) for link in links] == [
        ("MAINE, 3 entries", "/places/maine/", "shade-3"),
        ("Ohio, 1 entry", "/places/ohio/", "shade-1"),
    ]
    assert [link.text_content() for link in page.xpath("//ul[@class='index']/li//a")] == [
        "Finland",
        "MAINE",
        "A school",
        "Ohio",
        "Utah",
    ]


def test_legend_says_what_the_shades_mean():
    def legend_of(**counts: str) -> list[tuple[int, str]]:
        states = [SimpleNamespace(name=name, entry_count=count) for name, count in counts.items()]
        return legend(state_tiles(states))

    assert legend_of(Maine="1", Ohio="3", Utah="4", Iowa="9+") == [(1, "1–3"), (2, "4"), (3, "9+")]
    assert legend_of(Maine="2", Ohio="2") == []


def test_map_has_every_state_once():
    codes = [code for code in GRID.split() if code != ".."]

    assert sorted(codes) == sorted(STATES)
    assert len({(tile.x, tile.y) for tile in state_tiles([])}) == len(STATES) == 51


def test_every_entry_of_a_mixed_list_says_what_it_is(client):
    topic = TopicFactory(slug="time", name="Time")
    PostFactory(topics=[topic])

    def kickers() -> list[str]:
        page = html.fromstring(client.get("/topics/time/").content.decode())
        return [kicker.text_content().strip() for kicker in page.find_class("kicker")]

    of_one_kind = kickers()
    ArticleFactory(topics=[topic])

    assert (of_one_kind, sorted(kickers())) == (["Time"], ["Article", "Post"])
