"""What search knows by name: titles, people, topics, synonyms, and what editors pinned."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from blog.models import Post
from content.editing.saving import save_entry
from content.models import PinnedEntry, Synonyms
from tests.factories import (
    ArticleFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    SeriesFactory,
    TopicFactory,
)
from tests.support.search_pages import found, notes, search, titles

pytestmark = pytest.mark.django_db


def tidy(element) -> str:
    return " ".join(element.text_content().split())


def names(client, words: str) -> list[str]:
    """Return what the box above the results lists."""
    page = search(client, words)
    return [tidy(link) for link in page.xpath("//*[@class='search-names']//a")]


def suggested(client, words: str) -> list[dict]:
    return client.get("/search/suggestions/", {"q": words}).json()["suggestions"]


def test_title_itself_comes_before_longer_titles_and_texts(client):
    PostFactory(title="Portfolio, portfolio, portfolio", body="portfolio " * 50)
    PostFactory(title="On the portfolio")
    PostFactory(title="Portfolios for all")
    PostFactory(title="Something else", body="A portfolio.")
    ArticleFactory(title="Portfolio", body="It is.")

    assert found(client, "portfolio") == [
        "Portfolio",
        "Portfolio, portfolio, portfolio",
        "Portfolios for all",
        "On the portfolio",
        "Something else",
    ]


def test_former_title_finds_the_entry(client):
    article = ArticleFactory(title="Seat time")
    article.title = "The Carnegie unit"
    save_entry(entry=article, by=None)
    PostFactory(title="A seat at a time", body="seat time")

    assert found(client, "seat time")[0] == "The Carnegie unit"


def test_people_topics_series_places_and_tags_are_found_by_beginnings_of_their_names(client):
    PostFactory(authors=[PersonFactory(name="Mara Delgado")], tags=["Marathon"])
    TopicFactory(name="Marking and grading")
    SeriesFactory(title="A march of progress")
    PlaceFactory(name="Maryland")

    assert names(client, "mar") == [
        "Mara Delgado Person",
        "Marking and grading Topic",
        "A march of progress Series",
        "Maryland Place",
        "Marathon Tag",
    ]
    assert names(client, "delgado mara") == ["Mara Delgado Person"]


@pytest.mark.parametrize(
    "words", ["delgado rubric", "assessments rubric", "tinkering rubric", "Vermont's rubrics"]
)
def test_names_of_people_topics_tags_and_places_count_as_words_of_an_entry(client, words):
    PostFactory(
        title="Hers",
        body="A rubric.",
        authors=[PersonFactory(name="Mara Delgado")],
        topics=[TopicFactory(name="Assessment")],
        tags=["Tinkering"],
        places=[PlaceFactory(name="Vermont")],
        published_at=timezone.now() - timedelta(days=900),
    )
    PostFactory(title="Another", body="A rubric, a rubric, a rubric.")

    # Then what has some of the words.
    assert found(client, words) == ["Hers", "Another"]


def test_name_alone_finds_what_is_filed_under_it_after_texts_with_the_name(client):
    topic = TopicFactory(name="Moderation")
    PostFactory(title="Filed", body="A text.", topics=[topic])
    PostFactory(title="Draft", body="A text.", topics=[topic], draft=True)
    PostFactory(title="Text", body="Moderation, moderation.", topics=[TopicFactory()])

    assert found(client, "moderation") == ["Text", "Filed"]


def test_people_and_tags_of_drafts_only_are_not_found(client):
    PostFactory(draft=True, authors=[PersonFactory(name="Mara Delgado")], tags=["Marathon"])
    SeriesFactory(title="A march of progress", draft=True)

    assert names(client, "mar") == []
    assert suggested(client, "mar") == []


def test_synonyms_find_each_other_as_words_and_as_titles(client):
    Synonyms.objects.create(text="CBE\ncompetency-based education\nproficiency-based learning")
    PostFactory(title="One", body="Proficiency-based learning in Maine.")
    PostFactory(title="Two", body="What is CBE?")
    ArticleFactory(title="Competency-based education", body="An article.")
    PostFactory(title="Three", body="Learning is proficiency. Based on what?")

    expected = ["Competency-based education", "One", "Two"]
    for words in ("cbe", "CBE", "competency based education", "proficiency-based learning"):
        entries = found(client, words)
        assert (entries[0], sorted(entries)) == (expected[0], expected), words


def test_synonyms_are_found_beside_other_words(client):
    Synonyms.objects.create(text="redo\nretake")
    PostFactory(title="One", body="Students retake a test.")
    PostFactory(title="Two", body="Students retake a course.")

    assert found(client, "can students redo tests") == ["One", "Two"]
    assert found(client, "redo -test") == ["Two"]
    assert found(client, "students -redo") == []


def test_pinned_entry_comes_first_if_it_is_public(client):
    PostFactory(title="Help")
    pinned = PostFactory(title="Where to begin", body="Help.")
    for entry in (pinned, PostFactory(title="A draft", draft=True)):
        PinnedEntry.objects.create(words="Help", entry=entry)

    assert found(client, "help") == ["Where to begin", "Help"]


def test_entries_with_any_word_are_found_if_none_has_all(client):
    PostFactory(title="One", body="A student.")
    PostFactory(title="Two", body="A student with a timetable.")

    page = search(client, "timetable for every student abroad")

    assert titles(page) == ["Two", "One"]
    assert (
        notes(page)[0] == "Hardly anything has all of these words. These entries have some of them."
    )


def test_names_of_topics_count_among_some_of_the_words(client):
    PostFactory(title="Filed", body="A text.", topics=[TopicFactory(name="Assessment")])
    PostFactory(title="Text", body="A beach.")

    assert sorted(found(client, "assessment at the beach abroad")) == ["Filed", "Text"]


def test_ignored_words_are_named(client):
    PostFactory(title="One", body="Time.")

    assert notes(search(client, "the time and")) == [
        "Left out, because almost every text has them: “the”, “and”."
    ]


def test_very_long_search_says_that_it_was_shortened(client):
    assert notes(search(client, "time " * 41))[-1] == (
        "The search was too long, so only its first 200 characters were used."
    )


def test_typo_in_a_name_is_corrected(client):
    PostFactory(authors=[PersonFactory(name="Ruth Okonjo-Lind")])

    page = search(client, "ruth okonyo")

    assert notes(page) == ["Showing results for ruth okonjo. Nothing was found for “ruth okonyo”."]
    assert names(client, "ruth okonyo") == ["Ruth Okonjo-Lind Person"]


def test_words_that_some_entry_has_are_not_corrected(client):
    PostFactory(title="Portfolio")
    PostFactory(title="Two", body="A portfoilo and a clock.")

    assert found(client, "portfoilo") == ["Two"]


def test_typo_in_a_synonym_is_corrected_if_entries_are_found(client):
    Synonyms.objects.create(text="retake\nreassessment")
    Synonyms.objects.create(text="plagiarism\ncheating")
    PostFactory(title="Another chance", body="Reassessment.")

    corrected, unknown = search(client, "retaek"), search(client, "plagarism")

    assert titles(corrected) == ["Another chance"]
    assert notes(corrected) == ["Showing results for retake. Nothing was found for “retaek”."]
    assert (titles(unknown), notes(unknown)) == ([], [])


def test_words_that_differ_in_their_first_character_are_no_typos(client):
    PostFactory(title="Teach")

    assert found(client, "beach") == []


def test_suggestions_have_titles_and_names(client):
    PostFactory(
        title="Grading for mastery",
        slug="grading",
        authors=[PersonFactory(name="Gracia Poe", slug="poe")],
    )
    PostFactory(title="Grading", slug="secret", draft=True)
    PostFactory(title="On grading", slug="on-grading")

    assert suggested(client, "gra") == [
        {"label": "Person", "name": "Gracia Poe", "path": "/people/poe/"},
        {"label": "Post", "name": "Grading for mastery", "path": "/blog/grading/"},
    ]
    assert suggested(client, "gr") == []


def test_wildcards_in_a_search_mean_nothing(client):
    Post.objects.all().delete()
    PostFactory(title="Grading")

    assert suggested(client, "%%%") == []
    assert suggested(client, "gr_ding") == []


def test_results_are_narrowed_and_counted(client):
    equity, district = TopicFactory(name="Equity"), PlaceFactory(name="Maine")
    ada = PersonFactory(name="Ada Ayers")
    PostFactory(title="One", body="time", topics=[equity], places=[district], sector="k-12")
    PostFactory(title="Two", body="time", topics=[equity], authors=[ada], sector="both")
    PostFactory(title="Three", body="time", authors=[ada], sector="higher-education")

    page = search(client, "time")
    facets = {
        section.findtext("h2"): [
            " ".join(link.text_content().split()) for link in section.iter("a")
        ]
        for section in page.find_class("facet")
    }

    assert facets == {
        "Topic": ["Equity 2"],
        "Sector": ["Higher education 2", "K-12 2"],
        "Person": ["Ada Ayers 2"],
        "Place": ["Maine 1"],
    }
    assert found(client, "time", topic=equity.slug, person=ada.slug) == ["Two"]
    assert sorted(found(client, "time", sector="k-12")) == ["One", "Two"]
    assert client.get("/search/?q=time&topic=none").status_code == 404


def test_newest_come_first_if_asked(client):
    PostFactory(title="Time", published_at=timezone.now() - timedelta(days=9))
    PostFactory(title="Newer", body="time")

    assert [found(client, "time"), found(client, "time", sort="newest")] == [
        ["Time", "Newer"],
        ["Newer", "Time"],
    ]


def test_sections_say_how_many_entries_they_have(client):
    PostFactory(body="time")
    ArticleFactory(body="time")

    page = html.fromstring(client.get("/search/?q=time").content.decode())

    assert [
        " ".join(a.text_content().split()) for a in page.find_class("choices")[0].iter("a")
    ] == [
        "All 2",
        "Posts 1",
        "Wiki 1",
    ]
