"""Readers search the library, and sort it."""

import pytest

from tests.factories import ArticleFactory, PostFactory, PublicationFactory, ResourceFactory
from tests.support.library_pages import facets_on, read_page, text_of, titles_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    ResourceFactory(title="Badges", body="Badges and portfolios.", format="tool", year=2011)
    ResourceFactory(title="Portfolio", body="A folder of work.", format="book", year=None)
    PublicationFactory(title="a report", body="Portfolios, year by year.", year=2019)
    ResourceFactory(title="Nothing of the kind", body="About bells.", format="tool", year=1990)
    PostFactory(title="A portfolio in a post")


def canonical(page) -> str:
    return page.xpath("//link[@rel='canonical']/@href")[0].partition("/library/")[2]


def test_words_narrow_library_and_its_facets_and_feed(client, library):
    page = read_page(client, "/library/?q=portfolio")

    assert titles_on(page) == ["Portfolio", "Badges", "a report"]
    assert facets_on(page)["Format"] == {"Report": 1, "Book": 1, "Tool": 1}
    assert titles_on(read_page(client, "/library/?format=tool&q=portfolio")) == ["Badges"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]
    feed = client.get("/library/feed/json/?q=portfolio").json()
    assert sorted(item["title"] for item in feed["items"]) == ["Badges", "Portfolio", "a report"]


def test_search_form_keeps_what_is_chosen(client, library):
    page = read_page(client, "/library/?format=tool&q=portfolio&sort=year")

    [form] = page.xpath("//main//form")
    assert form.fields.items() == {"q": "portfolio", "format": "tool"}.items()
    assert canonical(page) == "?format=tool&q=portfolio&sort=year"


def test_typo_is_corrected_as_in_the_search(client, library):
    page = read_page(client, "/library/?q=protfolio")

    assert titles_on(page) == ["Portfolio", "Badges", "a report"]
    [note] = page.find_class("search-notes")
    assert text_of(note).startswith("Showing results for portfolio.")


@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        ("year", ["a report", "Badges", "Nothing of the kind", "Portfolio"]),
        ("title", ["a report", "Badges", "Nothing of the kind", "Portfolio"]),
        ("unheard-of", ["Nothing of the kind", "a report", "Portfolio", "Badges"]),
    ],
)
def test_library_is_sorted(client, library, sort, titles):
    assert titles_on(read_page(client, f"/library/?sort={sort}")) == titles


@pytest.mark.parametrize("sort", ["year", "title", "added", ""])
@pytest.mark.parametrize("words", ["", "portfolio"])
def test_sorted_pages_show_every_entry_once_in_both_directions(client, sort, words):
    for number in range(25):
        ResourceFactory(
            title=f"Portfolio {chr(65 + number * 7 % 5)} — “{number % 3}”",
            year=[None, 2001, 2010][number % 3],
        )
    path = f"/library/?q={words}&sort={sort}"

    there, back = [], []
    while path:
        page = read_page(client, path)
        there.append(page.xpath("//article/@data-entry"))
        [path] = page.xpath("//nav[@class='turn']/a[@rel='next']/@href") or [None]
    [path] = page.xpath("//nav[@class='turn']/a[@rel='prev']/@href")
    while path:
        page = read_page(client, path)
        back.append(page.xpath("//article/@data-entry"))
        [path] = page.xpath("//nav[@class='turn']/a[@rel='prev']/@href") or [None]

    assert [len(page) for page in there] == [10, 10, 5]
    assert len({pk for page in there for pk in page}) == 25
    assert back[::-1] == there[:-1]


def test_each_page_in_another_order_has_its_own_title(client):
    for number in range(11):
        ResourceFactory(title=f"Number {number + 10}", year=2000 + number)
    [next_by_year], [next_by_title] = (
        read_page(client, f"/library/?sort={sort}").xpath("//nav/a[@rel='next']/@href")
        for sort in ("year", "title")
    )

    assert [
        read_page(client, path).findtext(".//title").partition(" · ")[0]
        for path in (next_by_year, next_by_title)
    ] == [
        "Library: more entries, from 2000",
        "Library: more entries, from “Number 20”",
    ]


@pytest.mark.parametrize(
    "query", ["sort=year&before=20191-4", "sort=year&after=x-4", "q=a&before=x-1"]
)
def test_key_of_another_order_is_not_found(client, query):
    ResourceFactory(title="A")

    assert client.get(f"/library/?{query}").status_code == 404


def test_wiki_pages_search_the_wiki(client):
    ArticleFactory(title="Moderation", slug="moderation")

    for path in ("/wiki/", "/wiki/moderation/"):
        [form] = read_page(client, path).xpath("//main//form")
        assert (form.action, dict(form.fields)) == ("/search/", {"q": "", "kind": "wiki"})
