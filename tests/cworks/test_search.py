"""The search page: what it finds, in what order, and what it must not reveal."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from tests.factories import (
    ArticleFactory,
    PageFactory,
    PersonFactory,
    PostFactory,
    PublicationFactory,
    ResourceFactory,
    SeriesFactory,
    TopicFactory,
)
from tests.support.pdfs import pdf
from tests.support.search_pages import found, notes, search, titles
from wiki.services.pdf_texts import PdfReading, record
from wiki.services.publication_files import add_file, add_version

pytestmark = pytest.mark.django_db


def tidy(element) -> str:
    return " ".join(element.text_content().split())


def snippets(page) -> list[str]:
    return [
        html.tostring(each, encoding="unicode").strip()
        for each in page.xpath("//p[@class='excerpt']")
    ]


def add_pdf(publication, pages: dict[int, str], *, title: str = "Report"):
    file = add_file(publication=publication, title=title, file=BytesIO(pdf(title)), name="a.pdf")
    record(file.versions.get(), PdfReading("read", page_count=99, pages=pages))
    return file


def test_resource_is_found_by_its_maker(client):
    resource = ResourceFactory(title="A toolkit", made_by="Great Schools Partnership")
    PostFactory(title="Something else")

    assert found(client, "great schools partnership") == [resource.heading]


def test_words_are_found_in_any_form_in_title_summary_and_text(client):
    PostFactory(title="Grading for mastery")
    PostFactory(title="In the summary", summary="How grades changed.")
    PostFactory(title="In the text", body="They graded everything again.")
    PostFactory(title="Another", body="Nothing of the kind.")

    assert found(client, "grade") == ["Grading for mastery", "In the summary", "In the text"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('"seat time"', ["One"]),
        ("seat time", ["One", "Two"]),
        ("seat or clock", ["One", "Three", "Two"]),
        ("seat -clock", ["Two"]),
    ],
)
def test_quotes_or_and_minus_are_supported(client, words, expected):
    PostFactory(title="One", body="Seat time, by the clock.")
    PostFactory(title="Two", body="A time when no one had a seat.")
    PostFactory(title="Three", body="A clock.")

    assert sorted(found(client, words)) == sorted(expected)


@pytest.mark.parametrize("words", ["-clock", "the -clock", '-"seat time"'])
def test_search_that_only_excludes_asks_for_word(client, words):
    PostFactory(title="One", body="A chair.")

    page = search(client, words)

    assert [paragraph.text_content() for paragraph in page.find_class("empty")] == [
        "This only says what to leave out. Add a word to look for."
    ]
    assert page.findall(".//article") == []


def test_newer_entries_and_title_matches_rank_higher(client):
    now = timezone.now()
    PostFactory(title="Old", body="About moderation.", published_at=now - timedelta(days=4000))
    PostFactory(title="New", body="About moderation.")
    ArticleFactory(title="Moderation", published_at=now - timedelta(days=5000))

    assert found(client, "moderation") == ["Moderation", "New", "Old"]


def test_each_kind_is_found_and_can_be_searched_separately(client):
    PostFactory(title="Post", body="moderation")
    SeriesFactory(title="Series", body="moderation")
    PageFactory(title="Page", body="moderation")
    ArticleFactory(title="Article", body="moderation")
    ResourceFactory(title="Resource", body="moderation")
    PublicationFactory(title="Publication", body="moderation")

    sections = {
        kind: sorted(found(client, "moderation", kind=kind))
        for kind in ("", "posts", "library", "wiki")
    }

    assert sections == {
        "": ["Article", "Page", "Post", "Publication", "Resource", "Series"],
        "posts": ["Post", "Series"],
        "library": ["Publication", "Resource"],
        "wiki": ["Article"],
    }


def test_matches_are_marked_and_other_markup_is_escaped(client):
    PostFactory(
        title="Safe",
        body="A *graded* `<script>alert(1)</script>` & \ue000more\ue001 \ue001<b>bold</b>.",
    )

    assert snippets(search(client, "grading")) == [
        '<p class="excerpt" dir="auto">A <mark>graded</mark> &lt;script&gt;alert(1)&lt;/script&gt; '
        "&amp; <mark>more</mark> bold.</p>"
    ]


def test_entry_with_match_only_in_title_shows_summary(client):
    PostFactory(title="Moderation", summary="How teachers agree.", body="A text.")
    PostFactory(title="On moderation", summary="", body="Another text.")

    assert sorted(snippets(search(client, "moderation"))) == [
        '<p class="excerpt" dir="auto">Another text.</p>',
        '<p class="excerpt" dir="auto">How teachers agree.</p>',
    ]


def test_pdf_page_is_shown_and_linked(client):
    publication = PublicationFactory(title="Mastery", slug="mastery", body="A report.")
    add_pdf(publication, {30: "Nothing here.", 31: "Districts moderate 1 < 2 & portfolios."})

    page = search(client, "moderating portfolio")

    [link] = page.xpath("//ul[@class='hit-pages']//a")
    assert (tidy(link), link.get("href")) == (
        "Page 31 of Report",
        "/library/mastery/files/report.pdf#page=31",
    )
    assert tidy(page.xpath("//ul[@class='hit-pages']//span[@class='excerpt']")[0]) == (
        "Districts moderate 1 < 2 & portfolios."
    )
    assert [mark.text for mark in page.iter("mark")] == ["moderate", "portfolios"]


def test_best_three_pages_of_each_publication_are_shown(client):
    publication = PublicationFactory(slug="mastery")
    pages = dict.fromkeys(range(1, 9), "A portfolio and other words.")
    add_pdf(publication, {**pages, 6: "portfolio portfolio portfolio portfolio"})
    add_pdf(publication, {2: "portfolio portfolio portfolio", 3: "none"}, title="Summary")

    links = search(client, "portfolio").xpath("//ul[@class='hit-pages']//a")

    assert len(links) == 3
    assert {link.get("href") for link in links} >= {
        "/library/mastery/files/report.pdf#page=6",
    }


def test_only_current_file_versions_are_searched(client):
    publication = PublicationFactory(title="Mastery")
    file = add_pdf(publication, {1: "The wrong figure."})
    version = add_version(file=file, upload=BytesIO(pdf("2")), name="b.pdf")
    record(version, PdfReading("read", page_count=1, pages={1: "The right figure."}))

    assert found(client, '"wrong figure"') == []
    assert found(client, '"right figure"') == ["Mastery"]


@pytest.mark.parametrize("state", [{"draft": True}, {"scheduled": True}, {"status": "review"}])
def test_texts_and_files_of_drafts_are_not_found(client, state):
    add_pdf(PublicationFactory(title="Embargo", **state), {1: "Embargo."})
    PostFactory(title="Embargo", **state)

    page = search(client, "embargo")

    assert page.xpath("//article") == []
    assert [link.text for link in page.find_class("title")] == []


def test_pdf_pages_are_found_only_in_library(client):
    add_pdf(PublicationFactory(title="Mastery"), {1: "Portfolios."})

    assert [found(client, "portfolio", kind=kind) for kind in ("library", "posts", "wiki")] == [
        ["Mastery"],
        [],
        [],
    ]


def test_results_have_ten_per_page(client):
    for number in range(23):
        PostFactory(title=f"Post {number}", body="moderation")

    pages = [search(client, "moderation", page=number) for number in (1, 2, 3)]

    assert [len(page.findall(".//article")) for page in pages] == [10, 10, 3]
    assert len({a.get("href") for page in pages for a in page.xpath("//article/h2/a")}) == 23
    assert [a.get("href") for a in pages[1].find_class("turn")[0]] == [
        "/search/?q=moderation",
        "/search/?q=moderation&page=3",
    ]
    assert tidy(pages[1].find_class("found")[0]) == "23 entries, page 2 of 3"


@pytest.mark.parametrize(
    "query", ["page=0", "page=11", "page=x", "page=2", "kind=nothing", "page=1&kind=%00"]
)
def test_missing_results_page_is_not_found(client, query):
    PostFactory(body="moderation")

    assert client.get(f"/search/?q=moderation&{query}").status_code == 404


@pytest.mark.parametrize(
    "words", ["", "   ", "\0", "the and of", "'\"(&|!:*<->", "-", '"', "%", "x" * 5000, "ж" * 5000]
)
def test_any_query_gets_response(client, words):
    PostFactory()

    assert found(client, words) == []


def test_empty_search_shows_field_and_help(client):
    page = search(client, "")

    assert page.xpath("//input[@name='q']/@value") == [""]
    assert len(page.find_class("search-hints")) == 1


def test_typo_is_corrected_and_the_page_says_so(client):
    PostFactory(title="A year of portfolios")
    PostFactory(title="A clock")

    page = search(client, "portfoilo -clock")

    assert titles(page) == ["A year of portfolios"]
    assert notes(page) == [
        "Showing results for portfolios -clock. Nothing was found for “portfoilo -clock”."
    ]


def test_query_stays_in_field_and_kind_links(client):
    PostFactory(body="seat time")

    page = search(client, 'seat "time" <b>', kind="posts")

    assert page.xpath("//input[@name='q']/@value") == ['seat "time" <b>']
    assert page.xpath("//input[@name='kind']/@value") == ["posts"]
    assert [a.get("href") for a in page.find_class("choices")[0].iter("a")][3] == (
        "/search/?q=seat+%22time%22+%3Cb%3E&kind=library"
    )


def test_page_is_cacheable_and_not_indexed(client):
    response = client.get("/search/?q=moderation")

    assert not response.cookies
    assert (response["Cache-Control"], response.headers.get("Vary")) == (
        "public, max-age=0, s-maxage=1",
        None,
    )
    assert b'<meta name="robots" content="noindex">' in response.content


def test_search_changes_nothing(client):
    assert client.post("/search/", {"q": "a"}).status_code == 405


def test_missing_page_offers_search(client):
    page = html.fromstring(client.get("/no-such-page-at-all/").content.decode())

    assert page.xpath("//main//form/@action") == ["/search/"]


def test_query_count_is_the_same_for_one_and_thirty_results(client):
    counts = []
    for number in (1, 29):
        for count in range(number):
            PostFactory(body="moderation", authors=[PersonFactory()], topics=[TopicFactory()])
            publication = PublicationFactory(body="moderation", authors=[PersonFactory()])
            add_pdf(publication, {1: "moderation", 2: "moderation"}, title=f"Report {count}")
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/?q=moderation")
        counts.append(len(queries))
    with CaptureQueriesContext(connection) as queries:
        client.get("/search/?q=nothing+at+all")

    assert (counts, len(queries)) == ([15, 15], 15)


def test_snippet_begins_at_the_sentence_with_most_of_the_words(client):
    PostFactory(
        title="One",
        body="A seat is free. In the U.S. all of it was new. Then seat time came to the school, "
        "and every student had to sit through it for a year. It lasted. No one knew "
        "why. And so on. " + "No one knew why. " * 20,
    )

    assert snippets(search(client, "seat time")) == [
        '<p class="excerpt" dir="auto">Then <mark>seat</mark> <mark>time</mark> came to the '
        "school, and every student had to sit through it for a year. It lasted. No one knew "
        "why.</p>"
    ]


def test_snippet_does_not_join_a_heading_to_a_sentence(client):
    PostFactory(
        title="One",
        body="Seats are free.\n\n- A bench\n\n## What it costs\n\nI asked.\n\n"
        "## Chairs\n\nThey cost.",
    )

    assert snippets(search(client, "seats")) == [
        '<p class="excerpt" dir="auto"><mark>Seats</mark> are free. A bench</p>'
    ]
    assert snippets(search(client, "chairs")) == [
        '<p class="excerpt" dir="auto"><mark>Chairs</mark> … They cost.</p>'
    ]


def test_snippet_of_very_long_sentence_has_the_words(client):
    PostFactory(title="One", body="and " * 100 + "a seat is free " + "and " * 100)

    [snippet] = snippets(search(client, "seat"))

    assert "<mark>seat</mark>" in snippet
    assert snippet.startswith('<p class="excerpt" dir="auto">… and')
    assert len(snippet.split()) < 60
