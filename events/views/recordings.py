"""A recording as readers see it: the video, its chapters, and every word with its second."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from content.markdown.embeds import Video, find_video
from events.chapters import Chapter, read_chapters
from events.exceptions import TranscriptRefused
from events.models import Passage, Recording


@dataclass(frozen=True)
class Moment:
    """A passage or a chapter, with where it is in the video."""

    second: int
    address: str  # of the video's own page at that second, or "" if nobody knows how
    words: str
    speaker: str = ""
    anchor: str = ""  # what its paragraph is called in the page


def recording_context(recording: Recording) -> dict:
    """Return what the template of a recording needs, in one query."""
    video = find_video(recording.video_url)
    passages = Passage.objects.filter(recording=recording).order_by("position")
    passages = list(passages.only("second", "position", "speaker", "text"))
    first = {passage.second: passage.position for passage in reversed(passages)}
    return {
        "video": video,
        "chapters": [
            Moment(each.second, at_second(video, each.second), each.title)
            for each in chapters_of(recording)
        ],
        "passages": [
            Moment(
                each.second,
                at_second(video, each.second),
                each.text,
                each.speaker,
                # Of two within the same second, the first is the one that links lead to.
                f"t-{each.second}" if first[each.second] == each.position else "",
            )
            for each in passages
        ],
    }


def chapters_of(recording: Recording) -> list[Chapter]:
    try:
        return read_chapters(recording.chapters_vtt) if recording.chapters_vtt else []
    except TranscriptRefused:
        # Only what is readable is ever saved; what was put there otherwise must not break a page.
        return []


def at_second(video: Video | None, second: int) -> str:
    """Return the address of a video's own page, where it begins to play at a second."""
    if video is None:
        return ""
    parts = urlsplit(video.page)
    if video.host == "Vimeo":
        return urlunsplit(parts._replace(fragment=f"t={second}s"))
    query = dict(parse_qsl(parts.query)) | {"t": f"{second}s"}
    return urlunsplit(parts._replace(query=urlencode(query)))
