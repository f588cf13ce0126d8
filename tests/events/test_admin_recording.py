"""The page for preparing a recording: accepted and rejected files, and kept input."""

import pytest
from django.urls import reverse

from content.models import Document
from cworks.groups import sync_groups
from events.models import Event, Recording
from events.services.recordings import save_recording
from events.webvtt import LONGEST
from tests.factories import EventFactory
from tests.support.event_pages import clean_text
from tests.support.pdfs import pdf
from tests.support.recording_forms import address, areas, errors, file, messages, read, send
from tests.support.recordings import CHAPTERS, TRANSCRIPT, VIDEO, passages, prepare
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db

BROKEN = "WEBVTT\n\n00:09 --> nonsense\nHello"
BROKEN_LINE = (
    "Line 3 is not a valid timing: “00:09 --> nonsense”. A timing looks like "
    "00:01:30.000 --> 00:01:34.500."
)
CHOOSE_AGAIN = "Please choose this file again after fixing the other errors."


@pytest.fixture
def event() -> Event:
    return EventFactory(title="The webinar", slug="the-webinar", past=True)


@pytest.fixture
def staff(client):
    sync_groups()
    sign_in(client, "Event managers")
    return client


def test_event_form_links_to_recording_page(staff, event):
    page = read(staff.get(reverse("admin:events_event_change", args=[event.pk])))

    assert address(event) in page.xpath("//a/@href")


def test_uploaded_files_are_shown_as_readers_will_see_them(staff, event):
    page = send(
        staff,
        event,
        transcript_file=file("t.vtt", f"\ufeff{TRANSCRIPT}"),
        chapters_file=file("c.vtt", CHAPTERS),
        slides_file=file("slides.pdf", pdf("A slide")),
    )

    recording = Recording.objects.get()
    assert (messages(page), errors(page)) == (["The recording has been saved."], {})
    assert (recording.available_at, recording.slides.title, recording.chapters_vtt) == (
        None,
        "Slides: The webinar",
        CHAPTERS,
    )
    assert [clean_text(each) for each in page.find_class("recording-passages")[0]] == [
        "Ana",
        "0:05 Good afternoon everyone.",
        "Ben",
        "12:34 We moderated the portfolios for ninety minutes.",
    ]
    assert areas(page) == {"chapters": CHAPTERS, "transcript": TRANSCRIPT.strip()}


def test_length_can_be_entered(staff, event):
    page = send(staff, event, length="1:02:03")

    assert Recording.objects.get().seconds == 3_723
    assert page.xpath("//input[@name='length']/@value") == ["1:02:03"]


def test_text_can_be_pasted(staff, event):
    send(staff, event, chapters=CHAPTERS, transcript=TRANSCRIPT)

    assert len(passages()) == 2


def test_errors_appear_next_to_field_and_input_is_kept(staff, event):
    page = send(
        staff,
        event,
        video_url="no address",
        length="an hour",
        chapters="Typed",
        transcript=BROKEN,
        slides_file=file("slides.pdf", pdf("A slide")),
    )

    assert errors(page) == {
        "video_url": "Enter a valid URL.",
        "length": "“an hour” is not a length. Enter one such as 52:10 or 1:02:03.",
        "chapters": "Line 1 is not a chapter: “Typed”. A chapter looks like 12:34 Questions and "
        "answers.",
        "transcript": BROKEN_LINE,
        "slides_file": CHOOSE_AGAIN,
    }
    assert areas(page) == {"chapters": "Typed", "transcript": BROKEN}
    assert page.xpath("//input[@name='video_url']/@value") == ["no address"]
    assert not Recording.objects.exists()


def test_rejected_file_text_is_shown_for_fixing(staff, event):
    page = send(staff, event, transcript_file=file("t.vtt", BROKEN))

    assert (errors(page), areas(page)) == (
        {"transcript": BROKEN_LINE},
        {"chapters": "", "transcript": BROKEN},
    )


def test_rejected_file_does_not_replace_input(staff, event):
    prepare(event)

    page = send(staff, event, transcript="Typed", transcript_file=file("t.vtt", BROKEN))

    assert (errors(page), areas(page)) == (
        {"transcript_file": BROKEN_LINE},
        {"chapters": "", "transcript": "Typed"},
    )


def test_file_replaces_saved_text(staff, event):
    prepare(event)

    page = send(
        staff,
        event,
        transcript=TRANSCRIPT,
        transcript_file=file("t.vtt", TRANSCRIPT.replace("portfolios", "rubrics")),
    )

    assert errors(page) == {}
    assert passages()[1][3] == "We moderated the rubrics for ninety minutes."


def test_valid_file_is_kept_while_another_error_is_fixed(staff, event):
    page = send(staff, event, chapters="Typed", transcript_file=file("t.vtt", TRANSCRIPT))

    assert areas(page) == {"chapters": "Typed", "transcript": TRANSCRIPT.strip()}


@pytest.mark.parametrize(
    ("upload", "error"),
    [
        (b"", "The submitted file is empty."),
        (
            "WEBVTT\n\nÄ".encode("utf-16"),
            "This file is not UTF-8 text. Save it in UTF-8 and upload it again.",
        ),
        (
            b"x" * (LONGEST + 1),
            "This file is too large for a transcript. The limit is 2 MB.",
        ),
    ],
    ids=["empty", "encoding", "size"],
)
def test_unreadable_file_shows_error_next_to_its_button(staff, event, upload, error):
    page = send(staff, event, transcript="Typed", transcript_file=file("t.vtt", upload))

    assert errors(page)["transcript_file"] == error
    assert areas(page)["transcript"] == "Typed"


def test_invalid_slides_show_error_next_to_their_button(staff, event):
    page = send(staff, event, slides_file=file("slides.pdf", b"MZ no slides"))

    assert list(errors(page)) == ["slides_file"]
    assert not Recording.objects.exists()


def test_slides_are_kept_until_removed(staff, event):
    send(staff, event, slides_file=file("slides.pdf", pdf("A slide")))

    send(staff, event)
    kept = Recording.objects.get().slides
    send(staff, event, removes_slides="on")

    assert (kept, Recording.objects.get().slides) == (Document.objects.get(), None)


def test_stale_form_overwrites_nothing(staff, event):
    prepare(event)
    seen = read(staff.get(address(event))).xpath("//input[@name='seen']/@value")[0]
    save_recording(event=event, video_url=VIDEO, transcript=TRANSCRIPT)

    page = send(staff, event, chapters="0:00 Mine", seen=seen)
    stored = Recording.objects.get().chapters_vtt
    seen = page.xpath("//input[@name='seen']/@value")[0]
    send(staff, event, chapters="0:00 Mine", seen=seen)

    messages = [clean_text(each) for each in page.find_class("nonfield")]
    assert messages == [
        "Someone else saved this recording after you opened it. What you entered is still here. "
        "Check their changes in another window, then save again to replace them with yours."
    ]
    assert areas(page)["chapters"] == "0:00 Mine"
    assert (stored, Recording.objects.get().chapters_vtt) == ("", "0:00 Mine")
