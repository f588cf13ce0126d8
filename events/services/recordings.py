"""An event's recording: saved while it is being prepared, public once it is published."""

from django.db import transaction
from django.utils import timezone

from content.editing.saving import save_entry
from content.models import Document, Format, User
from events import policy
from events.chapters import Chapter, read_chapters
from events.exceptions import RecordingWouldBeEmpty
from events.models import Delivery, Event, Passage, Recording, Registration
from events.services.deliveries import announce_recording
from events.transcripts import read_transcript
from events.webvtt import ends_at, read_cues, tidy


@transaction.atomic
def save_recording(
    *,
    event: Event,
    video_url: str = "",
    file: Document | None = None,
    slides: Document | None = None,
    chapters: str = "",
    transcript: str = "",
    seconds: int | None = None,
    by: User | None = None,
) -> Recording:
    """Save the parts of a recording, and its transcript as paragraphs for pages and search.

    `transcript` is WebVTT; `chapters` is WebVTT or lines with a time and a title each. This doesn't
    change whether readers can see the recording. Without a length in `seconds`, it is as long as
    its chapters or its transcript. Raises InvalidTranscript, and RecordingWouldBeEmpty if it would
    leave nothing of a published recording.
    """
    chapters, transcript = tidy(chapters).strip(), tidy(transcript).strip()
    parts = read_chapters(chapters) if chapters else []
    starts = [chapter.second for chapter in parts]
    paragraphs = read_transcript(transcript, chapters=starts) if transcript else []
    event = lock_event(event)
    recording, _ = Recording.objects.select_for_update().get_or_create(event=event)
    recording.video_url, recording.file, recording.slides = video_url, file, slides
    recording.chapters_vtt, recording.transcript_vtt = chapters, transcript
    recording.seconds = seconds or last_second(parts, transcript)
    if recording.available_at and not recording.has_content:
        raise RecordingWouldBeEmpty
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


def last_second(chapters: list[Chapter], transcript: str) -> int | None:
    """Return when the last chapter or caption ends, if that is known."""
    ends = [chapter.end for chapter in chapters if chapter.end]
    if transcript:
        ends += [ends_at(cue) // 1_000 for cue in read_cues(transcript)]
    # Chapters without an end tell only where the last one starts.
    is_known = bool(transcript) or bool(chapters and chapters[-1].end)
    return max(ends) if ends and is_known else None


@transaction.atomic
def publish_recording(*, event: Event, by: User | None) -> int:
    """Publish a recording on its event's page and in the library.

    Everyone who had a seat is told once; return how many people that is. Raises EventCanceled,
    EventNotPublic, RecordingTooEarly, and RecordingEmpty.
    """
    event = lock_event(event)
    recording = Recording.objects.select_for_update(of=["self"]).filter(event=event).first()
    policy.check_can_publish_recording(event, recording, at=timezone.now())
    if recording.available_at is None:
        recording.available_at = timezone.now()
        recording.save(update_fields=["available_at"])
        event.format, event.year = Format.RECORDING, event.local_start.year
        save_entry(entry=event, by=by, reason="Recording published")
    return announce_recording(event=event)


def count_people_to_tell(*, event: Event) -> int:
    """Return how many people would be told if the recording were published now."""
    told = Delivery.objects.filter(kind=Delivery.Purpose.RECORDING, registration__event=event)
    seated = Registration.objects.seated().not_held().reachable().filter(event=event)
    return seated.exclude(pk__in=told.values("registration")).count()


@transaction.atomic
def unpublish_recording(*, event: Event, by: User | None) -> None:
    """Remove a recording from its event's page and the library, but keep everything in it."""
    event = lock_event(event)
    published = Recording.objects.filter(event=event, available_at__isnull=False)
    if published.update(available_at=None):
        event.format, event.year = "", None
        save_entry(entry=event, by=by, reason="Recording unpublished")


def lock_event(event: Event) -> Event:
    """Return an event as it is stored now, locked until the transaction ends."""
    return Event.objects.select_for_update(of=["self"], no_key=True).get(pk=event.pk)
