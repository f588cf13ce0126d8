"""Words are found however they and the text around them are typed."""

from io import BytesIO

import pytest

from events.models import Passage, Recording
from tests.factories import ArticleFactory, EventFactory, PostFactory, PublicationFactory
from tests.support.pdfs import pdf
from tests.support.search_pages import found, search
from wiki.services.pdf_texts import PdfReading, record
from wiki.services.publication_files import add_file

pytestmark = pytest.mark.django_db

SPELLINGS = [
    ("He asked “Washburne” twice.", "Washburne"),
    ("the dentist’s chair", "dentist"),
    ("the dentist's chair", "dentist’s"),
    ("the dentist’s chair", "dentist's"),
    ("seat—or clock—time", "clock"),
    ("a deep…breath", "deep breath"),
    ("K–12 schools", "K-12"),
    ("K-12 schools", "K–12"),
    ("K-12 schools", "K 12"),
    ("self‑paced learning", "self-paced"),
    ("pages 2019–2020", "2020"),
    ("pass/fail grades", "fail"),
    ("pass/fail grades", "pass/fail"),
    ("a teacher/mentor/coach", "mentor"),
    ("The end.Next comes", "next"),
    ("the U.S. Department", "U.S."),
    ("a 3.5 average", "3.5"),
    ("see example.org for more", "example.org"),
    ("see https://example.org/a/b for more", "example.org"),
    ("see [this](https://example.org/a/b)", "example.org"),
    ("a résumé", "resume"),
    ("a resume", "résumé"),
    ("by Jose\u0301", "jose"),
    ("by Jose", "José"),
    ("by JOSÉ", "josé"),
    ("ﬁve oﬃces", "five offices"),
    ("a compe\u00adtency", "competency"),
    ("two\u00a0words", "words"),
    ("• bullet · point", "bullet point"),
    ("Khan™ and ©Peers", "khan peers"),
    ("→mastery", "mastery"),
    ("«mastère»", "mastere"),
    ("Москва", "москва"),
    ("¿Qué?", "que"),
    ("（mastery）", "mastery"),
    ("competency–based", "competency-based"),
]


@pytest.mark.parametrize(("text", "words"), SPELLINGS)
def test_words_are_found_however_they_are_typed(client, text, words):
    PostFactory(title="Title", summary="", body=text)
    PostFactory(title="Another", summary="", body="Nothing of that.")

    assert found(client, words) == ["Title"]


@pytest.mark.parametrize(
    "words", ["“mastery learning”", "„mastery learning“", "«mastery learning»"]
)
def test_typographic_quotes_search_for_phrase(client, words):
    PostFactory(title="One", body="On mastery learning.")
    PostFactory(title="Two", body="Learning without mastery.")

    assert found(client, words) == ["One"]


@pytest.mark.parametrize(
    "words", ["mastery - learning", "mastery – learning", "mastery--learning", "- - mastery -"]
)
def test_dash_between_words_excludes_nothing(client, words):
    PostFactory(title="One", body="On mastery learning.")

    assert found(client, words) == ["One"]


def test_dash_before_word_excludes_it(client):
    PostFactory(title="One", body="Seat time.")
    PostFactory(title="Two", body="Seat and clock.")

    assert (found(client, "seat -clock"), found(client, "seat –clock")) == (["One"], ["One"])


@pytest.mark.parametrize("field", ["title", "summary", "body"])
def test_every_searched_field_is_read_alike(client, field):
    ArticleFactory(**{"title": "A", "body": "b", field: "The “pass/fail” résumé"})

    assert len(search(client, "fail resume").findall(".//article")) == 1


def test_pages_of_pdfs_and_transcripts_are_read_alike(client):
    publication = PublicationFactory(title="Report", body="Text.")
    file = add_file(publication=publication, title="R", file=BytesIO(pdf("R")), name="a.pdf")
    record(
        file.versions.get(),
        PdfReading("read", page_count=9, pages={3: "The “ofﬁcial” résumé—pass/fail."}),
    )
    event = EventFactory(title="Webinar", body="Text.")
    recording = Recording.objects.create(event=event, available_at=event.starts_at)
    Passage.objects.create(
        recording=recording, position=0, second=65, text="An “official” résumé: pass/fail…"
    )

    page = search(client, "official resume fail")

    marked = [
        "".join(excerpt.itertext()) + "|" + ",".join(mark.text for mark in excerpt.iter("mark"))
        for excerpt in page.xpath("//ul[@class='hit-pages']//span[@class='excerpt']")
    ]
    assert sorted(marked) == [
        "An “official” résumé: pass/fail…|official,résumé,fail",
        "The “ofﬁcial” résumé—pass/fail.|ofﬁcial,résumé,fail",
    ]


def test_snippet_shows_text_as_written_with_its_words_marked(client):
    PostFactory(
        title="Title",
        summary="",
        body="“Washburne’s plan”—for K–12—let **pupils** pass/fail… at their *own* résumé & pace.",
    )

    [excerpt] = search(client, "washburne's fail resume k-12").xpath("//p[@class='excerpt']")

    assert " ".join("".join(excerpt.itertext()).split()) == (
        "“Washburne’s plan”—for K–12—let pupils pass/fail… at their own résumé & pace."
    )
    assert [mark.text for mark in excerpt.iter("mark")] == [
        "Washburne", "K", "12", "fail", "résumé"
    ]  # fmt: skip


def test_addresses_and_markup_of_links_are_not_words_of_the_text(client):
    PostFactory(title="One", body='A [link](/blog/moderation/) and <a href="/moderation/">two</a>.')

    assert found(client, "moderation") == []
