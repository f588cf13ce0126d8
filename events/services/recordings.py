"""What an event leaves behind: saved while it is prepared, shown once it is ready."""

from django.db import transaction
from django.utils import timezone

from content.editing.saving import save_entry
from content.models import Document, Format, User
from events.chapters import read_chapters
from events.exceptions import (
    EventCancelled,
    RecordingMissing,
    RecordingOfDraft,
    RecordingShown,
    RecordingTooEarly,
)
from events.models import Delivery, Event, Passage, Recording, Registration
from events.services.deliveries import announce_recording
from events.transcripts import read_transcript
from events.webvtt import tidy


@transaction.atomic
def save_recording(
    *,
    event: Event,
    video_url: str = "",
    slides: Document | None = None,
    chapters: str = "",
    transcript: str = "",
    by: User | None = None,
) -> Recording:
    """Keep a recording's parts, and its transcript in paragraphs for pages and search.

    `transcript` is WebVTT; `chapters` are too, or a line each with a time and a title. Whether
    readers see it stays as it was. Raises a TranscriptRefused, and RecordingShown if nothing were
    left of what they see.
    """
    chapters, transcript = tidy(chapters).strip(), tidy(transcript).strip()
    begun = [chapter.second for chapter in read_chapters(chapters)] if chapters else []
    paragraphs = read_transcript(transcript, chapters=begun) if transcript else []
    event = hold(event)
    recording, _ = Recording.objects.select_for_update().get_or_create(event=event)
    recording.video_url, recording.slides = video_url, slides
    recording.chapters_vtt, recording.transcript_vtt = chapters, transcript
    if recording.available_at and not recording.has_something:
        raise RecordingShown
    recording.save()
    recording.passages.all().delete()
    Passage.objects.bulk_create(
        [
            Passage(
                recording=recording,
                position=position,
                second=paragraph.second,
                speaker=paragraph.speaker,
                text=paragraph.text,
            )
            for position, paragraph in enumerate(paragraphs)
        ],
        batch_size=500,
    )
    if recording.available_at:
        save_entry(entry=event, by=by, reason="Recording changed")
    return recording


@transaction.atomic
def publish_recording(*, event: Event, by: User | None) -> int:
    """Show a recording on its event's page and in the library; tell those who had a seat, once.

    Return how many are told. Raises EventCancelled, RecordingOfDraft, RecordingTooEarly and
    RecordingMissing.
    """
    event = hold(event)
    recording = Recording.objects.select_for_update(of=["self"]).filter(event=event).first()
    check_publishable(event=event, recording=recording)
    if recording.available_at is None:
        recording.available_at = timezone.now()
        recording.save(update_fields=["available_at"])
        event.format, event.year = Format.RECORDING, event.local_start.year
        save_entry(entry=event, by=by, reason="Recording published")
    return announce_recording(event=event)


def check_publishable(*, event: Event, recording: Recording | None) -> None:
    """Raise the reason for which readers cannot be shown this recording now."""
    if event.is_canceled:
        raise EventCancelled
    if not event.is_public:
        raise RecordingOfDraft
    if not event.is_over:
        raise RecordingTooEarly
    if recording is None or not recording.has_something:
        raise RecordingMissing


def count_to_tell(*, event: Event) -> int:
    """Return how many people would be told if the recording were published now."""
    told = Delivery.objects.filter(kind=Delivery.Kind.RECORDING, registration__event=event)
    seated = Registration.objects.seated().reachable().filter(event=event)
    return seated.exclude(pk__in=told.values("registration")).count()


@transaction.atomic
def withdraw_recording(*, event: Event, by: User | None) -> None:
    """Take a recording off the page and out of the library. What is prepared stays."""
    event = hold(event)
    withdrawn = Recording.objects.filter(event=event, available_at__isnull=False)
    if withdrawn.update(available_at=None):
        event.format, event.year = "", None
        save_entry(entry=event, by=by, reason="Recording withdrawn")


def hold(event: Event) -> Event:
    """Return an event as it is stored: what it was fetched with may be older."""
    return Event.objects.select_for_update(of=["self"], no_key=True).get(pk=event.pk)
