"""A recording as readers see it: the video, its chapters, and every word with its second."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from content.markdown.embeds import Video, find_video
from events.chapters import Chapter, read_chapters
from events.exceptions import TranscriptRefused
from events.models import Passage, Recording


@dataclass(frozen=True)
class Moment:
    """A chapter or a passage, with where it is in the video."""

    second: int
    address: str  # of the video's own page at that second, or "" if nobody knows how
    words: str
    anchor: str  # what it is called in the page; "" for a second one of the same second
    end: int | None = None
    speaker: str = ""  # if it is another than before
    chapter: str = ""  # the title of the one that begins with it


def recording_context(recording: Recording) -> dict:
    """Return what the templates of a recording need, in one query."""
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
    except TranscriptRefused:
        # Only what is readable is ever saved; what was put there otherwise must not break a page.
        return []


def chapter_moments(chapters: list[Chapter], video: Video | None) -> list[Moment]:
    moments, last = [], None
    for chapter in chapters:
        second = chapter.second
        anchor = f"chapter-{second}" if second != last else ""
        address = at_second(video, second)
        moments.append(Moment(second, address, chapter.title, anchor, end=chapter.end))
        last = second
    return moments


def passage_moments(
    passages: list[Passage], chapters: list[Chapter], video: Video | None
) -> list[Moment]:
    moments, used, speaker = [], set(), ""
    coming = list(chapters)
    for passage in passages:
        chapter = ""
        while coming and coming[0].second <= passage.second:
            chapter = coming.pop(0).title
        is_named = bool(chapter) or passage.speaker != speaker
        moments.append(
            Moment(
                passage.second,
                at_second(video, passage.second),
                passage.text,
                # Cues overlap and go back: another passage may begin in the same second.
                "" if passage.second in used else f"t-{passage.second}",
                speaker=passage.speaker if is_named else "",
                chapter=chapter,
            )
        )
        used.add(passage.second)
        speaker = passage.speaker
    return moments


def at_second(video: Video | None, second: int) -> str:
    """Return the address of a video's own page, where it begins to play at a second."""
    if video is None:
        return ""
    parts = urlsplit(video.page)
    if video.host == "Vimeo":
        return urlunsplit(parts._replace(fragment=f"t={second}s"))
    query = dict(parse_qsl(parts.query)) | {"t": f"{second}s"}
    return urlunsplit(parts._replace(query=urlencode(query)))
