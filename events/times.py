"""Dates and times of events, in words: 3:00–4:00 pm ET, Wednesday, November 7, 2018."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from events.exceptions import TimeSkipped, TimeTwice

# What people in the United States call their zones, in summer as in winter.
SPOKEN = {
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
# Where an abbreviation says something else to a reader in the United States: China's CST is not
# Chicago's, the Philippines' PST not California's, and IST is India's, Israel's and Ireland's.
MISUNDERSTOOD = ("Asia/", "America/Havana", "Europe/Dublin")


@cache
def time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_time_zone(name: str) -> bool:
    return name in time_zones()


def time_zone_choices(chosen: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the zones for a select box: those of the United States first, then all."""
    spoken = [
        ("America/New_York", "Eastern (New York)"),
        ("America/Chicago", "Central (Chicago)"),
        ("America/Denver", "Mountain (Denver)"),
        ("America/Phoenix", "Arizona (Phoenix)"),
        ("America/Los_Angeles", "Pacific (Los Angeles)"),
        ("America/Anchorage", "Alaska (Anchorage)"),
        ("Pacific/Honolulu", "Hawaii (Honolulu)"),
    ]
    first = {name for name, _ in spoken}
    others = [
        (name, name.replace("_", " "))
        for name in sorted(time_zones() | {chosen})
        if name not in first and ("/" in name or name in ("UTC", chosen))
    ]
    return [("United States", spoken), ("All zones", others)]


def at_local(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment at which clocks in a zone show this date and time.

    Raises TimeSkipped and TimeTwice for the hours around a change of clocks that are not one.
    """
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    # Where clocks are set forward, an hour later has the smaller offset.
    raise TimeSkipped if second.utcoffset() > first.utcoffset() else TimeTwice


def say_zone(moment: datetime) -> str:
    """Return what a zone is called at a local moment: ET, BST, or “Kathmandu time”."""
    name = moment.tzinfo.key
    if name in SPOKEN:
        return SPOKEN[name]
    abbreviation = moment.tzname() or ""
    if abbreviation.isalpha() and not name.startswith(MISUNDERSTOOD):
        return abbreviation
    return f"{name.rpartition('/')[2].replace('_', ' ')} time"


def say_date(moment: datetime) -> str:
    return f"{moment:%A, %B} {moment.day}, {moment.year}"


def say_hour(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M} {'am' if moment.hour < 12 else 'pm'}"


def say_hours(start: datetime, end: datetime | None) -> str:
    """Return the hours of one day with their zone; both are local."""
    zone = say_zone(start)
    if end is None:
        return f"{say_hour(start)} {zone}"
    begin = say_hour(start)
    if (start.hour < 12) == (end.hour < 12):
        begin = begin.rpartition(" ")[0]
    end_zone = say_zone(end)
    if end_zone != zone:
        # The clocks are changed in between.
        return f"{say_hour(start)} {zone}–{say_hour(end)} {end_zone}"
    return f"{begin}–{say_hour(end)} {zone}"


def say_moment(moment: datetime) -> str:
    """Return a local moment with its zone: 2:45 pm ET, Wednesday, November 7, 2018."""
    return f"{say_hours(moment, None)}, {say_date(moment)}"


def local_month(event) -> str:
    """Return the month in which an event begins where it takes place: November 2018."""
    return f"{event.local_start:%B %Y}"


def say_days(start: datetime, end: datetime | None) -> str:
    """Return the dates of an event that lasts all day; it ends at the midnight after them."""
    last = end - timedelta(seconds=1) if end else start
    if last.date() <= start.date():
        return say_date(start)
    return f"{say_date(start)} – {say_date(last)}"


def say_when(event) -> str:
    """Return when an event takes place, in its own zone."""
    start, end = event.local_start, event.local_end
    if event.is_all_day:
        return say_days(start, end)
    if end is None or end.date() == start.date():
        return f"{say_hours(start, end)}, {say_date(start)}"
    if end - start < timedelta(hours=12):
        return f"{say_hours(start, end)}, {say_date(start)}"
    return (
        f"{say_hour(start)} {say_zone(start)}, {say_date(start)} – "
        f"{say_hour(end)} {say_zone(end)}, {say_date(end)}"
    )


def clock(seconds: int) -> str:
    """Return a position in a recording: 12:34, or 1:02:03."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
