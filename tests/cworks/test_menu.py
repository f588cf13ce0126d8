"""Where a reader is: the menu, breadcrumbs, feeds, and the titles of a listing's pages."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml import html

from blog.services.series import place_part
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    EventFactory,
    PostFactory,
    ResourceFactory,
    SeriesFactory,
)

pytestmark = pytest.mark.django_db

MAY = datetime(2019, 5, 31, 12, tzinfo=UTC)


def read(client, path: str):
    return html.fromstring(client.get(path).content.decode())


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", []),
        ("/blog/", [("Blog", "page")]),
        ("/blog/a-post/", [("Blog", "true")]),
        ("/events/past/", [("Events", "true")]),
        ("/topics/", [("Topics", "page")]),
        ("/people/", []),
    ],
)
def test_menu_marks_section_on_every_page_below_it(client, path, current):
    PostFactory(slug="a-post")

    links = read(client, path).xpath("//nav[@id='menu']//a[@aria-current]")

    assert [(link.text, link.get("aria-current")) for link in links] == current


def test_part_has_breadcrumbs(client):
    post = PostFactory(slug="a-post")
    place_part(post=post, series=SeriesFactory(title="Steps", slug="steps"))

    links = read(client, "/blog/a-post/").xpath("//nav[@aria-label='Breadcrumbs']//a")

    assert [(link.text, link.get("href")) for link in links] == [
        ("Blog", "/blog/"),
        ("Steps", "/series/steps/"),
    ]


@pytest.mark.parametrize(("count", "words"), [(0, []), (1, ["1 comment"]), (2, ["2 comments"])])
def test_head_of_post_counts_comments(client, count, words):
    post = PostFactory(slug="a-post")
    comments = CommentFactory.create_batch(count, post=post, status="approved")
    CommentFactory(post=post, status="pending", parent=comments[0] if comments else None)

    page = read(client, "/blog/a-post/")

    assert [link.text for link in page.xpath("//header//a[@href='#comments']")] == words


def feeds(client, path: str) -> list[tuple[str, str]]:
    links = read(client, path).xpath("//link[@rel='alternate' and @type='application/rss+xml']")
    return [(link.get("title"), link.get("href")) for link in links]


def test_entries_name_feed_of_their_listing(client):
    post = PostFactory(slug="a-post")
    series = SeriesFactory(title="Steps", slug="steps")
    place_part(post=post, series=series)
    entries = [post, series, ArticleFactory(), ResourceFactory(), EventFactory()]

    found = [feeds(client, entry.get_absolute_url()) for entry in entries]

    steps = ("Steps", "/series/steps/feed/")
    assert found == [
        [("Blog", "/blog/feed/"), steps],
        [steps, ("Series", "/series/feed/")],
        [("Wiki", "/wiki/feed/")],
        [("Library", "/library/feed/")],
        [("Events", "/events/feed/")],
    ]
    assert all(client.get(path).status_code == 200 for links in found for _, path in links)


def head(page) -> dict[str, list[str]]:
    return {
        "title": [page.findtext(".//title")],
        "card": page.xpath("//meta[@property='og:title']/@content"),
        "canonical": page.xpath("//link[@rel='canonical']/@href"),
        "url": page.xpath("//meta[@property='og:url']/@content"),
    }


def test_each_page_of_listing_has_its_own_title_and_address(client, settings):
    settings.SITE_URL, settings.SITE_NAME = "https://site.example", "The Site"
    for number in range(25):
        PostFactory(published_at=MAY - timedelta(days=number))

    first = read(client, "/blog/?utm_source=mail")
    [older] = first.xpath("//a[@rel='next']/@href")
    second = read(client, older)
    [oldest] = second.xpath("//a[@rel='next']/@href")
    [newer] = read(client, oldest).xpath("//a[@rel='prev']/@href")

    assert head(first) == {
        "title": ["Blog · The Site"],
        "card": ["Blog"],
        "canonical": ["https://site.example/blog/"],
        "url": ["https://site.example/blog/"],
    }
    of_second = {
        "title": ["Blog: older entries, from May 21, 2019 · The Site"],
        "card": ["Blog: older entries, from May 21, 2019"],
        "canonical": [f"https://site.example{older}"],
        "url": [f"https://site.example{older}"],
    }
    assert head(second) == of_second
    assert newer.startswith("/blog/?after=")
    assert head(read(client, newer)) == of_second


def test_older_pages_of_front_page_and_past_events_have_titles(client, settings):
    settings.SITE_NAME, settings.SITE_TAGLINE = "The Site", "What it is for"
    for number in range(12):
        PostFactory(published_at=MAY - timedelta(days=number))
        EventFactory(
            starts_at=MAY - timedelta(days=number), ends_at=MAY - timedelta(days=number, hours=-1)
        )

    found = []
    for path in ["/", "/events/past/"]:
        first = read(client, path)
        second = read(client, first.xpath("string(//a[@rel='next']/@href)"))
        found += [first.findtext(".//title"), second.findtext(".//title")]

    assert found == [
        "The Site: What it is for",
        "The Site: older entries, from May 21, 2019",
        "Past events · The Site",
        "Past events: older events, from May 21, 2019 · The Site",
    ]
