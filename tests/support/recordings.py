"""A recording and its parts: video, chapters, and transcript."""

from events.models import Event, Passage, Recording
from events.services.recordings import save_recording

VIDEO = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
CHAPTERS = "0:00 Welcome\n12:00 Moderation"
TRANSCRIPT = (
    "WEBVTT\n\n00:05.000 --> 00:09.000\n<v Ana>Good afternoon <b>everyone</b>.\n\n"
    "12:34.000 --> 12:40.000\n<v Ben>We moderated the portfolios for ninety minutes.\n"
)


def prepare(event: Event, **parts) -> Recording:
    parts = {"video_url": VIDEO, "chapters": CHAPTERS, "transcript": TRANSCRIPT} | parts
    return save_recording(event=event, **parts)


def passages() -> list[tuple]:
    return list(Passage.objects.values_list("position", "second", "speaker", "text"))
