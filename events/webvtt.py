"""WebVTT as people and programs write it: read, and refused with the line where it goes wrong.

https://www.w3.org/TR/webvtt1/
"""

import html
import re
from collections.abc import Iterator
from itertools import groupby

import webvtt

from events.exceptions import (
    TranscriptBroken,
    TranscriptEmpty,
    TranscriptIsSubRip,
    TranscriptRefused,
    TranscriptTooLarge,
)

LONGEST, LONGEST_LINE = 2 * 1024 * 1024, 10_000  # bytes, letters
ARROW = "-->"
TIME = r"(?:\d{1,2}:)?[0-5]\d:[0-5]\d\.\d{3}"
TIMING = re.compile(rf"\s*{TIME}[ \t]*{ARROW}[ \t]*{TIME}(?:[ \t].*)?")
HEADER = re.compile(r"WEBVTT(?:[ \t\n]|$)")
SUBRIP = re.compile(r"\d{1,2}:\d{2}:\d{2},\d{3}\s*-->")
NOT_SAID = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
# None may have a < inside: to look for the end of each of a million would take hours.
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
TAG = re.compile(r"</?[a-z][^<>]*>|</?[\d:.]*>", re.IGNORECASE)
# What neither HTML nor XML may hold (https://www.w3.org/TR/xml/#charsets).
UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")


def read_text(content: bytes) -> str:
    """Return an uploaded file as text. Raises a TranscriptRefused, whose message is for people."""
    if len(content) > LONGEST:
        raise TranscriptTooLarge
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TranscriptRefused(
            "This is no text in UTF-8: save it as WebVTT in UTF-8, and choose it again."
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
    if not HEADER.match(text.lstrip()):
        raise TranscriptIsSubRip if SUBRIP.search(text[:5_000]) else TranscriptRefused
    check_lines(text.split("\n"))
    cues = {
        # Some programs write a cue twice.
        (starts_at(cue), ends_at(cue), cue.raw_text): cue
        for cue in webvtt.from_string(text.lstrip())
        if plain(cue.raw_text)
    }
    if not cues:
        raise TranscriptEmpty
    return sorted(cues.values(), key=starts_at)


def starts_at(cue: webvtt.Caption) -> int:
    """Return when it starts, in milliseconds."""
    return cue.start_time.in_milliseconds()


def ends_at(cue: webvtt.Caption) -> int:
    """Return when it ends, in milliseconds, which some put before its start."""
    return max(starts_at(cue), cue.end_time.in_milliseconds())


def check_lines(lines: list[str]) -> None:
    """Raise a TranscriptBroken for the first line that the library would silently pass over."""
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            raise TranscriptBroken(
                f"Line {number} has more than {LONGEST_LINE:,} letters: break it into several cues."
            )
        if ARROW in line and not TIMING.fullmatch(line):
            raise TranscriptBroken(
                f"Line {number} is no time of a cue: “{line.strip()[:60]}”. It has to be such as "
                "00:01:30.000 --> 00:01:34.500."
            )
    for number, line in lines_of_no_cue(lines):
        raise TranscriptBroken(
            f"Line {number} belongs to no cue: “{line.strip()[:60]}”. Take out the empty line "
            "above it, or give it a time."
        )


def lines_of_no_cue(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield (number, line) of what stands between cues: an empty line ends each."""
    numbered = groupby(enumerate(lines, start=1), lambda each: each[1] != "")
    blocks = [list(block) for is_full, block in numbered if is_full]
    for block in blocks[1:]:
        if NOT_SAID.match(block[0][1]):
            continue
        time = next((index for index, (_, line) in enumerate(block) if ARROW in line), None)
        # The line above its time can be a cue's name.
        between = block if time is None else block[: max(time - 1, 0)]
        # Some programs number a cue more than there are.
        yield from (each for each in between if each[1].strip() and not each[1].strip().isdecimal())


def plain(raw: str) -> str:
    """Return the words of a cue without its tags. They are text, whatever they look like."""
    words = html.unescape(TAG.sub("", LINE_BREAK.sub(" ", raw)))
    return " ".join(UNSEEN.sub("", words).split())
