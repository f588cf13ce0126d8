"""The page on which the staff prepares, publishes and withdraws a recording."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from content.models import Document
from cworks.groups import sync_groups
from events.models import Event, Recording
from events.services.recordings import publish_recording, save_recording
from events.webvtt import LONGEST
from tests.blog.test_admin_permissions import sign_in
from tests.events.pages import tidy
from tests.events.test_recordings import CHAPTERS, TRANSCRIPT, VIDEO, passages, prepare
from tests.factories import EventFactory, RegistrationFactory
from tests.wiki.pdfs import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

BROKEN = "WEBVTT\n\n00:09 --> nonsense\nHello"
BROKEN_LINE = (
    "Line 3 is no time of a cue: “00:09 --> nonsense”. It has to be such as "
    "00:01:30.000 --> 00:01:34.500."
)
CHOOSE_AGAIN = "Choose this file again: something else is wrong."


@pytest.fixture
def event() -> Event:
    return EventFactory(title="The webinar", slug="the-webinar", past=True)


@pytest.fixture
def staff(client):
    sync_groups()
    sign_in(client, "Event managers")
    return client


def address(event: Event) -> str:
    return reverse("admin:events_event_recording", args=[event.pk])


def read(response):
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def send(staff, event: Event, **fields):
    """Return the page that answers; as browsers send it, lines end with CR LF."""
    data = {"video_url": VIDEO, "chapters": "", "transcript": "", **fields}
    data = {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value
        for name, value in data.items()
    }
    return read(staff.post(address(event), data, follow=True))


def errors(page) -> dict[str, str]:
    return {
        field.xpath(".//input | .//textarea")[0].get("name"): tidy(field.find("ul"))
        for field in page.find_class("field")
        if field.find("ul") is not None
    }


def areas(page) -> dict[str, str]:
    return {
        area.get("name"): (area.text or "").strip().replace("\r\n", "\n")
        for area in page.iter("textarea")
    }


def messages(page) -> list[str]:
    return [tidy(each) for each in page.xpath("//ul[@class='messagelist']/li")]


def buttons(page) -> list[str]:
    return [tidy(each) for each in page.xpath("//main//form//button")]


def publishing(page) -> list[str]:
    """Return what the page says above its button to publish or withdraw."""
    section = page.xpath("//section[@aria-labelledby='publish-heading']")[0]
    return [tidy(each) for each in section.xpath(".//li | ./p")]


def file(name: str, content: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def test_page_is_reached_from_the_event(staff, event):
    page = read(staff.get(reverse("admin:events_event_change", args=[event.pk])))

    assert address(event) in page.xpath("//a/@href")


def test_files_are_taken_in_and_shown_as_readers_will_see_them(staff, event):
    page = send(
        staff,
        event,
        transcript_file=file("t.vtt", f"\ufeff{TRANSCRIPT}"),
        chapters_file=file("c.vtt", CHAPTERS),
        slides_file=file("slides.pdf", pdf("A slide")),
    )

    recording = Recording.objects.get()
    assert (messages(page), errors(page)) == (["The recording is saved."], {})
    assert (recording.available_at, recording.slides.title, recording.chapters_vtt) == (
        None,
        "Slides: The webinar",
        CHAPTERS,
    )
    assert [tidy(each) for each in page.find_class("recording-passages")[0]] == [
        "Ana",
        "0:05 Good afternoon everybody.",
        "Ben",
        "12:34 We moderated the portfolios for ninety minutes.",
    ]
    assert areas(page) == {"chapters": CHAPTERS, "transcript": TRANSCRIPT.strip()}


def test_text_is_pasted_as_well(staff, event):
    send(staff, event, chapters=CHAPTERS, transcript=TRANSCRIPT)

    assert len(passages()) == 2


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(staff, event):
    page = send(
        staff,
        event,
        video_url="no address",
        chapters="Typed",
        transcript=BROKEN,
        slides_file=file("slides.pdf", pdf("A slide")),
    )

    assert errors(page) == {
        "video_url": "Enter a valid URL.",
        "chapters": "Line 1 is no chapter: “Typed”. It has to be such as 12:34 Questions and "
        "answers.",
        "transcript": BROKEN_LINE,
        "slides_file": CHOOSE_AGAIN,
    }
    assert areas(page) == {"chapters": "Typed", "transcript": BROKEN}
    assert page.xpath("//input[@name='video_url']/@value") == ["no address"]
    assert not Recording.objects.exists()


def test_refused_file_stands_in_its_field_to_be_mended(staff, event):
    page = send(staff, event, transcript_file=file("t.vtt", BROKEN))

    assert (errors(page), areas(page)) == (
        {"transcript": BROKEN_LINE},
        {"chapters": "", "transcript": BROKEN},
    )


def test_refused_file_does_not_take_the_place_of_what_was_typed(staff, event):
    prepare(event)

    page = send(staff, event, transcript="Typed", transcript_file=file("t.vtt", BROKEN))

    assert (errors(page), areas(page)) == (
        {"transcript_file": BROKEN_LINE},
        {"chapters": "", "transcript": "Typed"},
    )


def test_file_takes_the_place_of_what_was_saved(staff, event):
    prepare(event)

    page = send(
        staff,
        event,
        transcript=TRANSCRIPT,
        transcript_file=file("t.vtt", TRANSCRIPT.replace("portfolios", "rubrics")),
    )

    assert errors(page) == {}
    assert passages()[1][3] == "We moderated the rubrics for ninety minutes."


def test_good_file_is_kept_while_something_else_is_mended(staff, event):
    page = send(staff, event, chapters="Typed", transcript_file=file("t.vtt", TRANSCRIPT))

    assert areas(page) == {"chapters": "Typed", "transcript": TRANSCRIPT.strip()}


@pytest.mark.parametrize(
    ("upload", "error"),
    [
        (b"", "The submitted file is empty."),
        (
            "WEBVTT\n\nÄ".encode("utf-16"),
            "This is no text in UTF-8: save it as WebVTT in UTF-8, and choose it again.",
        ),
        (
            b"x" * (LONGEST + 1),
            "This file is too large for a transcript: two megabytes are enough for a day of "
            "speech.",
        ),
    ],
    ids=["empty", "encoding", "size"],
)
def test_file_that_cannot_be_read_at_all_is_refused_beside_its_button(staff, event, upload, error):
    page = send(staff, event, transcript="Typed", transcript_file=file("t.vtt", upload))

    assert errors(page)["transcript_file"] == error
    assert areas(page)["transcript"] == "Typed"


def test_slides_that_are_none_are_refused_beside_their_button(staff, event):
    page = send(staff, event, slides_file=file("slides.pdf", b"MZ no slides"))

    assert list(errors(page)) == ["slides_file"]
    assert not Recording.objects.exists()


def test_slides_stay_until_they_are_taken_away(staff, event):
    send(staff, event, slides_file=file("slides.pdf", pdf("A slide")))

    send(staff, event)
    kept = Recording.objects.get().slides
    send(staff, event, removes_slides="on")

    assert (kept, Recording.objects.get().slides) == (Document.objects.get(), None)


def test_second_of_two_editors_overwrites_nothing_unawares(staff, event):
    prepare(event)
    seen = read(staff.get(address(event))).xpath("//input[@name='seen']/@value")[0]
    save_recording(event=event, video_url=VIDEO, transcript=TRANSCRIPT)

    page = send(staff, event, chapters="0:00 Mine", seen=seen)
    stored = Recording.objects.get().chapters_vtt
    seen = page.xpath("//input[@name='seen']/@value")[0]
    send(staff, event, chapters="0:00 Mine", seen=seen)

    said = [tidy(each) for each in page.find_class("nonfield")]
    assert said == [
        "Somebody else has saved this recording since you opened it. What you typed is still "
        "here: look at theirs on another page first, and save once more to put yours in its place."
    ]
    assert areas(page)["chapters"] == "0:00 Mine"
    assert (stored, Recording.objects.get().chapters_vtt) == ("", "0:00 Mine")


def test_page_says_what_is_missing_and_how_many_hear_of_it(staff, event):
    for number in range(2):
        RegistrationFactory(event=event, email=f"reader{number}@example.org")
    save_recording(event=event, video_url="https://video.example.org/1")

    page = read(staff.get(address(event)))

    assert publishing(page) == [
        "Readers leave the page to watch it: only videos at YouTube and Vimeo play here.",
        "It has no transcript: some cannot follow it without, and search does not find what was "
        "said.",
        "It has no chapters, by which readers find their way in a long video.",
        "2 people who had a seat are thanked and told of it by mail, once.",
    ]
    assert buttons(page) == ["Save without publishing", "Publish the recording"]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (
            {},
            "This event is not over yet: its recording can be published after it.",
        ),
        (
            {"past": True, "draft": True},
            "This event is not public, so nobody could see its recording: publish the event first.",
        ),
        ({"past": True, "cancelled": True}, "This event is cancelled."),
    ],
)
def test_page_says_why_it_cannot_be_published(staff, state, sentence):
    event = EventFactory(**state)
    prepare(event)

    page = read(staff.get(address(event)))
    refused = send(staff, event, do="publish")

    assert (publishing(page), buttons(page)) == ([sentence], ["Save without publishing"])
    assert messages(refused) == [sentence]


def test_buttons_publish_and_withdraw(staff, event):
    RegistrationFactory(event=event)
    prepare(event)

    published = send(staff, event, do="publish")
    withdrawn = send(staff, event, do="withdraw")
    again = send(staff, event, do="publish")

    assert [messages(page) for page in (published, withdrawn, again)] == [
        ["The recording is on the page, and one person is told of it."],
        ["The recording is off the page."],
        ["The recording is on the page, and nobody new is told of it."],
    ]
    assert buttons(published) == ["Save", "Take it off the page"]


def test_nothing_cannot_be_left_of_what_readers_see(staff, event):
    prepare(event)
    publish_recording(event=event, by=None)

    page = send(staff, event, video_url="")

    assert [tidy(each) for each in page.find_class("errorlist")] == [
        "Readers see this recording, and nothing would be left of it: take it off the page first."
    ]
    assert len(passages()) == 2


@pytest.mark.parametrize("group", [None, "Writers"])
def test_who_may_not_change_events_changes_no_recording(client, event, group):
    prepare(event)
    if group:
        sync_groups()
        sign_in(client, group)

    answers = [
        client.post(address(event), {"video_url": VIDEO, "chapters": "", "transcript": "", **do})
        for do in ({}, {"do": "publish"})
    ]

    assert [answer.status_code for answer in answers] == ([403, 403] if group else [302, 302])
    assert (len(passages()), Recording.objects.get().available_at) == (2, None)


def test_page_costs_the_same_few_queries_for_one_and_for_thirty_passages(staff, event):
    counts = []
    for number in (1, 30):
        cues = [f"00:{n:02}.000 --> 00:{n:02}.900\n<v Speaker {n}>Words" for n in range(number)]
        save_recording(event=event, transcript="WEBVTT\n\n" + "\n\n".join(cues))
        staff.get(address(event))
        with CaptureQueriesContext(connection) as queries:
            staff.get(address(event))
        counts.append((len(passages()), len(queries)))

    assert counts[0][1] == counts[1][1]
    assert [count for count, _ in counts] == [1, 30]
