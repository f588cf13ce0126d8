"""What search engines, social networks, and monitoring tools read."""

import json
import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import psycopg
import pytest
from django.test import Client, RequestFactory
from lxml import html
from psycopg_pool import ConnectionPool
from taggit.models import Tag

from blog.models import Post
from blog.services.series import place_part
from content.models import Entry
from cworks.sitemaps import SiteSitemap
from cworks.views.errors import server_error
from tests.factories import PersonFactory, PostFactory, SeriesFactory, TopicFactory

pytestmark = pytest.mark.django_db

MAY = datetime(2019, 5, 7, 12, tzinfo=UTC)
JUNE = datetime(2019, 6, 7, 12, tzinfo=UTC)
ORGANIZATION = {
    "@type": "Organization",
    "@id": "https://site.example/#organization",
    "name": "The Site",
    "url": "https://site.example/",
    "logo": {
        "@type": "ImageObject",
        "url": "https://site.example/static/img/touch-icon.png",
        "width": 180,
        "height": 180,
    },
}
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://site.example"
    settings.SITE_NAME = "The Site"


@pytest.fixture
def post():
    return PostFactory(
        title="Mastery </script><script>alert(1)</script>",
        slug="mastery",
        summary="Why & how.",
        body="Three words here.",
        published_at=MAY,
        modified_at=JUNE,
        authors=[PersonFactory(name="Ada Ayers", slug="ada"), PersonFactory(name="Bo", slug="bo")],
        topics=[TopicFactory(name="Equity")],
    )


def read(client, path: str):
    return html.fromstring(client.get(path).content.decode())


def structured_data(page) -> list[dict]:
    return [
        json.loads(script.text) for script in page.xpath("//script[@type='application/ld+json']")
    ]


def test_post_has_structured_data_with_all_authors(client, post):
    [article, _] = structured_data(read(client, "/blog/mastery/"))

    assert article == {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": "Mastery </script><script>alert(1)</script>",
        "description": "Why & how.",
        "url": "https://site.example/blog/mastery/",
        "mainEntityOfPage": "https://site.example/blog/mastery/",
        "datePublished": "2019-05-07T12:00:00+00:00",
        "dateModified": "2019-06-07T12:00:00+00:00",
        "wordCount": 3,
        "author": [
            {"@type": "Person", "name": "Ada Ayers", "url": "https://site.example/people/ada/"},
            {"@type": "Person", "name": "Bo", "url": "https://site.example/people/bo/"},
        ],
        "publisher": ORGANIZATION,
        "keywords": ["Equity"],
    }


def test_post_without_authors_has_no_empty_author(client, post):
    post.contributions.all().delete()

    [article, _] = structured_data(read(client, "/blog/mastery/"))

    assert "author" not in article


def test_front_page_describes_site_its_search_and_its_publisher(client, settings):
    settings.SITE_TAGLINE = "What it is for"

    assert structured_data(read(client, "/")) == [
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": "The Site",
            "description": "What it is for",
            "url": "https://site.example/",
            "publisher": {"@id": "https://site.example/#organization"},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": "https://site.example/search/?q={search_term_string}",
                },
                "query-input": "required name=search_term_string",
            },
        },
        {"@context": "https://schema.org", **ORGANIZATION},
    ]


@pytest.mark.parametrize(
    ("is_organization", "described"),
    [
        (
            False,
            {
                "@type": "Person",
                "jobTitle": "Teacher",
                "affiliation": {"@type": "Organization", "name": "Mill School"},
            },
        ),
        (True, {"@type": "Organization"}),
    ],
)
def test_page_of_person_has_profile(client, is_organization, described):
    PersonFactory(
        name="Ada Ayers",
        slug="ada",
        biography="She teaches.",
        website="https://ada.example/",
        job_title="Teacher",
        affiliation="Mill School",
        is_organization=is_organization,
    )

    [profile, _] = structured_data(read(client, "/people/ada/"))

    assert profile == {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "url": "https://site.example/people/ada/",
        "mainEntity": {
            "name": "Ada Ayers",
            "url": "https://site.example/people/ada/",
            "description": "She teaches.",
            "sameAs": "https://ada.example/",
            **described,
        },
    }


def test_part_has_breadcrumbs_with_series(client, post):
    place_part(post=post, series=SeriesFactory(title="Steps", slug="steps"))

    [_, breadcrumbs] = structured_data(read(client, "/blog/mastery/"))

    assert [
        (item["position"], item["name"], item["item"]) for item in breadcrumbs["itemListElement"]
    ] == [
        (1, "The Site", "https://site.example/"),
        (2, "Blog", "https://site.example/blog/"),
        (3, "Steps", "https://site.example/series/steps/"),
        (4, post.title, "https://site.example/blog/mastery/"),
    ]


def test_post_has_canonical_address_and_social_card(client, post):
    page = read(client, "/blog/mastery/?utm_source=mail")

    assert page.xpath("//link[@rel='canonical']/@href") == ["https://site.example/blog/mastery/"]
    card = {
        element.get("property"): element.get("content")
        for element in page.xpath("//meta[starts-with(@property, 'og:')]")
    }
    assert (card["og:title"], card["og:description"], card["og:url"], card["og:type"]) == (
        post.title,
        "Why & how.",
        "https://site.example/blog/mastery/",
        "article",
    )
    times = page.xpath("//meta[starts-with(@property, 'article:')]")
    assert [(each.get("property"), each.get("content")) for each in times] == [
        ("article:published_time", "2019-05-07T12:00:00+00:00"),
        ("article:modified_time", "2019-06-07T12:00:00+00:00"),
    ]


def test_canonical_address_of_cross_post_is_the_original(client, post):
    Post.objects.filter(pk=post.pk).update(original_url="https://first.example/x")

    page = read(client, "/blog/mastery/")

    assert page.xpath("//link[@rel='canonical']/@href") == ["https://first.example/x"]


def test_sitemap_index_lists_each_kind(client, post):
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)

    assert [entry.findtext(f"{MAP}loc") for entry in index.findall(f"{MAP}sitemap")] == [
        f"https://site.example/sitemap-{section}.xml" for section in ("posts", "topics", "people")
    ]


def test_long_sitemap_has_pages(client, monkeypatch):
    monkeypatch.setattr(SiteSitemap, "limit", 2)
    for day in range(1, 4):
        PostFactory(slug=f"day-{day}", published_at=datetime(2019, 5, day, tzinfo=UTC))

    pages = [client.get(f"/sitemap-posts.xml?p={number}") for number in (1, 2, 3)]

    assert [re.findall("<loc>(.*?)</loc>", page.content.decode()) for page in pages[:2]] == [
        ["https://site.example/blog/day-3/", "https://site.example/blog/day-2/"],
        ["https://site.example/blog/day-1/"],
    ]
    assert pages[2].status_code == 404
    assert "<loc>https://site.example/sitemap-posts.xml?p=2</loc>" in (
        client.get("/sitemap.xml").content.decode()
    )


def test_sitemap_dates_post_by_last_change(client, post):
    sitemap = ElementTree.fromstring(client.get("/sitemap-posts.xml").content)

    assert [
        (entry.findtext(f"{MAP}loc"), entry.findtext(f"{MAP}lastmod"))
        for entry in sitemap.findall(f"{MAP}url")
    ] == [("https://site.example/blog/mastery/", "2019-06-07")]


def test_rerendering_does_not_change_modification_date(client, post):
    Entry.objects.filter(pk=post.pk).update(body_html="<p>Rendered again.</p>")

    sitemap = client.get("/sitemap-posts.xml").content.decode()

    assert "<lastmod>2019-06-07</lastmod>" in sitemap


def test_robots_txt_lists_sitemap_and_disallows_admin(client):
    assert client.get("/robots.txt").content.decode() == (
        "User-agent: *\n"
        "Disallow: /admin/\n"
        "Disallow: /preview/\n"
        "Sitemap: https://site.example/sitemap.xml\n"
    )


def test_security_contact_has_not_expired(client):
    lines = dict(
        line.split(": ", 1)
        for line in client.get("/.well-known/security.txt").content.decode().splitlines()
    )

    assert set(lines) == {"Contact", "Expires", "Canonical"}
    assert datetime.fromisoformat(lines["Expires"]) > datetime.now(UTC)


def test_site_is_alive_and_ready(client):
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").content == b"ok\n"


def test_site_without_database_is_alive_but_not_ready(client, monkeypatch):

    def fail(*arguments, **options):
        raise psycopg.OperationalError("no server")

    monkeypatch.setattr(ConnectionPool, "connection", fail)

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_error_page_needs_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = server_error(RequestFactory().get("/blog/"))

    assert response.status_code == 500
    assert html.fromstring(response.content.decode()).findtext(".//h1")


def test_missing_page_suggests_similar_addresses(post):
    PostFactory(title="Grading for equity", slug="grading-for-equity")
    PostFactory(title="Something else", slug="something-else")

    page = read(Client(), "/blog/grading-for-equality/")

    assert "Grading for equity" in page.text_content()
    assert "Something else" not in page.text_content()


@pytest.mark.parametrize("path", ["/topics/a%00b/", "/a%00b/", "/x/a%00b/", "/preview/a%00/"])
def test_address_with_null_byte_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/blog/mastery/", "/blog/", "/tags/", "/sitemap-tags.xml"])
def test_tag_without_slug_breaks_no_page(client, post, path):
    post.tags.add(Tag.objects.create(name="→", slug=""))

    assert client.get(path).status_code == 200
