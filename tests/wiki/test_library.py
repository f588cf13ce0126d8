"""The library's page and feeds: contents, filters, and links."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from tests.factories import (
    PersonFactory,
    PlaceFactory,
    PostFactory,
    PublicationFactory,
    ResourceFactory,
    TopicFactory,
)
from tests.support.library_pages import facets_on, read_page, text_of, titles_on

pytestmark = pytest.mark.django_db

MAY = datetime(2019, 5, 7, 12, tzinfo=UTC)


@pytest.fixture
def library():
    """Create four entries, two of them on a nested topic."""
    assessment = TopicFactory(name="Assessment", slug="assessment")
    portfolios = TopicFactory(name="Portfolios", slug="portfolios", parent=assessment)
    maine = PlaceFactory(name="Maine", slug="maine")
    shared = {"published_at": MAY, "year": 2018}
    PublicationFactory(title="Our report", slug="ours", topics=[portfolios], **shared)
    ResourceFactory(title="Their report", topics=[assessment, portfolios], **shared)
    ResourceFactory(title="A tool", format="tool", sector="both", places=[maine], **shared)
    ResourceFactory(title="A video", format="video", tags=["Own pace"], published_at=MAY)
    PostFactory(title="A post", topics=[portfolios])


def links_on(page, css_class: str) -> dict[str, str]:
    """Return {text: address} for the links in elements with this class."""
    return {
        text_of(link): link.get("href")
        for element in page.find_class(css_class)
        for link in element.iter("a")
    }


def test_library_shows_entry_count_of_each_value(client, library):
    assert facets_on(read_page(client, "/library/")) == {
        "Format": {"Report": 2, "Video": 1, "Tool": 1},
        "Topic": {"Assessment": 2, "Portfolios": 2},
        "Sector": {"K-12": 4, "Higher education": 1},
        "Place": {"Maine": 1},
        "Year": {"2018": 3, "Year not known": 1},
        "Source": {"Ours": 1, "From the field": 3},
    }


def test_each_entry_shows_format_authors_and_date(client, db):
    PublicationFactory(
        title="Ours",
        slug="ours",
        format="paper",
        authors=[PersonFactory(name="Ada Ayers"), PersonFactory(name="Bo Beck")],
        summary="What we found.",
    )
    ResourceFactory(title="Theirs", slug="theirs", made_by="RAND Corporation", body="It is *good*.")

    entries = read_page(client, "/library/").xpath("//article")

    assert [text_of(entry) for entry in entries] == [
        "Report · from the field Theirs It is good. RAND Corporation",
        "Paper · ours Ours What we found. Ada Ayers and Bo Beck · 2019",
    ]


def test_facets_filter_list_and_link_to_further_filters(client, library):
    page = read_page(client, "/library/", topic="assessment", **{"from": "field"})

    assert titles_on(page) == ["Their report"]
    assert facets_on(page)["Source"] == {"Ours": 1, "From the field": 1}
    assert links_on(page, "facet") == {
        "Report 1": "/library/?format=report&topic=assessment&from=field",
        "Remove Assessment 1": "/library/?from=field",
        "Portfolios 1": "/library/?topic=portfolios&from=field",
        "K-12 1": "/library/?topic=assessment&sector=k-12&from=field",
        "2018 1": "/library/?topic=assessment&year=2018&from=field",
        "Ours 1": "/library/?topic=assessment&from=ours",
        "Remove From the field 1": "/library/?topic=assessment",
    }
    assert links_on(page, "chips") == {
        "Remove Topic Assessment": "/library/?from=field",
        "Remove Source From the field": "/library/?topic=assessment",
        "Remove all": "/library/",
    }


@pytest.mark.parametrize(
    ("choices", "titles"),
    [
        ({"format": "tool"}, ["A tool"]),
        ({"topic": "assessment", "format": "report"}, ["Their report", "Our report"]),
        ({"sector": "higher-education"}, ["A tool"]),
        ({"place": "maine"}, ["A tool"]),
        ({"year": "unknown"}, ["A video"]),
        ({"from": "ours"}, ["Our report"]),
        ({"tag": "own-pace"}, ["A video"]),
        ({"tag": "OWN PACE"}, ["A video"]),
        ({"limit": "5", "format": " tool ", "year": ""}, ["A tool"]),
    ],
)
def test_each_facet_finds_matching_entries(client, library, choices, titles):
    assert titles_on(read_page(client, "/library/", **choices)) == titles


def test_filtered_address_has_one_canonical_form(client, library):
    page = read_page(client, "/library/?from=ours&format=report&limit=3&format=report")

    [canonical] = page.xpath("//link[@rel='canonical']/@href")
    assert canonical.endswith("/library/?format=report&from=ours")


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/library/?kind=report", "/library/?format=report"),
        (
            "/library/?from=field&kind=tool&before=2019",
            "/library/?from=field&before=2019&format=tool",
        ),
        ("/library/?kind=book&format=tool", "/library/?format=tool"),
        ("/library/?kind=a%26b", "/library/?format=a%26b"),
        ("/library/feed/?kind=report", "/library/feed/?format=report"),
        ("/library/feed/json/?kind=report", "/library/feed/json/?format=report"),
    ],
)
def test_former_kind_parameter_redirects_to_format(client, db, path, target):
    response = client.get(path)

    assert (response.status_code, response["Location"]) == (301, target)


def test_empty_or_heavily_filtered_page_is_not_indexed(client, library):
    addresses = [
        "/library/?format=report&year=2018",
        "/library/?format=report&year=2018&from=ours",
        "/library/?format=nonsense",
    ]

    robots = [
        read_page(client, path).xpath("//meta[@name='robots']/@content") for path in addresses
    ]

    assert robots == [[], ["noindex, follow"], ["noindex, follow"]]


def test_empty_result_shows_entries_gained_by_removing_each_filter(client, library):
    page = read_page(client, "/library/?format=tool&place=maine&year=1999")

    assert titles_on(page) == []
    assert [text_of(item) for item in page.xpath("//div[contains(@class, 'empty')]//li")] == [
        "Without “1999”: 1 entry"
    ]
    assert links_on(page, "empty") == {"1 entry": "/library/?format=tool&place=maine"}


def test_empty_result_offers_each_filter_alone_if_none_can_be_removed(client, library):
    page = read_page(client, "/library/?format=report&place=maine&tag=own-pace")

    assert links_on(page, "empty") == {
        "2 entries": "/library/?format=report",
        "1 entry": "/library/?tag=own-pace",
        "See the whole library": "/library/",
    }


def test_empty_library_suggests_no_filters(client):
    page = read_page(client, "/library/")

    assert text_of(page.find_class("empty")[0]) == "The library has nothing in it yet."
    assert page.find_class("facet") == []


@pytest.mark.parametrize(
    "query",
    [
        "format=%00&topic=%00&place=%00&tag=%00&year=%00&from=%00&sector=%00",
        "year=-1",
        "year=99999999999999999999999999",
        "year=%D9%A2%D9%A0%D9%A1%D9%A8",
        "topic=%FF%FE",
        "tag=%25_%5C",
        "format=" + "x" * 5000,
        "topic='; DROP TABLE content_entry; --",
    ],
)
def test_unknown_value_gives_empty_result(client, library, query):
    page = read_page(client, f"/library/?{query}")

    assert titles_on(page) == []
    assert client.get(f"/library/feed/?{query}").status_code == 200


def test_value_is_escaped(client, library):
    hostile = '"><script>alert(1)</script>'

    response = client.get("/library/", {"topic": hostile, "tag": hostile})

    assert "<script>alert" not in response.content.decode()


def test_scheduled_entry_appears_on_time(client, library, time_machine):
    moment = timezone.now() + timedelta(days=1)
    ResourceFactory(title="Later", format="tool", published_at=moment)

    def read() -> tuple[list[str], int]:
        titles = titles_on(read_page(client, "/library/?format=tool"))
        return titles, facets_on(read_page(client, "/library/"))["Format"]["Tool"]

    before = read()
    time_machine.move_to(moment)
    after = read()

    assert before == (["A tool"], 1)
    assert after == (["Later", "A tool"], 2)


def test_filtered_feeds_contain_and_name_filtered_entries(client, library, settings):
    settings.SITE_URL = "https://site.example"
    query = "?format=report&from=ours"

    channel = ElementTree.fromstring(client.get(f"/library/feed/{query}").content).find("channel")
    feed = client.get(f"/library/feed/json/{query}").json()

    itself = channel.find("{http://www.w3.org/2005/Atom}link").get("href")
    assert [item.findtext("title") for item in channel.findall("item")] == ["Our report"]
    assert (channel.findtext("title"), channel.findtext("link"), itself) == (
        "Library: Report, Ours · CompetencyWorks",
        f"https://site.example/library/{query}",
        f"https://site.example/library/feed/{query}",
    )
    assert [item["title"] for item in feed["items"]] == ["Our report"]
    assert (feed["home_page_url"], feed["feed_url"]) == (
        f"https://site.example/library/{query}",
        f"https://site.example/library/feed/json/{query}",
    )


def test_filtered_page_links_to_its_feeds(client, library):
    page = read_page(client, "/library/?from=ours&format=report")

    assert page.xpath("//link[@rel='alternate']/@href") == [
        "/library/feed/?format=report&from=ours",
        "/library/feed/json/?format=report&from=ours",
    ]


def test_older_years_are_collapsed_unless_one_is_selected(client):
    for year in range(2000, 2020):
        ResourceFactory(year=year)

    def year_choices(path: str) -> tuple[list[str], bool]:
        [section] = [
            section
            for section in read_page(client, path).find_class("facet")
            if section.findtext("h2") == "Year"
        ]
        shown = [text_of(link).split()[-2] for link in section.xpath("./ul//a")]
        return shown, section.find("details").get("open") is not None

    newest = [str(year) for year in range(2019, 2015, -1)]
    assert year_choices("/library/") == (newest, False)
    assert year_choices("/library/?year=2001") == (newest, True)
