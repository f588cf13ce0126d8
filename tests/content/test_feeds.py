from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest

from blog.models import Post
from content.editing.saving import save_entry
from content.media.images import add_image
from content.models import Image
from tests.factories import PersonFactory, PostFactory, TopicFactory
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db

MAY = datetime(2019, 5, 7, 12, tzinfo=UTC)
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
}


@pytest.fixture
def post():
    return PostFactory(
        title="Mastery & <time>",
        slug="mastery",
        body="See [the blog](/blog/).\n\n<!--more-->\n\nAll of it.",
        published_at=MAY,
        modified_at=MAY,
        guid="https://old.example/?p=7",
        authors=[PersonFactory(name="Ada Ayers", slug="ada"), PersonFactory(name="Bo Beck")],
        topics=[TopicFactory(name="Equity")],
        tags=["pace"],
    )


def items(response) -> list:
    return ElementTree.fromstring(response.content).findall("./channel/item")


def test_rss_item_has_all_authors_and_full_text(client, post, settings):
    settings.SITE_URL = "https://site.example"

    [item] = items(client.get("/blog/feed/"))

    assert item.findtext("title") == "Mastery & <time>"
    assert item.findtext("link") == "https://site.example/blog/mastery/"
    assert [creator.text for creator in item.findall("dc:creator", NAMES)] == [
        "Ada Ayers",
        "Bo Beck",
    ]
    assert item.findtext("content:encoded", namespaces=NAMES) == (
        '<p>See <a href="https://site.example/blog/">the blog</a>.</p>\n<p>All of it.</p>'
    )
    assert [category.text for category in item.findall("category")] == ["Equity", "pace"]
    assert parsedate_to_datetime(item.findtext("pubDate")) == MAY


def test_rss_has_self_link(client, post, settings):
    settings.SITE_URL = "https://site.example"

    channel = ElementTree.fromstring(client.get("/topics/" + topic_slug() + "/feed/").content)[0]

    link = channel.find("atom:link", NAMES)
    assert (link.get("rel"), link.get("href")) == (
        "self",
        f"https://site.example/topics/{topic_slug()}/feed/",
    )


def topic_slug() -> str:
    return Post.objects.get(slug="mastery").topics.get().slug


def test_guid_is_unchanged_by_new_slug_and_date(client, post):
    post.slug, post.published_at = "renamed", MAY + timedelta(days=9)
    save_entry(entry=post, by=None)

    [item] = items(client.get("/blog/feed/"))

    guid = item.find("guid")
    assert (guid.text, guid.get("isPermaLink")) == ("https://old.example/?p=7", "false")


def test_changing_guid_is_rejected(post):
    stored = Post.objects.get(pk=post.pk)
    stored.guid = "another"

    with pytest.raises(Exception, match="never changes"):
        save_entry(entry=stored, by=None)


def test_json_feed_item_matches_post(client, post, settings):
    settings.SITE_URL = "https://site.example"

    feed = client.get("/blog/feed/json/").json()

    assert feed["items"] == [
        {
            "id": "https://old.example/?p=7",
            "url": "https://site.example/blog/mastery/",
            "title": "Mastery & <time>",
            "content_html": (
                '<p>See <a href="https://site.example/blog/">the blog</a>.</p>\n<p>All of it.</p>'
            ),
            "summary": "See the blog.",
            "date_published": "2019-05-07T12:00:00+00:00",
            "date_modified": "2019-05-07T12:00:00+00:00",
            "authors": [
                {"name": "Ada Ayers", "url": "https://site.example/people/ada/"},
                {
                    "name": "Bo Beck",
                    "url": f"https://site.example{post.authors[1].get_absolute_url()}",
                },
            ],
            "tags": ["Equity", "pace"],
        }
    ]


def test_rss_item_has_lead_image(client, post, settings):
    settings.SITE_URL = "https://site.example"
    image = add_image(file=picture(size=(40, 30)), name="a.png", alt="A loon & a lake")
    Image.objects.update(credit="Ana Ruiz")
    Post.objects.update(lead_image=image)

    [item] = items(client.get("/blog/feed/"))

    [shown] = item.findall("media:content", NAMES)
    assert shown.attrib == {
        "url": f"https://site.example{image.url}",
        "medium": "image",
        "type": "image/png",
        "width": "40",
        "height": "30",
    }
    assert [each.text for each in shown] == ["A loon & a lake", "Ana Ruiz"]


@pytest.mark.parametrize("hub", ["", "https://hub.example/"])
def test_feeds_announce_hub_only_if_there_is_one(client, post, settings, hub):
    settings.SITE_URL, settings.WEBSUB_HUB = "https://site.example", hub

    rss, json_feed = client.get("/blog/feed/"), client.get("/blog/feed/json/")

    links = ElementTree.fromstring(rss.content).findall("./channel/atom:link", NAMES)
    hubs = [link.get("href") for link in links if link.get("rel") == "hub"]
    assert hubs == [each["url"] for each in json_feed.json().get("hubs", [])] == [hub] * bool(hub)
    assert [response.get("Link") for response in (rss, json_feed)] == [
        f'<{hub}>; rel="hub", <https://site.example/blog/{path}>; rel="self"' if hub else None
        for path in ("feed/", "feed/json/")
    ]


def test_unchanged_feed_returns_not_modified(client, post):
    first = client.get("/blog/feed/")

    again = client.get("/blog/feed/", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    # What has changed may be older, so no date can tell.
    assert "Last-Modified" not in first


def test_empty_listing_has_valid_feed(client):
    assert items(client.get("/blog/feed/")) == []


def test_feed_handles_characters_invalid_in_xml(client):
    PostFactory(
        title="A\x0bB",
        body="Form\x0cfeed and \x01 more",
        authors=[PersonFactory(name="Ada\x0b Ayers")],
        topics=[TopicFactory(name="Equi\x01ty")],
    )

    [item] = items(client.get("/feed/"))

    assert item.findtext("title") == "A B"


def test_feed_changes_when_post_is_unpublished(client, post):
    first = client.get("/blog/feed/")
    Post.objects.filter(pk=post.pk).update(status="draft", modified_at=MAY + timedelta(days=1))

    again = client.get("/blog/feed/", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, items(again)) == (200, [])


def test_head_returns_content_length_and_no_body(client, post):
    page, head = client.get("/blog/mastery/"), client.head("/blog/mastery/")

    assert head.content == b""
    assert head["Content-Length"] == str(len(page.content))
