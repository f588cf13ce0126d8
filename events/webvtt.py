"""Reading WebVTT as people and programs write it. Errors name the line that is wrong.

https://www.w3.org/TR/webvtt1/
"""

import html
import re
from collections.abc import Iterator
from itertools import groupby

import webvtt

from events.exceptions import InvalidTranscript

LONGEST, LONGEST_LINE = 2 * 1024 * 1024, 10_000  # bytes, characters
TOO_LARGE = "This file is too large for a transcript. The limit is 2 MB."
EMPTY = (
    "This file has no timed text. In WebVTT, each caption has a line above it such as "
    "00:01:30.000 --> 00:01:34.500."
)
ARROW = "-->"
TIME = r"(?:\d{1,2}:)?[0-5]\d:[0-5]\d\.\d{3}"
TIMING = re.compile(rf"\s*{TIME}[ \t]*{ARROW}[ \t]*{TIME}(?:[ \t].*)?")
HEADER = re.compile(r"WEBVTT(?:[ \t\n]|$)")
NOT_SPOKEN = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
# No tag may contain another <: finding the end of each of a million would take hours.
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
TAG = re.compile(r"</?[a-z][^<>]*>|</?[\d:.]*>", re.IGNORECASE)
# Characters that HTML and XML can’t contain (https://www.w3.org/TR/xml/#charsets).
FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")


def read_text(content: bytes) -> str:
    """Return an uploaded file as text. Raises InvalidTranscript."""
    if len(content) > LONGEST:
        raise InvalidTranscript(TOO_LARGE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidTranscript(
            "This file is not UTF-8 text. Save it in UTF-8 and upload it again."
        ) from None


def tidy(text: str) -> str:
    """Return WebVTT with plain line endings, as it is stored."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def read_cues(text: str) -> list[webvtt.Caption]:
    """Return the cues in the order of their times. Raises InvalidTranscript."""
    text = tidy(text)
    if len(text) > LONGEST:
        raise InvalidTranscript(TOO_LARGE)
    if not text.strip():
        raise InvalidTranscript(EMPTY)
    if not HEADER.match(text.lstrip()):
        raise InvalidTranscript
    check_lines(text.split("\n"))
    cues = {
        # Some programs write each cue twice.
        (starts_at(cue), ends_at(cue), cue.raw_text): cue
        for cue in webvtt.from_string(text.lstrip())
        if plain(cue.raw_text)
    }
    if not cues:
        raise InvalidTranscript(EMPTY)
    return sorted(cues.values(), key=starts_at)


def starts_at(cue: webvtt.Caption) -> int:
    """Return a cue’s start in milliseconds."""
    return cue.start_time.in_milliseconds()


def ends_at(cue: webvtt.Caption) -> int:
    """Return a cue’s end in milliseconds; some files put it before the start."""
    return max(starts_at(cue), cue.end_time.in_milliseconds())


def check_lines(lines: list[str]) -> None:
    """Raise InvalidTranscript for the first line that the library would silently skip."""
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            raise InvalidTranscript(
                f"Line {number} has more than {LONGEST_LINE:,} characters. Split it into cues."
            )
        if ARROW in line and not TIMING.fullmatch(line):
            raise InvalidTranscript(
                f"Line {number} is not a valid timing: “{line.strip()[:60]}”. A timing looks like "
                "00:01:30.000 --> 00:01:34.500."
            )
    for number, line in lines_outside_cues(lines):
        raise InvalidTranscript(
            f"Line {number} doesn’t belong to a cue: “{line.strip()[:60]}”. Remove the empty line "
            "above it, or give it a timing."
        )


def lines_outside_cues(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield (number, line) of text between cues. An empty line ends a cue."""
    numbered = groupby(enumerate(lines, start=1), lambda each: each[1] != "")
    blocks = [list(block) for is_full, block in numbered if is_full]
    for block in blocks[1:]:
        if NOT_SPOKEN.match(block[0][1]):
            continue
        time = next((index for index, (_, line) in enumerate(block) if ARROW in line), None)
        # The line above the timing can be the cue’s identifier.
        outside = block if time is None else block[: max(time - 1, 0)]
        # Some programs add a number after the last cue.
        yield from (each for each in outside if each[1].strip() and not each[1].strip().isdecimal())


def plain(raw: str) -> str:
    """Return a cue’s words without tags. They are plain text, whatever they look like."""
    words = html.unescape(TAG.sub("", LINE_BREAK.sub(" ", raw)))
    return " ".join(FORBIDDEN.sub("", words).split())
