"""Old addresses go on leading somewhere, and no page takes an address of the site's own."""

import pytest
from taggit.models import Tag

from blog.models import Post
from content.editing.saving import save_entry
from content.editing.slugs import is_reserved
from content.editing.terms import save_term
from content.kinds import get
from tests.factories import PersonFactory, PlaceFactory, PostFactory, TopicFactory

pytestmark = pytest.mark.django_db


def rename(entry, slug):
    entry.slug = slug
    save_entry(entry=entry, by=None)


def leads_to(client, path: str) -> str | int:
    response = client.get(path)
    return response["Location"] if response.status_code == 301 else response.status_code


def test_address_leads_to_first_entry_again_after_another_gave_it_up(client):
    first, second = PostFactory(slug="first"), PostFactory(slug="second")

    rename(first, "moved")
    rename(second, "first")
    during = leads_to(client, "/blog/first/")
    Post.objects.get(pk=second.pk).delete()

    assert (during, leads_to(client, "/blog/first/")) == (200, "/blog/moved/")


@pytest.mark.parametrize(
    ("factory", "folder"),
    [(TopicFactory, "topics"), (PlaceFactory, "places"), (PersonFactory, "people")],
)
def test_address_leads_to_first_term_again_after_another_gave_it_up(client, factory, folder):
    first, second = factory(slug="first"), factory(slug="second")

    for term, slug in ((first, "moved"), (second, "first")):
        term.slug = slug
        save_term(term=term)
    second.delete()

    assert leads_to(client, f"/{folder}/first/") == f"/{folder}/moved/"


def test_renamed_tag_leaves_redirects(client):
    tag = Tag.objects.create(name="Old", slug="old")
    PostFactory().tags.add(tag)

    tag.name, tag.slug = "New", "new"
    save_term(term=tag)

    assert [leads_to(client, path) for path in ("/tags/old/", "/tags/old/feed/", "/tag/old/")] == [
        "/tags/new/",
        "/tags/new/feed/",
        "/tags/new/",
    ]


FEEDS = ["feed/atom/", "feed/rss2/", "feed/rss/", "feed/rdf/", "feed/atom"]


@pytest.mark.parametrize("feed", FEEDS)
def test_feeds_of_former_site_redirect_once(client, feed):
    PostFactory(slug="post")
    topic = TopicFactory(slug="topic")
    person = PersonFactory(slug="person")
    tag = Tag.objects.create(name="Tag", slug="tag")

    assert [
        leads_to(client, path)
        for path in (
            f"/{feed}",
            f"/category/{topic.slug}/{feed}",
            f"/author/{person.slug}/{feed}",
            f"/tag/{tag.slug}/{feed}",
            f"/analysis/post/{feed}",
            f"/blog/post/{feed}",
        )
    ] == [
        "/feed/",
        "/topics/topic/feed/",
        "/people/person/feed/",
        "/tags/tag/feed/",
        "/blog/post/",
        "/blog/post/",
    ]


@pytest.mark.parametrize(
    "path", ["/?feed=rss2", "/?feed=atom", "/comments/feed/", "/comments/feed"]
)
def test_other_feeds_of_former_site_lead_to_the_feed(client, path):
    assert leads_to(client, path) == "/feed/"


@pytest.mark.parametrize("query", ["feed=rss2", "feed=atom"])
def test_feed_in_query_of_former_listing_redirects_once(client, query):
    TopicFactory(slug="topic")
    PersonFactory(slug="person")
    PostFactory(tags=["tag"])

    former = ("/category/topic/", "/author/person/", "/tag/tag/")
    assert [leads_to(client, f"{path}?{query}") for path in former] == [
        "/topics/topic/feed/",
        "/people/person/feed/",
        "/tags/tag/feed/",
    ]


def test_feed_of_post_leads_to_post(client):
    PostFactory(slug="post")

    assert [leads_to(client, f"/{folder}/post/feed/") for folder in ("blog", "analysis")] == [
        "/blog/post/"
    ] * 2


@pytest.mark.parametrize(
    "slug",
    [
        "healthz", "readyz", "wp-admin", "wp-login", "wp-content", "wp-json", "Admin", "admin",
        "media", "static", "feed", "comments", "search", "preview", "author", "page", "cgi-bin",
    ],
)  # fmt: skip
def test_page_cannot_take_address_of_the_site(slug):
    assert is_reserved(slug, kind=get("page"))
