"""Chapters and transcripts in WebVTT: read, checked, and put together to paragraphs.

https://www.w3.org/TR/webvtt1/
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

import webvtt
from webvtt.errors import MalformedFileError

from events.exceptions import (
    TranscriptBroken,
    TranscriptEmpty,
    TranscriptIsSubRip,
    TranscriptRefused,
    TranscriptTooLarge,
)

LONGEST = 2 * 1024 * 1024
TIME = r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
TIMING = re.compile(rf"\s*{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t].*)?")
SUBRIP = re.compile(r"\d{1,2}:\d{2}:\d{2},\d{3}\s*-->")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
TAG = re.compile(r"<[^>]*>")
TIMED_WORD = re.compile(r"<(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}>")
SENTENCE_END = re.compile(r"[.?!…][\"”’)]*$")
# A paragraph ends with a sentence after so many words, and in the end without one; or where
# nobody speaks for so many seconds.
ENOUGH_WORDS, MOST_WORDS, FEW_WORDS = 60, 110, 12
PAUSE = 4


@dataclass(frozen=True)
class Line:
    start: int  # seconds
    end: int
    speaker: str
    text: str


@dataclass(frozen=True)
class Paragraph:
    second: int
    speaker: str
    text: str


@dataclass(frozen=True)
class Chapter:
    second: int
    end: int
    title: str


def read_text(content: bytes) -> str:
    """Return an uploaded file as text. Raises a TranscriptRefused, whose message is for people."""
    if len(content) > LONGEST:
        raise TranscriptTooLarge
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TranscriptRefused(
            "This file is not in UTF-8: save it so, and choose it again."
        ) from None


def tidy(text: str) -> str:
    """Return WebVTT with plain line ends, as it is kept."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def read_cues(text: str) -> list[webvtt.Caption]:
    """Return the cues in the order of their times. Raises a TranscriptRefused."""
    text = tidy(text)
    if len(text) > LONGEST:
        raise TranscriptTooLarge
    if not text.strip():
        raise TranscriptEmpty
    if SUBRIP.search(text[:5_000]):
        raise TranscriptIsSubRip
    for number, line in enumerate(text.split("\n"), start=1):
        # The library passes over what it cannot read; nothing shall be lost like that.
        if "-->" in line and not TIMING.fullmatch(line):
            raise TranscriptBroken(
                f"Line {number} is no time of a cue: “{line.strip()[:60]}”. It has to be such as "
                "00:01:30.000 --> 00:01:34.500."
            )
    try:
        cues = list(webvtt.from_string(text))
    except MalformedFileError:
        raise TranscriptRefused from None
    if not any(cue.raw_text.strip() for cue in cues):
        raise TranscriptEmpty
    return sorted(cues, key=lambda cue: cue.start_in_seconds)


def read_lines(text: str) -> Iterator[Line]:
    """Yield what was said, line by line; once, where captions roll and repeat it.

    Automatic captions, which time each word, show a line once more above the next one. Where people
    say the same twice, it stays.
    """
    rolls, last = bool(TIMED_WORD.search(text)), ""
    for cue in read_cues(text):
        speaker, lines = "", cue.raw_text.split("\n")
        for number, raw in enumerate(lines):
            voice = VOICE.search(raw)
            if voice:
                speaker = plain(voice[1])
            words = plain(raw)
            is_repeated = words == last and (rolls or (number == 0 and len(lines) > 1))
            if words and not is_repeated:
                yield Line(cue.start_in_seconds, cue.end_in_seconds, speaker, words)
                last = words


def plain(raw: str) -> str:
    return " ".join(html.unescape(TAG.sub("", raw)).split())


def read_transcript(text: str) -> list[Paragraph]:
    """Return a transcript in paragraphs. Raises a TranscriptRefused."""
    paragraphs: list[Paragraph] = []
    collected: list[Line] = []
    for line in read_lines(text):
        if collected and begins_anew(collected, line):
            paragraphs.append(put_together(collected))
            collected = []
        collected.append(line)
    if collected:
        paragraphs.append(put_together(collected))
    return paragraphs


def begins_anew(collected: list[Line], line: Line) -> bool:
    last = collected[-1]
    if line.speaker and line.speaker != speaker_of(collected):
        return True
    words = sum(len(each.text.split()) for each in collected)
    if words > FEW_WORDS and line.start - last.end >= PAUSE:
        return True
    return words >= MOST_WORDS or (words >= ENOUGH_WORDS and bool(SENTENCE_END.search(last.text)))


def speaker_of(lines: list[Line]) -> str:
    return next((line.speaker for line in reversed(lines) if line.speaker), "")


def put_together(lines: list[Line]) -> Paragraph:
    return Paragraph(
        second=lines[0].start,
        speaker=speaker_of(lines)[:200],
        text=" ".join(line.text for line in lines),
    )


def read_chapters(text: str) -> list[Chapter]:
    """Return the chapters, each with its beginning and end. Raises a TranscriptRefused."""
    return [
        Chapter(cue.start_in_seconds, cue.end_in_seconds, title)
        for cue in read_cues(text)
        if (title := plain(cue.raw_text))
    ]
