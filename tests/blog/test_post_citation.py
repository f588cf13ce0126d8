"""How readers cite a post, and share it."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from tests.factories import PersonFactory, PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://site.example"
    settings.SITE_NAME = "The Site"


@pytest.fixture
def post():
    return PostFactory(
        title="What Holds & Why?",
        slug="what-holds",
        summary="In the\nsecond year.",
        # Still May 3 where the site is.
        published_at=datetime(2021, 5, 4, 2, tzinfo=UTC),
        authors=[PersonFactory(name="Ada Ayers"), PersonFactory(name="Bo Roe")],
    )


def read(client, path: str):
    return html.fromstring(client.get(path).content.decode())


def test_post_is_cited_with_its_day_in_every_style(client, post):
    page = read(client, "/blog/what-holds/")

    assert [each.text_content() for each in page.xpath("//p[starts-with(@id, 'citation-')]")] == [
        "Ayers, A., & Roe, B. (2021, May 3). What Holds & Why? The Site. "
        "https://site.example/blog/what-holds/",
        "Ayers, Ada, and Bo Roe. “What Holds & Why?” The Site, 3 May 2021, "
        "site.example/blog/what-holds/.",
        "Ayers, Ada, and Bo Roe. “What Holds & Why?” The Site (blog), May 3, 2021. "
        "https://site.example/blog/what-holds/.",
    ]


def test_post_has_files_for_reference_managers(client, post):
    page = read(client, "/blog/what-holds/")

    links = page.xpath("//*[@class='citation-files']//a/@href")
    answers = [client.get(link) for link in links]

    assert links == [f"/blog/what-holds/cite/{name}/" for name in ("bibtex", "ris", "csl-json")]
    assert [answer["Content-Disposition"] for answer in answers] == [
        f'attachment; filename="what-holds.{ending}"' for ending in ("bib", "ris", "json")
    ]
    assert answers[1].content.decode().startswith("TY  - BLOG\r\n")
    assert client.get("/blog/what-holds/cite/word/").status_code == 404


def test_citation_file_of_a_draft_is_not_found(client):
    PostFactory(slug="unready", draft=True)

    assert client.get("/blog/unready/cite/ris/").status_code == 404


def test_post_has_tags_that_zotero_reads(client, post):
    page = read(client, "/blog/what-holds/")

    tags = page.xpath("//meta[starts-with(@name, 'citation_') or @name='z:itemType']")
    assert [(tag.get("name"), tag.get("content")) for tag in tags] == [
        ("citation_title", "What Holds & Why?"),
        ("citation_author", "Ayers, Ada"),
        ("citation_author", "Roe, Bo"),
        ("citation_publication_date", "2021/05/03"),
        ("citation_language", "en"),
        ("citation_abstract_html_url", "https://site.example/blog/what-holds/"),
        ("z:itemType", "blogPost"),
    ]


def test_post_is_shared_by_email_and_address_without_javascript(client, post):
    page = read(client, "/blog/what-holds/")

    [address] = page.xpath("//p[@id='share-address']")
    [link] = page.xpath("//section[@class='share']//a/@href")
    assert address.text_content() == "https://site.example/blog/what-holds/"
    assert urlsplit(link).scheme == "mailto"
    assert parse_qs(urlsplit(link).query) == {
        "subject": ["What Holds & Why?"],
        "body": [
            "I thought that you might like this, from The Site:\r\n\r\n"
            "What Holds & Why?\r\nby Ada Ayers and Bo Roe\r\n\r\n"
            "In the second year.\r\n\r\n"
            "https://site.example/blog/what-holds/"
        ],
    }
    # What needs JavaScript shows only with it.
    assert [button.get("hidden") for button in page.xpath("//section[@class='share']//button")] == [
        "",
        "",
    ]
