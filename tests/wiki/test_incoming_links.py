"""“What links here”: the first few on the page itself, all on a separate page."""

import pytest
from lxml import html

from content.models import Link
from tests.factories import ArticleFactory, PostFactory, PublicationFactory, ResourceFactory
from tests.support.markup import find_faults

pytestmark = pytest.mark.django_db


def read_page(client, path: str):
    response = client.get(path)
    assert response.status_code == 200, path
    assert find_faults(response.content.decode()) == []
    return html.fromstring(response.content.decode())


def link_to(entry, count: int) -> list[str]:
    """Create posts that link to an entry; return their addresses."""
    posts = PostFactory.create_batch(count)
    Link.objects.bulk_create(Link(entry=post, target=entry) for post in posts)
    return [post.get_absolute_url() for post in posts]


@pytest.mark.parametrize("factory", [ArticleFactory, ResourceFactory, PublicationFactory])
def test_page_links_to_all_incoming_links(client, factory):
    entry = factory()
    addresses = link_to(entry, 52)

    page = read_page(client, entry.get_absolute_url())
    shown = [link.get("href") for link in page.find_class("incoming")[0].iter("a")]
    (more,) = [link for link in page.find_class("incoming")[0].iter("a") if "more" in link.text]

    assert more.text == "and 2 more"
    assert shown[-1] == f"{entry.get_absolute_url()}links/" == more.get("href")
    assert set(shown[:-1]) < set(addresses)
    assert sorted(list_all_pages(client, more.get("href"))) == sorted(addresses)


def list_all_pages(client, path: str) -> list[str]:
    found, address = [], path
    while address:
        page = read_page(client, address)
        found += [link.get("href") for link in page.xpath("//h2/a")]
        further = page.xpath("//a[@rel='next']/@href")
        address = further[0] if further else None
    return found


def test_page_does_not_repeat_what_it_shows_elsewhere(client):
    parent = ArticleFactory()
    article = ArticleFactory(parent=parent)
    child, companion, other = ArticleFactory(parent=article), PostFactory(), PostFactory()
    article.companions.add(companion)
    Link.objects.bulk_create(
        Link(entry=each, target=article) for each in (parent, child, companion, other)
    )

    page = read_page(client, article.get_absolute_url())

    assert [link.get("href") for link in page.find_class("incoming")[0].iter("a")] == [
        other.get_absolute_url()
    ]
    assert len(list_all_pages(client, f"{article.get_absolute_url()}links/")) == 4


def test_incoming_links_omit_drafts_and_self_and_are_not_indexed(client):
    article = ArticleFactory(slug="moderation", body="[[Moderation]]", title="Moderation")
    PostFactory(draft=True, body="[[Moderation]]")
    post = PostFactory(body="[[Moderation]] and [[moderation|again]]")

    page = read_page(client, "/wiki/moderation/links/")

    assert page.findtext(".//h1") == "What links here"
    assert [link.text for link in page.find_class("breadcrumbs")[0].iter("a")] == [
        "Wiki",
        article.title,
    ]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert [link.get("href") for link in page.xpath("//h2/a")] == [post.get_absolute_url()]


def test_incoming_links_page_without_links_says_so(client):
    ArticleFactory(slug="moderation")

    page = read_page(client, "/wiki/moderation/links/")

    assert [line.text for line in page.find_class("empty")] == ["Nothing links here yet."]


@pytest.mark.parametrize(
    "path", ["/wiki/unseen/links/", "/library/unseen/links/", "/library/moderation/links/"]
)
def test_incoming_links_of_unpublished_entry_are_not_found(client, path):
    ArticleFactory(slug="unseen", draft=True)
    ArticleFactory(slug="moderation")
    ResourceFactory(slug="unseen", draft=True)

    assert client.get(path).status_code == 404


def test_incoming_links_query_count_is_constant(client, django_assert_num_queries):
    few, many = ArticleFactory(), ArticleFactory()
    link_to(few, 1)
    link_to(many, 30)

    for entry in (few, many):
        with django_assert_num_queries(4):
            client.get(f"{entry.get_absolute_url()}links/")
