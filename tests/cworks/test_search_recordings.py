"""Recordings where entries of all kinds meet: found to the second, and listed in the library."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cworks.search.results import sections
from events.models import Event, Passage
from events.services.recordings import publish_recording, save_recording, unpublish_recording
from tests.factories import EventFactory, PersonFactory, PostFactory, TopicFactory
from tests.support.event_pages import open_page, tidy
from tests.support.recordings import VIDEO, prepare
from tests.support.search_pages import found, search
from tests.support.transcripts import vtt

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return EventFactory(title="The webinar", slug="the-webinar", past=True)


def say(event: Event, *words: str) -> None:
    """Publish a recording in which each of these takes a minute."""
    cues = [
        f"{minute:02}:00.000 --> {minute:02}:01.000\n<v Speaker {minute}>{text}"
        for minute, text in enumerate(words)
    ]
    save_recording(event=event, video_url=VIDEO, transcript=vtt(*cues))
    publish_recording(event=event, by=None)


def places(page) -> list[tuple]:
    return [
        (link.get("href"), tidy(link), tidy(link.getparent().find("span")))
        for link in page.xpath("//ul[@class='hit-pages']/li/a")
    ]


def test_reader_finds_the_minute_in_the_webinar(client, event):
    prepare(event)
    publish_recording(event=event, by=None)

    page = search(client, "moderating portfolio")

    assert places(page) == [
        (
            "/events/the-webinar/#t-754",
            "12:34 of the recording",
            "moderated the portfolios for ninety minutes",
        )
    ]
    assert [mark.text for mark in page.iter("mark")] == ["moderated", "portfolios"]
    assert [tidy(each) for each in page.find_class("kicker")] == ["Recording"]


def test_at_most_three_minutes_are_shown_the_best_ones_in_their_order(client, event):
    rubric = "A rubric and other words."
    say(event, rubric, rubric, "rubric rubric rubric rubric", rubric, "Else.", "rubric rubric")

    links = [path for path, *_ in places(search(client, "rubric"))]

    assert len(links) == 3
    assert links == sorted(links, key=lambda path: int(path.partition("#t-")[2]))
    assert {"/events/the-webinar/#t-120", "/events/the-webinar/#t-300"} < set(links)


def test_recording_is_found_once_by_its_title_its_text_and_its_words(client):
    webinar = EventFactory(title="On rubrics", body="A rubric.", past=True)
    say(webinar, "The rubric.", "The rubric again.")

    page = search(client, "rubric")

    assert [tidy(each) for each in page.find_class("found")] == ["1 entry found"]
    assert len(places(page)) == 2


def test_what_was_said_is_found_among_events_and_in_the_library(client, event):
    say(event, "The rubric.")

    assert {kind: found(client, "rubric", kind=kind) for kind in sections()} == {
        "": ["The webinar"],
        "posts": [],
        "library": ["The webinar"],
        "wiki": [],
        "events": ["The webinar"],
        "toys": [],
    }


def test_words_that_look_like_markup_are_text(client, event):
    say(event, "Rubrics &lt;b>are&lt;/b> &lt; 3 & \ue000more\ue001.")

    [[_, _, snippet]] = places(search(client, "rubric"))

    assert snippet == "Rubrics are < 3 & more"


def test_words_of_what_is_prepared_or_withdrawn_are_found_nowhere(client, event):
    prepare(event)
    prepared = found(client, "moderated")
    publish_recording(event=event, by=None)
    published = found(client, "moderated")
    unpublish_recording(event=event, by=None)

    assert (prepared, published, found(client, "moderated")) == ([], ["The webinar"], [])
    assert Passage.objects.count() == 2


@pytest.mark.parametrize(
    "state",
    [{"status": "draft"}, {"status": "review"}, {"published_at": "2999-01-01T00:00:00Z"}],
)
def test_words_of_an_event_that_is_not_public_any_more_are_found_nowhere(client, event, state):
    say(event, "The rubric.")
    Event.objects.update(**state)

    assert found(client, "rubric") == []


def test_words_that_were_replaced_are_not_found_any_more(client, event):
    say(event, "The rubric.")

    say(event, "The portfolio.")

    assert (found(client, "rubric"), found(client, "portfolio")) == ([], ["The webinar"])


def test_nobody_finds_the_address_of_the_meeting_nor_who_spoke(client, event):
    say(event, "The rubric.")

    assert (found(client, "meeting.example.org"), found(client, "Speaker")) == ([], [])


def test_recording_is_found_however_often_newer_ones_have_the_word(client):
    say(EventFactory(title="Older", past=True), "The rubric.")
    newer = EventFactory(title="Newer", past=True)
    say(newer, "The rubric.")
    Event.objects.filter(title="Older").update(published_at=newer.published_at - timedelta(days=9))
    Passage.objects.bulk_create(
        Passage(recording_id=newer.pk, position=number, second=number, text="The rubric.")
        for number in range(1, 2_500)
    )

    assert found(client, "rubric") == ["Newer", "Older"]


def test_search_costs_the_same_few_queries_for_one_and_for_thirty(client):
    counts = []
    for number in (1, 29):
        for _ in range(number):
            PostFactory(body="rubric", authors=[PersonFactory()])
            event = EventFactory(past=True, presenters=[PersonFactory()], topics=[TopicFactory()])
            say(event, "rubric", "rubric")
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/?q=rubric&kind=events")
        counts.append(len(queries))

    assert counts == [5, 5]


# In the library


def library(client, query: str = "") -> list[tuple]:
    page = open_page(client, f"/library/{query}")
    return [
        (tidy(article.find("h2")), tidy(article.find_class("kicker")[0]))
        for article in page.iter("article")
    ]


def test_recording_is_in_the_library_as_ours_while_readers_see_it(client, event):
    prepare(event)
    prepared = library(client)
    publish_recording(event=event, by=None)
    year = event.local_start.year
    queries = ["", "?kind=recording", "?from=ours", f"?year={year}"]
    published = [library(client, query) for query in queries]
    others = [library(client, query) for query in ("?kind=report", "?from=field", "?year=1999")]
    unpublish_recording(event=event, by=None)

    assert (prepared, library(client)) == ([], [])
    assert published == [[("The webinar", "Recording · ours")]] * 4
    assert others == [[], [], []]
