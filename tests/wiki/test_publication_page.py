"""A publication's landing page: authors, citations, and companions."""

import json
from datetime import UTC, datetime

import pytest
from lxml import html

from tests.factories import (
    PersonFactory,
    PostFactory,
    PublicationFactory,
    ResourceFactory,
    SeriesFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://site.example"
    settings.SITE_NAME = "The Site"


def read_page(client, path: str):
    response = client.get(path)
    assert response.status_code == 200, path
    return html.fromstring(response.content.decode())


def text_of(element) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def publication():
    return PublicationFactory(
        title="The Second Year",
        slug="the-second-year",
        summary="What holds.",
        year=2021,
        isbn="978-0-00-000000-2",
        format="book",
        publisher="Harbor Press",
        published_at=datetime(2021, 5, 4, 12, tzinfo=UTC),
        authors=[
            PersonFactory(name="Ada Ayers", slug="ada"),
            PersonFactory(name="María García Márquez", sort_name="García Márquez, María"),
        ],
    )


def test_publication_is_cited_in_every_style(client, publication):
    page = read_page(client, "/library/the-second-year/")

    assert {
        element.findtext("h3"): text_of(element.find("p"))
        for element in page.find_class("citation")
    } == {
        "APA": "Ayers, A., & García Márquez, M. (2021). The Second Year. Harbor Press. "
        "https://site.example/library/the-second-year/",
        "MLA": "Ayers, Ada, and María García Márquez. The Second Year. Harbor Press, 2021, "
        "site.example/library/the-second-year/.",
        "Chicago": "Ayers, Ada, and María García Márquez. The Second Year. Harbor Press, 2021. "
        "https://site.example/library/the-second-year/.",
    }


def test_citation_falls_back_to_organization_and_no_date(client):
    PublicationFactory(
        title="Undated",
        slug="undated",
        year=None,
        publisher="Harbor Press",
        authors=[PersonFactory(name="The League of Small Schools", is_organization=True)],
    )

    page = read_page(client, "/library/undated/")
    [data, _] = map(json.loads, page.xpath("//script[@type='application/ld+json']/text()"))

    assert text_of(page.find_class("citation")[0].find("p")) == (
        "The League of Small Schools. (n.d.). Undated. Harbor Press. "
        "https://site.example/library/undated/"
    )
    assert data["author"] == [{"@type": "Organization", "name": "The League of Small Schools"}]


def test_citation_files_can_be_downloaded(client, publication):
    bibtex = client.get("/library/the-second-year/cite/bibtex/")
    ris = client.get("/library/the-second-year/cite/ris/")

    assert bibtex["Content-Disposition"] == 'attachment; filename="the-second-year.bib"'
    assert bibtex.content.decode().startswith("@book{")
    assert ris.content.decode().startswith("TY  - BOOK\r\n")
    assert client.get("/library/the-second-year/cite/word/").status_code == 404


def test_page_has_scholar_meta_tags(client, publication):
    page = read_page(client, "/library/the-second-year/")
    [data, _] = map(json.loads, page.xpath("//script[@type='application/ld+json']/text()"))

    assert [
        (meta.get("name"), meta.get("content"))
        for meta in page.xpath("//meta[starts-with(@name, 'citation_') or @name='z:itemType']")
    ] == [
        ("citation_title", "The Second Year"),
        ("citation_author", "Ayers, Ada"),
        ("citation_author", "García Márquez, María"),
        ("citation_publication_date", "2021"),
        ("citation_online_date", "2021/05/04"),
        ("citation_publisher", "Harbor Press"),
        ("citation_isbn", "978-0-00-000000-2"),
        ("citation_language", "en"),
        ("citation_abstract_html_url", "https://site.example/library/the-second-year/"),
        ("z:itemType", "book"),
    ]
    assert (data["@type"], data["datePublished"], data["isbn"]) == (
        "Book",
        "2021",
        "978-0-00-000000-2",
    )


def test_public_companions_are_shown_on_both_pages(client, publication):
    series = SeriesFactory(title="The series", slug="the-series")
    draft = PostFactory(title="A draft", draft=True)
    publication.companions.add(series, draft, PostFactory(title="The post", slug="the-post"))

    page = read_page(client, "/library/the-second-year/")
    [section] = page.xpath("//section[@aria-labelledby='companions-heading']")

    assert sorted(link.get("href") for link in section.iter("a")) == [
        "/blog/the-post/",
        "/series/the-series/",
    ]
    for path in ("/blog/the-post/", "/series/the-series/"):
        assert "The Second Year" in text_of(read_page(client, path)), path


def test_doi_is_stored_bare_and_leads_to_doi_org(client):
    publication = PublicationFactory(
        title="Named", slug="named", year=2021, doi="https://doi.org/10.5555/a<b"
    )

    page = read_page(client, "/library/named/")

    [link] = page.find_class("doi")
    assert publication.doi == "10.5555/a<b"
    assert (link.get("href"), text_of(link)) == (("https://doi.org/10.5555/a%3Cb",) * 2)
    assert page.xpath("//meta[@name='citation_doi']/@content") == ["10.5555/a<b"]
    assert "DO  - 10.5555/a<b\r\n" in client.get("/library/named/cite/ris/").content.decode()


def test_resource_at_a_doi_is_cited_with_it(client):
    ResourceFactory(slug="theirs", url="https://doi.org/10.5555/x")

    answer = client.get("/library/theirs/cite/csl-json/")

    [item] = json.loads(answer.content)
    assert (item["DOI"], item["URL"]) == ("10.5555/x", "https://doi.org/10.5555/x")
