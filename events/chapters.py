"""The chapters of a recording: WebVTT, or a line each as people write them below a video."""

import re
from dataclasses import dataclass
from itertools import pairwise

from events.exceptions import ChaptersRefused, ChaptersTooMany, TranscriptTooLarge
from events.webvtt import HEADER, LONGEST, ends_at, plain, read_cues, starts_at, tidy

MOST, LONGEST_TITLE = 200, 200
# “1:02:03 Questions”, “(12:34) – Questions”
LINE = re.compile(r"[-*•]?\s*[\[(]?(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)[\])]?\s*[-–—:.]?\s+(\S.*)")


@dataclass(frozen=True)
class Chapter:
    second: int
    end: int | None  # the last one's is often unknown
    title: str


def read_chapters(text: str) -> list[Chapter]:
    """Return the chapters in their order. Raises a TranscriptRefused."""
    text = tidy(text)
    if len(text) > LONGEST:
        raise TranscriptTooLarge
    chapters = read_webvtt(text) if is_webvtt(text) else read_list(text)
    if len(chapters) > MOST:
        raise ChaptersTooMany
    for chapter in chapters:
        if len(chapter.title) > LONGEST_TITLE:
            raise ChaptersRefused(
                f"A chapter’s title has at most {LONGEST_TITLE} letters. This one has "
                f"{len(chapter.title)}: “{chapter.title[:60]}…”."
            )
    return chapters


def is_webvtt(text: str) -> bool:
    """Whether it means to be WebVTT, so that it is refused as such."""
    return bool(HEADER.match(text.lstrip())) or "-->" in text or not text.strip()


def read_webvtt(text: str) -> list[Chapter]:
    return [
        Chapter(starts_at(cue) // 1_000, ends_at(cue) // 1_000, plain(cue.raw_text))
        for cue in read_cues(text)
    ]


def read_list(text: str) -> list[Chapter]:
    """Read lines with a time and a title each; a chapter ends where the next begins."""
    begun = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        match = LINE.fullmatch(line.strip()[:1_000])
        if match is None:
            raise ChaptersRefused(
                f"Line {number} is no chapter: “{line.strip()[:60]}”. It has to be such as "
                "12:34 Questions and answers."
            )
        hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
        begun.append((hours * 3_600 + minutes * 60 + seconds, plain(match[4]) or match[4]))
    begun.sort(key=lambda each: each[0])
    return [
        Chapter(second, after[0] if after else None, title)
        for (second, title), after in pairwise([*begun, None])
    ]
