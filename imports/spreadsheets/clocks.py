"""Read times of day as people write them: 3PM, 3:00 p.m., 15h, noon, 3–4 pm ET.

“3:00” alone could be in the morning or in the afternoon, so it is read only if something next to it
tells which.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from imports.spreadsheets.values import UnreadableValue

HALF = r"(?:[ap]\.?\s?m\b\.?|[ap]\b)"
CLOCK = (
    rf"(?:\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?\s*{HALF}?|\d{{1,2}}(?:\.\d{{2}})?\s*{HALF}|\d{{1,2}}h(?:\d{{2}})?\b"
    r"|(?:12\s*)?(?:noon|midnight)\b)"
)
# An hour alone, or 1500, which is a time only where no date or year can be meant.
BARE = r"(?:\d{4}|\d{1,2}(?::\d\d)?)"
TO = r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b)\s*"
# The first time of a range may have only its number: 3–4 pm.
CLOCKS = re.compile(
    rf"(?<![\d/.-])(?:from\s+)?(?:(?P<first>{CLOCK}|\d{{1,2}}){TO})?(?P<last>{CLOCK})(?![\d/])",
    re.IGNORECASE,
)
SPAN = re.compile(
    rf"(?:from\s+)?(?P<first>{CLOCK}|{BARE}){TO}(?P<last>{CLOCK}|{BARE})(?:\s*(?:h|hrs|hours)\b\.?)?",
    re.I,
)
ONE = re.compile(
    rf"(?P<hour>\d{{1,2}})(?:(?P<mark>[:.h])(?P<minute>\d{{2}}))?(?P<seconds>:\d{{2}}(?:\.\d+)?)?"
    rf"(?P<hours>h(?:ours|rs)?)?\s*(?P<half>{HALF})?",
    re.IGNORECASE,
)
MILITARY = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?:\s*(?:h|hrs|hours)\.?)?", re.IGNORECASE)
NOON = re.compile(r"(?:12\s*)?(?:noon|n)", re.IGNORECASE)
MIDNIGHT = re.compile(r"(?:12\s*)?midnight", re.IGNORECASE)
# Earlier, an hour without am or pm is as likely in the afternoon.
FIRST_MORNING_HOUR = 8
ISO_SEPARATOR = re.compile(r"(?<=\d\d)T(?=\d\d)")
# A time zone after a time, as words or in parentheses; which one it is, is not known here.
ZONE = (
    r"(?:(?:utc|gmt)\s*[+−–-]\s*\d{1,2}(?::?\d{2})?|[a-z]{1,3}[sd]?t\b|(?:utc|gmt|az)\b"
    r"|(?:eastern|central|mountain|pacific|alaska|hawaii|arizona)\b"
    r"(?:\s+(?:standard|daylight))?(?:\s+time)?\b)"
)
ZONE_AFTER = re.compile(rf"\s*\(?{ZONE}\)?", re.IGNORECASE)
# Without a colon or a half of the day: 3-4 ET, 1500-1630.
HOURS = re.compile(
    rf"(?<![\d/.-])(?:{BARE}{TO}{BARE}(?=\s*\(?{ZONE})|(?!19|20)\d{{4}}{TO}\d{{4}}(?![\d/]))",
    re.IGNORECASE,
)
AROUND = re.compile(r"(?:\b(?:at|from|starting)\b|[@,|•·-])\s*$", re.IGNORECASE)
DAY = 24 * 60
# 44392.625 is July 15, 2021, 3 pm; .625 alone is 3 pm on any day. These are the days from 1982 to
# 2064: other numbers are rather something else.
SERIAL = re.compile(r"(?:(?P<days>[3-5]\d{4})|0)?(?P<part>[.,]\d+)?")
# A longer event isn’t likely to end after midnight.
LONGEST_NIGHT = 6 * 60


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as written, in minutes; `is_certain` unless it could also be 12 hours later."""

    text: str
    minutes: int
    is_certain: bool

    @property
    def readings(self) -> list[int]:
        return [self.minutes] if self.is_certain else [self.minutes, self.minutes + DAY // 2]

    def alone(self) -> int:
        """Return the minutes if nothing else tells. Raises UnreadableValue."""
        if not self.is_certain and self.minutes < FIRST_MORNING_HOUR * 60:
            hour, minute = divmod(self.minutes, 60)
            raise UnreadableValue(
                f"“{self.text[:60]}” could be in the morning or in the afternoon. Enter "
                f"{hour}:{minute:02} AM or {hour}:{minute:02} PM."
            )
        return self.minutes


def read_clock(text: str) -> Clock:
    """Raises UnreadableValue."""
    words = " ".join(text.split()).strip(" ,;")
    if NOON.fullmatch(words):
        return Clock(text, 12 * 60, True)
    if MIDNIGHT.fullmatch(words):
        return Clock(text, 0, True)
    match = ONE.fullmatch(words)
    military = MILITARY.fullmatch(words)
    if military:
        hour, minute, half, is_certain = int(military[1]), int(military[2]), "", True
    elif match and (match["mark"] or match["half"] or match["hours"]):
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        half = (match["half"] or "")[:1].lower()
        is_certain = bool(
            half
            or match["seconds"]
            or match["hours"]
            or match["mark"] in ("h", "H")
            or match["hour"].startswith("0")
            or hour >= 12
        )
    else:
        raise UnreadableValue(not_a_time(text))
    if half and 12 < hour < 24 and half == "p":
        half = ""  # “15:00 PM” says the same twice
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        raise UnreadableValue(not_a_time(text))
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return Clock(text, hour * 60 + minute, is_certain)


def split_span(text: str) -> tuple[str, str]:
    """Return (start, end) of a range of times; the end is empty if there is only one time."""
    match = SPAN.fullmatch(" ".join(text.split()))
    return (match["first"], match["last"]) if match else (text, "")


def read_bare(text: str) -> Clock:
    """Read one end of a range, which may be only an hour. Raises UnreadableValue."""
    if re.fullmatch(r"\d{1,2}", text) and 1 <= int(text) <= 12:
        hour = int(text)
        return Clock(text, hour * 60, hour == 12)
    return read_clock(text)


def read_span(start: Clock, end: Clock | None) -> tuple[time, time | None, bool]:
    """Return (start, end, whether it ends on the next day).

    Each tells about the other: “11–1 pm” starts in the morning. Raises UnreadableValue.
    """
    if end is None:
        return as_time(start.alone()), None, False
    if not start.is_certain and not end.is_certain:
        start = Clock(start.text, start.alone(), True)
    pairs = [
        (last - first, first, last)
        for first in start.readings
        for last in end.readings
        if last > first and last < DAY
    ]
    if pairs:
        _, first, last = min(pairs)
        return as_time(first), as_time(last), False
    first, last = start.readings[-1], end.readings[0]
    return as_time(first), as_time(last), 0 < last + DAY - first <= LONGEST_NIGHT


def as_time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def read_serial(text: str) -> tuple[str, str] | None:
    """Return (date, time) of a moment as Excel stores it: days since 1899-12-30, or part of one."""
    match = SERIAL.fullmatch(text.strip())
    if match is None or not (match["days"] or match["part"]):
        return None
    minutes = round(float((match["part"] or "0").replace(",", ".")) * DAY)
    first_day = datetime(1899, 12, 30)  # noqa: DTZ001 (a wall clock)
    moment = first_day + timedelta(days=int(match["days"] or 0), minutes=minutes)
    return (
        f"{moment:%Y-%m-%d}" if match["days"] else "",
        f"{moment:%H:%M}" if match["part"] else "",
    )


def split_moment(text: str) -> tuple[str, str]:
    """Return (the date, the time) of a text that may have both, in any order; either may be ""."""
    serial = read_serial(text)
    if serial:
        return serial
    words = " ".join(ISO_SEPARATOR.sub(" ", text).split())
    match = CLOCKS.search(words) or HOURS.search(words)
    if not match:
        return words, ""
    after = words[match.end() :]
    zone = ZONE_AFTER.match(after)
    end = match.end() + (zone.end() if zone else 0)
    before, after = words[: match.start()], words[end:]
    rest = f"{before} {after}" if before.strip() and after.strip() else before + after
    return AROUND.sub("", rest.strip()).strip(" ,@|•·–—"), words[match.start() : end].strip()


def not_a_time(text: str) -> str:
    shown = f"“{text[:60]}”" if text else "An empty cell"
    return f"{shown} isn’t a time. Enter it like 15:00."
