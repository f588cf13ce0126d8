"""Recordings in search, where they are found to the second, and in the library."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.kinds import all_kinds
from events.models import Event, Passage
from events.services.recordings import publish_recording, save_recording, unpublish_recording
from tests.factories import EventFactory, PersonFactory, PostFactory, TopicFactory
from tests.support.event_pages import clean_text, open_page
from tests.support.recordings import VIDEO, prepare
from tests.support.search_pages import found, search
from tests.support.transcripts import vtt

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return EventFactory(title="The webinar", slug="the-webinar", past=True)


def publish_passages(event: Event, *words: str) -> None:
    """Publish a recording in which each of these passages takes a minute."""
    cues = [
        f"{minute:02}:00.000 --> {minute:02}:01.000\n<v Speaker {minute}>{text}"
        for minute, text in enumerate(words)
    ]
    save_recording(event=event, video_url=VIDEO, transcript=vtt(*cues))
    publish_recording(event=event, by=None)


def places(page) -> list[tuple]:
    return [
        (link.get("href"), clean_text(link), clean_text(link.getparent().find("span")))
        for link in page.xpath("//ul[@class='hit-pages']/li/a")
    ]


def test_spoken_words_are_found_with_their_time(client, event):
    prepare(event)
    publish_recording(event=event, by=None)

    page = search(client, "moderating portfolio")

    assert places(page) == [
        (
            "/events/the-webinar/#t-754",
            "12:34 of the recording",
            "We moderated the portfolios for ninety minutes.",
        )
    ]
    assert [mark.text for mark in page.iter("mark")] == ["moderated", "portfolios"]
    assert [clean_text(each) for each in page.find_class("kicker")] == ["Recording"]


def test_best_three_passages_are_shown_in_order(client, event):
    rubric = "A rubric and other words."
    publish_passages(
        event, rubric, rubric, "rubric rubric rubric rubric", rubric, "Else.", "rubric rubric"
    )

    links = [path for path, *_ in places(search(client, "rubric"))]

    assert len(links) == 3
    assert links == sorted(links, key=lambda path: int(path.partition("#t-")[2]))
    assert {"/events/the-webinar/#t-120", "/events/the-webinar/#t-300"} < set(links)


def test_recording_with_several_matches_is_found_once(client):
    webinar = EventFactory(title="On rubrics", body="A rubric.", past=True)
    publish_passages(webinar, "The rubric.", "The rubric again.")

    page = search(client, "rubric")

    assert [clean_text(each) for each in page.find_class("found")] == ["1 entry"]
    assert len(places(page)) == 2


def test_recording_is_found_in_events_and_library(client, event):
    publish_passages(event, "The rubric.")
    kinds = [kind for kind in all_kinds() if not kind.app.startswith("tests.")]
    sections = {kind.search_section.key for kind in kinds if kind.search_section} | {""}

    assert {key: found(client, "rubric", kind=key) for key in sections} == {
        "": ["The webinar"],
        "posts": [],
        "library": ["The webinar"],
        "wiki": [],
        "events": ["The webinar"],
    }


def test_markup_in_transcript_is_escaped(client, event):
    publish_passages(event, "Rubrics &lt;b>are&lt;/b> &lt; 3 & \ue000more\ue001.")

    [[_, _, snippet]] = places(search(client, "rubric"))

    assert snippet == "Rubrics <b>are</b> < 3 & more."


def test_unpublished_recording_is_not_found(client, event):
    prepare(event)
    prepared = found(client, "moderated")
    publish_recording(event=event, by=None)
    published = found(client, "moderated")
    unpublish_recording(event=event, by=None)

    assert (prepared, published, found(client, "moderated")) == ([], ["The webinar"], [])
    assert Passage.objects.count() == 2


@pytest.mark.parametrize(
    "state",
    [{"status": "draft"}, {"status": "review"}, {"published_at": "2099-01-01T00:00:00Z"}],
)
def test_recording_of_unpublished_event_is_not_found(client, event, state):
    publish_passages(event, "The rubric.")
    Event.objects.update(**state)

    assert found(client, "rubric") == []


def test_replaced_transcript_is_not_found(client, event):
    publish_passages(event, "The rubric.")

    publish_passages(event, "The portfolio.")

    assert (found(client, "rubric"), found(client, "portfolio")) == ([], ["The webinar"])


def test_meeting_link_and_speakers_are_not_searchable(client, event):
    publish_passages(event, "The rubric.")

    assert (found(client, "meeting.example.org"), found(client, "Speaker")) == ([], [])


def test_many_newer_matches_do_not_hide_older_recording(client):
    publish_passages(EventFactory(title="Older", past=True), "The rubric.")
    newer = EventFactory(title="Newer", past=True)
    publish_passages(newer, "The rubric.")
    Event.objects.filter(title="Older").update(published_at=newer.published_at - timedelta(days=9))
    Passage.objects.bulk_create(
        Passage(recording_id=newer.pk, position=number, second=number, text="The rubric.")
        for number in range(1, 2_500)
    )

    assert found(client, "rubric") == ["Newer", "Older"]


def test_query_count_is_the_same_for_one_and_thirty_results(client):
    counts = []
    for number in (1, 29):
        for _ in range(number):
            PostFactory(body="rubric", authors=[PersonFactory()])
            event = EventFactory(past=True, presenters=[PersonFactory()], topics=[TopicFactory()])
            publish_passages(event, "rubric", "rubric")
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/?q=rubric&kind=events")
        counts.append(len(queries))

    assert counts == [15, 15]


# In the library


def library(client, query: str = "") -> list[tuple]:
    page = open_page(client, f"/library/{query}")
    return [
        (clean_text(article.find("h2")), clean_text(article.find_class("kicker")[0]))
        for article in page.iter("article")
    ]


def test_recording_is_in_library_while_public(client, event):
    prepare(event)
    prepared = library(client)
    publish_recording(event=event, by=None)
    year = event.local_start.year
    queries = ["", "?format=recording", "?from=ours", f"?year={year}"]
    published = [library(client, query) for query in queries]
    others = [library(client, query) for query in ("?format=report", "?from=field", "?year=1999")]
    unpublish_recording(event=event, by=None)

    assert (prepared, library(client)) == ([], [])
    assert published == [[("The webinar", "Recording · ours")]] * 4
    assert others == [[], [], []]
