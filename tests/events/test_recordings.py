"""Recordings: prepared, published, changed, and unpublished."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.utils import timezone

from content.editing.revisions import revisions_of
from content.media.documents import add_document
from content.models import Format
from events.exceptions import (
    EventCanceled,
    EventNotPublic,
    InvalidTranscript,
    RecordingEmpty,
    RecordingTooEarly,
    RecordingWouldBeEmpty,
)
from events.models import Event, Recording
from events.services.privacy import erase
from events.services.recordings import (
    count_people_to_tell,
    publish_recording,
    save_recording,
    unpublish_recording,
)
from tests.factories import EventFactory, RecordingFactory, RegistrationFactory, UserFactory
from tests.support.mail_servers import send_queued_emails
from tests.support.pdfs import pdf
from tests.support.recordings import CHAPTERS, TRANSCRIPT, VIDEO, passages, prepare
from tests.support.transcripts import vtt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


@pytest.fixture
def event() -> Event:
    return EventFactory(title="The webinar", slug="the-webinar", past=True)


def test_recording_is_saved_with_transcript_passages(event):
    slides = add_document(file=BytesIO(pdf("A slide")), name="slides.pdf")

    prepare(event, slides=slides, transcript=f"\ufeff{TRANSCRIPT}\r\n")

    assert Recording.objects.values().get() == {
        "event_id": event.pk,
        "video_url": VIDEO,
        "seconds": 760,
        "file_id": None,
        "slides_id": slides.pk,
        "chapters_vtt": CHAPTERS,
        "transcript_vtt": TRANSCRIPT.strip(),
        "available_at": None,
    }
    assert passages() == [
        (0, 5, "Ana", "Good afternoon everyone."),
        (1, 754, "Ben", "We moderated the portfolios for ninety minutes."),
    ]


@pytest.mark.parametrize(
    ("parts", "seconds"),
    [
        ({"seconds": 3_130}, 3_130),
        ({"chapters": ""}, 760),
        ({"transcript": ""}, None),
        ({"transcript": "", "chapters": vtt("00:05.000 --> 52:10.000\nAll of it")}, 3_130),
    ],
)
def test_length_is_as_entered_or_as_long_as_what_is_known(event, parts, seconds):
    assert prepare(event, **parts).seconds == seconds


def test_new_transcript_replaces_old_one(event):
    prepare(event)

    prepare(event, transcript="WEBVTT\n\n00:01.000 --> 00:02.000\nAgain.")

    assert passages() == [(0, 1, "", "Again.")]


def test_chapter_starts_a_new_paragraph(event):
    cues = "\n\n".join(f"00:0{second}.000 --> 00:0{second}.900\nWords," for second in (1, 2, 3))

    prepare(event, chapters="0:02 Questions", transcript=f"WEBVTT\n\n{cues}")

    assert passages() == [(0, 1, "", "Words,"), (1, 2, "", "Words, Words,")]


@pytest.mark.parametrize("wrong", [{"transcript": "Nonsense"}, {"chapters": "Nonsense"}])
def test_rejected_change_leaves_recording_unchanged(event, wrong):
    prepare(event)
    before = Recording.objects.values().get()

    with pytest.raises(InvalidTranscript):
        prepare(event, video_url="", **wrong)

    assert (Recording.objects.values().get(), len(passages())) == (before, 2)


def test_publishing_sets_time_adds_to_library_and_creates_revision(event):
    ruth = UserFactory(name="Ruth")
    prepare(event)
    before = timezone.now()

    publish_recording(event=event, by=ruth)

    event.refresh_from_db()
    assert before <= event.recording.available_at <= timezone.now()
    assert (event.format, event.year) == (Format.RECORDING, event.local_start.year)
    revision = revisions_of(event)[0]
    assert (revision.reason, revision.by) == ("Recording published", ruth)


def test_year_is_in_event_time_zone():
    new_year = EventFactory(starts_at=datetime(2019, 1, 1, 2, tzinfo=UTC))
    prepare(new_year)

    publish_recording(event=new_year, by=None)

    assert Event.objects.get().year == 2018


def test_change_to_published_recording_creates_revision_and_keeps_date(event):
    prepare(event)
    publish_recording(event=event, by=None)
    published = Recording.objects.get().available_at

    prepare(event, chapters="")

    assert Recording.objects.get().available_at == published
    assert [each.reason for each in revisions_of(event)[:2]] == [
        "Recording changed",
        "Recording published",
    ]


def test_change_to_unpublished_recording_creates_no_revision(event):
    before = revisions_of(event).count()

    prepare(event)

    assert revisions_of(event).count() == before


def test_publishing_and_unpublishing_overwrite_no_newer_changes(event):
    prepare(event)
    Event.objects.filter(pk=event.pk).update(title="A better title")

    publish_recording(event=event, by=None)
    Event.objects.filter(pk=event.pk).update(title="The best title")
    unpublish_recording(event=event, by=None)

    stored = Event.objects.get()
    assert (stored.title, stored.format, stored.year) == ("The best title", "", None)


def test_republishing_does_not_notify_people_again(event, mail_server):
    ana = RegistrationFactory(event=event)
    RegistrationFactory(event=event, waiting=True)
    RegistrationFactory(event=event, left=True)
    erase(registration=RegistrationFactory(event=event))
    RegistrationFactory(event=EventFactory())
    prepare(event)
    counts = [count_people_to_tell(event=event)]

    notified = [publish_recording(event=event, by=None) for _ in range(2)]
    unpublish_recording(event=event, by=None)
    counts.append(count_people_to_tell(event=event))
    notified.append(publish_recording(event=event, by=None))
    send_queued_emails()

    assert (counts, notified) == ([1, 0], [1, 0, 0])
    assert mail_server.subjects == [(ana.email, "Recording: The webinar")]


def test_unpublished_recording_keeps_its_content(event):
    prepare(event)
    publish_recording(event=event, by=None)

    unpublish_recording(event=event, by=None)
    unpublish_recording(event=event, by=None)

    recording = Recording.objects.get()
    assert (recording.available_at, recording.video_url, len(passages())) == (None, VIDEO, 2)
    reasons = [each.reason for each in revisions_of(event)]
    assert reasons.count("Recording unpublished") == 1


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        ({"past": True, "draft": True}, EventNotPublic),
        ({"past": True, "scheduled": True}, EventNotPublic),
        ({"past": True, "canceled": True}, EventCanceled),
        ({"live": True}, RecordingTooEarly),
        ({}, RecordingTooEarly),
        ({"live": True, "ends_at": None}, RecordingTooEarly),
    ],
)
def test_recording_needs_past_public_event(state, refusal):
    event = EventFactory(**state)
    RegistrationFactory(event=event)
    prepare(event)

    with pytest.raises(refusal):
        publish_recording(event=event, by=None)

    assert (Recording.objects.get().available_at, count_people_to_tell(event=event)) == (None, 1)


def test_empty_recording_cannot_be_published(event):
    with pytest.raises(RecordingEmpty):
        publish_recording(event=event, by=None)

    save_recording(event=event, chapters=CHAPTERS)

    with pytest.raises(RecordingEmpty):
        publish_recording(event=event, by=None)


@pytest.mark.parametrize(
    "part", [{"video_url": VIDEO}, {"transcript": TRANSCRIPT}], ids=["video", "transcript"]
)
def test_single_part_can_be_published(event, part):
    save_recording(event=event, **part)

    publish_recording(event=event, by=None)

    assert Event.objects.with_facts().get().public_recording is not None


def test_published_recording_cannot_be_emptied(event):
    prepare(event)
    publish_recording(event=event, by=None)

    with pytest.raises(RecordingWouldBeEmpty):
        save_recording(event=event)

    assert (Recording.objects.get().video_url, len(passages())) == (VIDEO, 2)


def test_deleting_event_deletes_passages():
    recording = RecordingFactory()
    prepare(recording.event)

    recording.event.delete()

    assert passages() == []
