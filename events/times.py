"""Dates and times of events, in words: 3:00–4:00 pm ET, Wednesday, November 7, 2018."""

import re
from datetime import datetime, timedelta

from content import moments
from content.moments import format_clock, format_zone

# 12:34, 1:02:03
CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)", re.ASCII)


def format_date(moment: datetime) -> str:
    return f"{moment:%A}, {moments.format_date(moment)}"


def format_time_range(start: datetime, end: datetime | None) -> str:
    """Return a time range within a day, with its zone; both moments are local."""
    zone = format_zone(start)
    if end is None:
        return f"{format_clock(start)} {zone}"
    begin = format_clock(start)
    if (start.hour < 12) == (end.hour < 12):
        begin = begin.rpartition(" ")[0]
    end_zone = format_zone(end)
    if end_zone != zone:
        # Clocks change in between.
        return f"{format_clock(start)} {zone}–{format_clock(end)} {end_zone}"
    return f"{begin}–{format_clock(end)} {zone}"


def format_moment(moment: datetime) -> str:
    """Return a local moment with its zone: 2:45 pm ET, Wednesday, November 7, 2018."""
    return f"{format_time_range(moment, None)}, {format_date(moment)}"


def local_month(event) -> str:
    """Return the month in which an event starts, in its own time zone: November 2018."""
    return f"{event.local_start:%B %Y}"


def format_date_range(start: datetime, end: datetime | None) -> str:
    """Return the dates of an all-day event, which ends at midnight after its last day."""
    last = end - timedelta(seconds=1) if end else start
    if last.date() <= start.date():
        return format_date(start)
    return f"{format_date(start)} – {format_date(last)}"


def format_when(event) -> str:
    """Return when an event takes place, in its own time zone."""
    start, end = event.local_start, event.local_end
    if event.is_all_day:
        return format_date_range(start, end)
    if end is None or end.date() == start.date():
        return f"{format_time_range(start, end)}, {format_date(start)}"
    if end - start < timedelta(hours=12):
        # A year that ends in between is the only one worth naming twice.
        first = format_date(start).removesuffix(str(end.year)).rstrip(", ")
        return f"{format_time_range(start, end)}, {first}, to {format_date(end)}"
    return (
        f"{format_clock(start)} {format_zone(start)}, {format_date(start)} – "
        f"{format_clock(end)} {format_zone(end)}, {format_date(end)}"
    )


def read_clock(text: str) -> int | None:
    """Return the seconds of a position or length such as 12:34 or 1:02:03; None for other texts."""
    match = CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3_600 + minutes * 60 + seconds


def clock(seconds: int) -> str:
    """Return a position in a recording: 12:34, or 1:02:03."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
