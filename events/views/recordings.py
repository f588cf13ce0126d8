"""A recording as readers see it: the video, its chapters, and the transcript with times."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from content.markdown.embeds import Video, find_video
from events.chapters import Chapter, read_chapters
from events.exceptions import InvalidTranscript
from events.models import Passage, Recording


@dataclass(frozen=True)
class RecordingMoment:
    """A chapter or a transcript passage, with its position in the video."""

    second: int
    address: str  # the video's own page at that second, or "" if unknown
    text: str
    anchor: str  # its ID on the page; "" if another moment has the same second
    end: int | None = None
    speaker: str = ""  # if different from the passage before
    chapter: str = ""  # the title of the chapter that starts here


def recording_context(recording: Recording) -> dict:
    """Return the context of a recording’s templates, in one query."""
    video, chapters = find_video(recording.video_url), chapters_of(recording)
    passages = Passage.objects.filter(recording=recording).order_by("position")
    passages = list(passages.only("second", "position", "speaker", "text"))
    return {
        "video": video,
        "chapters": chapter_moments(chapters, video),
        "passages": passage_moments(passages, chapters, video),
    }


def chapters_of(recording: Recording) -> list[Chapter]:
    try:
        return read_chapters(recording.chapters_vtt) if recording.chapters_vtt else []
    except InvalidTranscript:
        # Saving refuses these, but rows written by other means must not break the page.
        return []


def chapter_moments(chapters: list[Chapter], video: Video | None) -> list[RecordingMoment]:
    moments, last = [], None
    for chapter in chapters:
        second = chapter.second
        anchor = f"chapter-{second}" if second != last else ""
        address = at_second(video, second)
        moments.append(RecordingMoment(second, address, chapter.title, anchor, end=chapter.end))
        last = second
    return moments


def passage_moments(
    passages: list[Passage], chapters: list[Chapter], video: Video | None
) -> list[RecordingMoment]:
    moments, used, speaker = [], set(), ""
    remaining = list(chapters)
    for passage in passages:
        chapter = ""
        while remaining and remaining[0].second <= passage.second:
            chapter = remaining.pop(0).title
        is_named = bool(chapter) or passage.speaker != speaker
        moments.append(
            RecordingMoment(
                passage.second,
                at_second(video, passage.second),
                passage.text,
                # Cues can overlap, so another passage may start in the same second.
                "" if passage.second in used else f"t-{passage.second}",
                speaker=passage.speaker if is_named else "",
                chapter=chapter,
            )
        )
        used.add(passage.second)
        speaker = passage.speaker
    return moments


def at_second(video: Video | None, second: int) -> str:
    """Return the address of a video’s own page, set to start at a second."""
    if video is None:
        return ""
    parts = urlsplit(video.page)
    if video.host == "Vimeo":
        return urlunsplit(parts._replace(fragment=f"t={second}s"))
    query = dict(parse_qsl(parts.query)) | {"t": f"{second}s"}
    return urlunsplit(parts._replace(query=urlencode(query)))
