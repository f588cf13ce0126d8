"""When an event of a calendar plug-in takes place, from its meta.

The Events Calendar, Sugar Calendar, Events Manager, Modern Events Calendar, EventON, and fields
that are named as sites name theirs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.exceptions import AmbiguousTime, NonexistentTime
from content.moments import from_wall_clock, is_in_bounds
from content.time_zones import is_time_zone

# Per plug-in: (start, start time), (end, end time); a key without a time has both in one value.
STARTS = [
    ("_EventStartDate", ""), ("sc_event_date_time", ""), ("sc_event_date", "sc_event_time"),
    ("_event_start_date", "_event_start_time"), ("_event_start_local", ""),
    ("_eventorganiser_schedule_start_start", ""), ("evcal_srow", ""),
    ("mec_start_date", "mec_start_time"), ("event_start_date", "event_start_time"),
    ("event_start", ""), ("start_date", "start_time"), ("event_date", "event_time"),
    ("event_date", "start_time"), ("start", ""), ("date", "time"),
]  # fmt: skip
ENDS = [
    ("_EventEndDate", ""), ("sc_event_end_date_time", ""),
    ("sc_event_end_date", "sc_event_end_time"),
    ("_event_end_date", "_event_end_time"), ("_event_end_local", ""),
    ("_eventorganiser_schedule_start_finish", ""), ("evcal_erow", ""),
    ("mec_end_date", "mec_end_time"), ("event_end_date", "event_end_time"), ("event_end", ""),
    ("end_date", "end_time"), ("event_date", "event_end_time"), ("event_date", "end_time"),
    ("end", ""),
]  # fmt: skip
ZONES = [
    "_EventTimezone", "sc_event_timezone", "_event_timezone", "mec_timezone",
    "evo_event_timezone", "_evo_tz", "event_timezone", "timezone", "time_zone",
]  # fmt: skip
ALL_DAY = ["_EventAllDay", "sc_event_all_day", "_event_all_day", "evcal_allday", "mec_allday",
           "event_all_day", "all_day"]  # fmt: skip
UTC_KEYS = {"_EventStartDate": "_EventStartDateUTC", "_EventEndDate": "_EventEndDateUTC"}
YES = {"1", "yes", "true", "on"}

FORMS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %I:%M %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M %p",
    "%B %d, %Y %I:%M %p", "%B %d, %Y %H:%M", "%d-%m-%Y %H:%M:%S",
)  # fmt: skip
DAY_FORMS = ("%Y-%m-%d", "%Y%m%d", "%m/%d/%Y", "%B %d, %Y", "%Y/%m/%d")
TIME_FORMS = ("%H:%M:%S", "%H:%M", "%I:%M %p", "%I:%M:%S %p", "%I %p", "%I%p", "%I:%M%p")
OFFSET = re.compile(r"(?:UTC|GMT)\s*(?P<hours>[+-]?\d{1,2}(?:[.:]\d{1,2})?)?", re.IGNORECASE)
# Those that a whole number of hours can stand for, in this order.
AMERICAN_ZONES = [
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu",
]  # fmt: skip
# Those with half and quarter hours; where two share one, the one with more people.
UNEVEN_ZONES = [
    "Asia/Kolkata", "Asia/Kathmandu", "Asia/Yangon", "Asia/Kabul", "Asia/Tehran",
    "America/St_Johns", "Australia/Adelaide", "Australia/Darwin", "Australia/Lord_Howe",
    "Australia/Eucla", "Pacific/Chatham", "Pacific/Marquesas",
]  # fmt: skip


@dataclass(slots=True)
class EventTimes:
    """When an event begins and ends, as moments, and the zone of its clocks, if known.

    `sentences` are for editors: what had to be guessed. `used_keys` are the meta keys read.
    """

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    time_zone: str = ""
    is_all_day: bool = False
    # Of the old site's clocks from those of the zone, if no zone has them.
    offset: timedelta = timedelta()
    sentences: list[str] = field(default_factory=list)
    used_keys: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock on a wall shows, or only a day; `moment` if the value says it exactly."""

    day: date
    clock: time | None
    moment: datetime | None = None


def read_times(meta: Mapping[str, str], *, site_zone: str) -> EventTimes:
    """Read when an event takes place. Without a start that can be read, `starts_at` is None."""
    times = EventTimes()
    start = read_first(STARTS, meta, times)
    if start is None:
        return times
    end = read_first(ENDS, meta, times)
    times.is_all_day = start.clock is None or is_marked_all_day(meta, times)
    zone_name = choose_zone(meta, start, site_zone, times)
    zone = ZoneInfo(zone_name)
    times.time_zone = zone_name
    if times.is_all_day:
        last = max(end.day if end else start.day, start.day)
        if end and end.clock == time() and last > start.day and "_EventEndDate" not in meta:
            # Midnight after the last day.
            last -= timedelta(days=1)
        times.starts_at = read_moment_of(Reading(start.day, time()), zone, times)
        times.ends_at = read_moment_of(Reading(last + timedelta(days=1), time()), zone, times)
        return times
    times.starts_at = read_moment_of(start, zone, times)
    if end is None:
        return times
    if end.clock is None:
        end = None if end.day <= start.day else Reading(end.day + timedelta(days=1), time())
    times.ends_at = read_moment_of(end, zone, times) if end else None
    if times.ends_at is not None and times.ends_at <= times.starts_at:
        if times.ends_at < times.starts_at:
            times.sentences.append(
                "Its end on the old site was before its start, so it has no end here."
            )
        times.ends_at = None
    return times


def read_first(
    pairs: list[tuple[str, str]], meta: Mapping[str, str], times: EventTimes
) -> Reading | None:
    """Return what the first key that can be read says, with the time under another key, if any."""
    found: tuple[str, Reading] | None = None
    for key, time_key in pairs:
        if not meta.get(key, "").strip() or (found and key != found[0]):
            continue
        clock_text = meta.get(time_key, "").strip() or joined_clock(key, meta, times)
        reading = read_value(meta[key], clock_text, exact=meta.get(UTC_KEYS.get(key, ""), ""))
        if reading is None or (pairs is ENDS and key == "event_date" and reading.clock is None):
            continue
        times.used_keys |= {key, UTC_KEYS.get(key, ""), time_key} & meta.keys()
        found = (key, reading)
        if reading.clock is not None:
            break
    return found[1] if found else None


def joined_clock(key: str, meta: Mapping[str, str], times: EventTimes) -> str:
    """Return a time that a plug-in keeps as hour, minutes, and am or pm under three keys."""
    names = {
        "sc_event_date": "sc_event_time", "sc_event_end_date": "sc_event_end_time",
        "mec_start_date": "mec_start_time", "mec_end_date": "mec_end_time",
    }  # fmt: skip
    stem = names.get(key)
    if not stem:
        return ""
    keys = [
        next((name for name in (f"{stem}_{part}", f"{stem}_{other}") if name in meta), "")
        for part, other in (("hour", "hours"), ("minutes", "minute"), ("am_pm", "ampm"))
    ]
    hour, minutes, half = (meta.get(name, "").strip() for name in keys)
    if not hour.isdigit():
        return ""
    times.used_keys |= set(keys) - {""}
    return f"{hour}:{minutes.zfill(2) if minutes.isdigit() else '00'} {half}".strip()


def read_value(text: str, clock_text: str, *, exact: str = "") -> Reading | None:
    text = " ".join(text.split())
    if re.fullmatch(r"\d{9,11}", text):
        # Plug-ins that store seconds write the wall clock as if it were UTC.
        wall = datetime.fromtimestamp(int(text), UTC)
        clock = parse_clock(clock_text) or wall.time()
        return Reading(wall.date(), clock) if is_in_bounds(wall) else None
    whole = parse_any(text, FORMS)
    if whole and is_in_bounds(whole):
        moment = parse_any(" ".join(exact.split()), FORMS)
        clock = parse_clock(clock_text) or whole.time()
        return Reading(whole.date(), clock, moment.replace(tzinfo=UTC) if moment else None)
    day = parse_any(text, DAY_FORMS)
    if day and is_in_bounds(day):
        return Reading(day.date(), parse_clock(clock_text))
    return None


def parse_any(text: str, forms: tuple[str, ...]) -> datetime | None:
    for form in forms:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 (its zone is another value)
        except ValueError:
            continue
    return None


def parse_clock(text: str) -> time | None:
    plain = " ".join(text.upper().replace(".", "").split())
    found = parse_any(plain, TIME_FORMS)
    return found.time() if found else None


def is_marked_all_day(meta: Mapping[str, str], times: EventTimes) -> bool:
    for key in ALL_DAY:
        if key in meta:
            times.used_keys.add(key)
            return meta[key].strip().casefold() in YES
    return False


def choose_zone(meta: Mapping[str, str], start: Reading, site_zone: str, times: EventTimes) -> str:
    """Return the event's time zone; for a mere offset, a zone whose clocks showed it that day."""
    for key in ZONES:
        named = meta.get(key, "").strip()
        if not named:
            continue
        times.used_keys.add(key)
        if "/" in named and is_time_zone(named):
            return named
        offset = read_offset(named)
        if offset is not None:
            return zone_with_offset(offset, start, site_zone, times)
        times.sentences.append(
            f"Its time zone on the old site, “{named}”, isn’t one, so it has this site’s."
        )
        return site_zone
    return site_zone


def read_offset(named: str) -> timedelta | None:
    found = OFFSET.fullmatch(named)
    if not found:
        return None
    hours, _, rest = (found["hours"] or "0").partition(":")
    value = abs(float(hours)) + (float(rest) / 60 if rest else 0)
    value = -value if hours.startswith("-") else value
    return timedelta(hours=value) if abs(value) <= 14 else None


def zone_with_offset(offset: timedelta, start: Reading, site_zone: str, times: EventTimes) -> str:
    """Return a zone whose clocks had this offset when the event started.

    For an offset that no zone has, moves the event's times to UTC.
    """
    if not offset:
        return "UTC"
    wall = datetime.combine(start.day, start.clock or time(12))
    hours = offset.total_seconds() / 3600
    # The sign of these names is the other way around.
    whole = [f"Etc/GMT{-hours:+.0f}"] if hours == round(hours) else []
    for name in [site_zone, *AMERICAN_ZONES, *UNEVEN_ZONES, *whole]:
        if is_time_zone(name) and wall.replace(tzinfo=ZoneInfo(name)).utcoffset() == offset:
            return name
    times.offset = offset
    times.sentences.append(
        f"The old site gave only its offset from UTC, {write_offset(offset)}, which no time zone "
        "has. Its times are in UTC here."
    )
    return "UTC"


def write_offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"


def read_moment_of(reading: Reading, zone: ZoneInfo, times: EventTimes) -> datetime:
    """Return the moment at which the zone's clocks show this."""
    wall = datetime.combine(reading.day, reading.clock or time()) - times.offset
    try:
        return from_wall_clock(wall, zone)
    except (AmbiguousTime, NonexistentTime) as error:
        if reading.moment and abs(reading.moment - wall.replace(tzinfo=zone)) <= timedelta(hours=1):
            return reading.moment
        times.sentences.append(f"{wall:%Y-%m-%d %H:%M}: {error} The first possible moment is used.")
        return wall.replace(tzinfo=zone).astimezone(UTC)
