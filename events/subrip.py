"""SubRip captions (SRT), which become WebVTT. Errors name the line that is wrong."""

import re

from events.exceptions import InvalidTranscript
from events.webvtt import ARROW, HEADER, lines_outside_cues, tidy

TIME = r"(?:(\d{1,2}):)?([0-5]?\d):([0-5]?\d)[,.](\d{1,3})"
TIMING = re.compile(rf"\s*{TIME}\s*{ARROW}\s*{TIME}(?:\s.*)?")
LOOKS_LIKE_SUBRIP = re.compile(r"\d{1,2}:\d{2}:\d{2},\d{1,3}\s*-->")
# Where a caption stands, as some programs write it: {\an8}
POSITION = re.compile(r"\{\\[^{}]*\}")
HEADING = ["WEBVTT", ""]
EXAMPLE = "00:01:30,000 --> 00:01:34,500"


def is_subrip(text: str, *, name: str = "") -> bool:
    if HEADER.match(text.lstrip("\ufeff \t\r\n")):
        return False
    return name.lower().endswith(".srt") or bool(LOOKS_LIKE_SUBRIP.search(text[:5_000]))


def to_webvtt(text: str, *, name: str = "") -> str:
    """Return captions as WebVTT: SubRip is converted, and anything else stays as it is.

    `name` is the file's. Raises InvalidTranscript.
    """
    if not is_subrip(text, name=name):
        return text
    lines = [
        convert_line(line, number) for number, line in enumerate(tidy(text).split("\n"), start=1)
    ]
    for number, line in lines_outside_cues([*HEADING, *lines]):
        raise InvalidTranscript(
            f"Line {number - len(HEADING)} doesn’t belong to a caption: “{line.strip()[:60]}”. "
            f"Remove the empty line above it, or give it a timing such as {EXAMPLE}."
        )
    return "\n".join([*HEADING, *lines]).rstrip() + "\n"


def convert_line(line: str, number: int) -> str:
    if ARROW not in line:
        # In WebVTT, “&” begins an escaped character.
        return POSITION.sub("", line).replace("&", "&amp;").rstrip()
    timing = TIMING.fullmatch(line)
    if timing is None:
        raise InvalidTranscript(
            f"Line {number} is not a valid timing: “{line.strip()[:60]}”. In SRT, a timing looks "
            f"like {EXAMPLE}."
        )
    parts = timing.groups()
    return f"{write_time(parts[:4])} {ARROW} {write_time(parts[4:8])}"


def write_time(parts: tuple[str | None, ...]) -> str:
    hours, minutes, seconds, thousandths = (part or "0" for part in parts)
    return f"{hours:>02}:{minutes:>02}:{seconds:>02}.{thousandths:0<3}"
