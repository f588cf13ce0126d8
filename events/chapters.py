"""A recording’s chapters: WebVTT, or lines like those that people write below a video."""

import re
from dataclasses import dataclass
from itertools import pairwise

from events.exceptions import InvalidTranscript
from events.webvtt import HEADER, LONGEST, TOO_LARGE, ends_at, plain, read_cues, starts_at, tidy

MOST, LONGEST_TITLE = 200, 200
TOO_MANY = "There are more than 200 chapters here. Check that this isn’t the transcript."
# “1:02:03 Questions”, “(12:34) – Questions”
LINE = re.compile(r"[-*•]?\s*[\[(]?(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)[\])]?\s*[-–—:.]?\s+(\S.*)")


@dataclass(frozen=True)
class Chapter:
    second: int
    end: int | None  # often unknown for the last one
    title: str


def read_chapters(text: str) -> list[Chapter]:
    """Return the chapters in order. Raises InvalidTranscript."""
    text = tidy(text)
    if len(text) > LONGEST:
        raise InvalidTranscript(TOO_LARGE)
    chapters = read_webvtt(text) if is_webvtt(text) else read_list(text)
    if len(chapters) > MOST:
        raise InvalidTranscript(TOO_MANY)
    for chapter in chapters:
        if len(chapter.title) > LONGEST_TITLE:
            raise InvalidTranscript(
                f"A chapter title can have at most {LONGEST_TITLE} characters. This one has "
                f"{len(chapter.title)}: “{chapter.title[:60]}…”."
            )
    return chapters


def is_webvtt(text: str) -> bool:
    """Whether a text is meant to be WebVTT, so that its errors are explained as such."""
    return bool(HEADER.match(text.lstrip())) or "-->" in text or not text.strip()


def read_webvtt(text: str) -> list[Chapter]:
    return [
        Chapter(starts_at(cue) // 1_000, ends_at(cue) // 1_000, plain(cue.raw_text))
        for cue in read_cues(text)
    ]


def read_list(text: str) -> list[Chapter]:
    """Read lines with a time and a title each. A chapter ends where the next one starts."""
    starts = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        match = LINE.fullmatch(line.strip()[:1_000])
        if match is None:
            raise InvalidTranscript(
                f"Line {number} is not a chapter: “{line.strip()[:60]}”. A chapter looks like "
                "12:34 Questions and answers."
            )
        hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
        starts.append((hours * 3_600 + minutes * 60 + seconds, plain(match[4]) or match[4]))
    starts.sort(key=lambda each: each[0])
    return [
        Chapter(second, after[0] if after else None, title)
        for (second, title), after in pairwise([*starts, None])
    ]
