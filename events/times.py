"""Dates and times of events, in words: 3:00–4:00 pm ET, Wednesday, November 7, 2018."""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

# What people in the United States call their time zones, in summer and winter alike.
COMMON_NAMES = {
    **dict.fromkeys(
        [
            "America/New_York", "America/Detroit", "America/Kentucky/Louisville",
            "America/Indiana/Indianapolis", "America/Toronto", "US/Eastern",
        ],
        "ET",
    ),
    **dict.fromkeys(["America/Chicago", "America/Menominee", "US/Central"], "CT"),
    **dict.fromkeys(["America/Denver", "America/Boise", "US/Mountain"], "MT"),
    **dict.fromkeys(["America/Los_Angeles", "US/Pacific"], "PT"),
    **dict.fromkeys(["America/Anchorage", "US/Alaska"], "AKT"),
    "America/Halifax": "AT",
    "UTC": "UTC",
}  # fmt: skip
# Zones whose abbreviation means something else to a reader in the United States: China's CST is not
# Chicago's, the Philippines' PST is not California's, and India, Israel, and Ireland share IST.
AMBIGUOUS_ZONES = ("Asia/", "America/Havana", "Europe/Dublin")


@cache
def time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_time_zone(name: str) -> bool:
    return name in time_zones()


def time_zone_choices(chosen: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the choices for a select box: United States zones first, then all others."""
    common = [
        ("America/New_York", "Eastern (New York)"),
        ("America/Chicago", "Central (Chicago)"),
        ("America/Denver", "Mountain (Denver)"),
        ("America/Phoenix", "Arizona (Phoenix)"),
        ("America/Los_Angeles", "Pacific (Los Angeles)"),
        ("America/Anchorage", "Alaska (Anchorage)"),
        ("Pacific/Honolulu", "Hawaii (Honolulu)"),
    ]
    first = {name for name, _ in common}
    others = [
        (name, name.replace("_", " "))
        for name in sorted(time_zones() | {chosen})
        if name not in first and ("/" in name or name in ("UTC", chosen))
    ]
    return [("United States", common), ("All time zones", others)]


def format_zone(moment: datetime) -> str:
    """Return the name of a local moment’s time zone: ET, BST, or “Kathmandu time”."""
    name = moment.tzinfo.key
    if name in COMMON_NAMES:
        return COMMON_NAMES[name]
    abbreviation = moment.tzname() or ""
    if abbreviation.isalpha() and not name.startswith(AMBIGUOUS_ZONES):
        return abbreviation
    return f"{name.rpartition('/')[2].replace('_', ' ')} time"


def format_date(moment: datetime) -> str:
    return f"{moment:%A, %B} {moment.day}, {moment.year}"


def format_time(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M} {'am' if moment.hour < 12 else 'pm'}"


def format_time_range(start: datetime, end: datetime | None) -> str:
    """Return a time range within a day, with its zone; both moments are local."""
    zone = format_zone(start)
    if end is None:
        return f"{format_time(start)} {zone}"
    begin = format_time(start)
    if (start.hour < 12) == (end.hour < 12):
        begin = begin.rpartition(" ")[0]
    end_zone = format_zone(end)
    if end_zone != zone:
        # Clocks change in between.
        return f"{format_time(start)} {zone}–{format_time(end)} {end_zone}"
    return f"{begin}–{format_time(end)} {zone}"


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
        return f"{format_time_range(start, end)}, {format_date(start)}"
    return (
        f"{format_time(start)} {format_zone(start)}, {format_date(start)} – "
        f"{format_time(end)} {format_zone(end)}, {format_date(end)}"
    )


def clock(seconds: int) -> str:
    """Return a position in a recording: 12:34, or 1:02:03."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
