"""When an event takes place, from up to six cells: dates, times, a duration, and a time zone.

Any of them may be in another’s cell: “July 15, 2021, 3–4 pm ET.” What is understood is stored in
one spelling, so that the next import can tell a change from another way to write the same.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.moments import format_clock, from_wall_clock
from imports.events.rows import RowReader
from imports.events.several_zones import keep_first_zone
from imports.spreadsheets.clocks import (
    read_bare,
    read_clock,
    read_serial,
    read_span,
    split_moment,
    split_span,
)
from imports.spreadsheets.dates import DayOrder, note_order, quote, read_days
from imports.spreadsheets.values import UnreadableValue, normalize_words
from imports.spreadsheets.zones import find_zone, read_zone, split_zone

MIDNIGHT = re.compile(r"(?:0?0:00(?::00)?|12:00(?::00)?\s*am)", re.IGNORECASE)
YES = {"yes", "y", "true", "1", "x", "all day"}
DURATION = re.compile(
    r"(?:PT)?(?:(?P<hours>\d{1,2}(?:\.\d+)?)[\s-]*(?:h|hrs?|hours?)\.?(?![a-z])\s*(?:and\s+)?)?"
    r"(?:(?P<minutes>\d{1,4})[\s-]*(?P<unit>m|mins?|minutes?)?\.?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cells:
    """The texts about time, after what belongs into another cell was moved there."""

    date: str
    starts: str
    ends: str
    end_date: str
    zone: str


def read_when(reader: RowReader, order: DayOrder) -> dict:
    """Return an event’s fields about time; what is wrong is among the reader’s problems."""
    cells = sort_out(reader, order)
    days = read_first_and_last(reader, cells, order)
    day = days[0] if days else datetime(2000, 1, 1).date()  # noqa: DTZ001 (only its day)
    zone = reader.check("time_zone", lambda: ZoneInfo(read_zone(cells.zone, day)))
    if cells.ends and not cells.starts:
        reader.add_problem(
            "starts", f"It ends at {cells.ends} but has no start time. Enter both or neither."
        )
    clocks = read_clocks(reader, cells)
    if zone is None or days is None or clocks is None:
        return {"starts_at": None, "ends_at": None, "is_all_day": False, "time_zone": None}
    (first, last), (start, end, is_next_day) = days, clocks
    if start and end and is_next_day and last == first:
        last += timedelta(days=1)
        reader.notes.append(
            f"It ends at {format_clock(datetime.combine(last, end))}, so the end was taken for "
            "the next day."
        )
    elif start and last > first and not cells.end_date:
        reader.notes.append(
            f"It begins at {format_clock(datetime.combine(first, start))} on the first day and "
            "ends on the last."
        )
    reader.say("time_zone", zone.key)
    reader.say("date", first.isoformat())
    reader.say("end_date", last.isoformat() if last > first else "")
    begins: time
    ends: time | None
    if start is None:
        # It ends at midnight after its last day.
        begins, ends, column = time(), time(), "date"
        last += timedelta(days=1)
    else:
        begins, ends, column = start, end, "starts"
        reader.say("starts", f"{start:%H:%M}")
        reader.say("ends", f"{end:%H:%M}" if end else "")
    starts_at = reader.check(column, lambda: from_wall_clock(datetime.combine(first, begins), zone))
    ends_at = None
    if ends is not None:
        ends_at = reader.check(
            "ends" if start else "date",
            lambda: from_wall_clock(datetime.combine(last, ends), zone),
        )
    if starts_at and ends_at and ends_at <= starts_at:
        shown = reader.text("ends") or cells.ends
        reader.add_problem(
            "ends", f"It ends at {shown}, which isn’t after its start. Fix one of them."
        )
    facts = {"is_all_day": start is None, "time_zone": zone.key}
    return {**facts, "starts_at": starts_at, "ends_at": ends_at}


def read_first_and_last(
    reader: RowReader, cells: Cells, order: DayOrder
) -> tuple[date, date] | None:
    """Return the first and the last day, which are the same for most events."""
    days = reader.check("date", lambda: read_days(cells.date, order))
    if days is None:
        return None
    first, last = days[0], days[1] or days[0]
    if cells.end_date:
        ending = reader.check("end_date", lambda: read_days(cells.end_date, order))
        if ending is None:
            return None
        last = ending[1] or ending[0]
    for text in (cells.date, cells.end_date):
        if note := note_order(text, order):
            reader.notes.append(note)
    if last < first:
        reader.add_problem("end_date", "It ends before it starts. Correct one of the dates.")
        return None
    return first, last


def sort_out(reader: RowReader, order: DayOrder) -> Cells:
    """Return the texts with every date, time, and zone in its own place."""
    zone = reader.text("time_zone")
    found: dict[str, tuple[str, str]] = {}
    for name in ("date", "starts", "ends", "end_date"):
        text = reader.text(name)
        if read_serial(text):
            day_and_time = " ".join(filter(None, split_moment(text)))
            reader.notes.append(f"{quote(text)} is a number as Excel stores {day_and_time}.")
        text = reader.check(name, lambda text=text: keep_first_zone(text)) or text
        moment = reader.check(name, lambda text=text: read_offset(text, zone)) if text else None
        found[name] = moment or split_moment(text)
    day, starts = found["date"]
    starts_day, starts_clock = found["starts"]
    ends_day, ends_clock = found["ends"]
    end_date, end_date_clock = found["end_date"]
    if MIDNIGHT.fullmatch(starts):
        starts = ""  # a date that a program wrote as a moment
    if starts and starts_clock and starts != starts_clock:
        reader.add_problem(
            "starts", f"The date says {starts} and this cell {starts_clock}. Correct one of them."
        )
    starts = starts_clock or starts
    if MIDNIGHT.fullmatch(end_date_clock):
        end_date_clock = ""
    ends = ends_clock or end_date_clock
    # What is neither a time nor a date stays whole, so that it is reported.
    if starts_day and not is_date(starts_day, order):
        starts, starts_day = reader.text("starts"), ""
    if ends_day and not is_date(ends_day, order):
        ends, ends_day = reader.text("ends"), ""
    day, end_date = day or starts_day, end_date or ends_day
    if normalize_words(reader.text("all_day")) in YES:
        starts = ends = ""
    return separate(reader, Cells(day, starts, ends, end_date, zone))


def is_date(text: str, order: DayOrder) -> bool:
    try:
        read_days(text, order)
    except UnreadableValue:
        return False
    return True


def separate(reader: RowReader, cells: Cells) -> Cells:
    """Separate ranges of times and the zones after them; add a duration."""
    starts, zone = split_zone(cells.starts)
    ends, zone_at_end = split_zone(cells.ends)
    named = {each for each in (zone, zone_at_end) if each}
    written = cells.zone
    if named and written:
        if named != {find_zone(written)}:
            reader.add_problem(
                "time_zone",
                f"The time is followed by another zone ({', '.join(sorted(named))}). Correct one "
                "of them.",
            )
    elif len(named) > 1:
        reader.add_problem("ends", "It begins and ends in different time zones. Enter one.")
    elif named:
        written = named.pop()
    first, last = split_span(starts)
    if last:
        starts = first
        ends = ends or last
    name, duration = ("ends", ends) if is_duration(ends) else ("duration", reader.text("duration"))
    if is_duration(ends):
        ends = ""
    if starts and not ends and duration:
        ends = reader.check(name, lambda: add_duration(starts, duration)) or ""
    return Cells(cells.date, starts, ends, cells.end_date, written)


def read_offset(text: str, zone: str) -> tuple[str, str] | None:
    """Return (date, time) of a moment with an offset (2021-10-01T17:00:00Z), in the row’s zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    local = moment.astimezone(ZoneInfo(read_zone(zone, moment.date())))
    return f"{local:%Y-%m-%d}", f"{local:%H:%M}"


def read_clocks(reader: RowReader, cells: Cells) -> tuple[time | None, time | None, bool] | None:
    """Return (start, end, whether it ends the next day); or None if there is a problem."""
    if not cells.starts:
        return None if cells.ends else (None, None, False)
    has_both = bool(cells.ends)
    read = read_bare if has_both else read_clock
    start = reader.check("starts", lambda: read(cells.starts))
    end = reader.check("ends", lambda: read(cells.ends)) if has_both else None
    if start is None:
        return None
    return reader.check("starts", lambda: read_span(start, end))


def is_duration(text: str) -> bool:
    """Whether a text can only be a duration, such as “90 min”: 15h is also a time."""
    match = DURATION.fullmatch(text)
    return bool(match and match["unit"])


def add_duration(starts: str, text: str) -> str:
    """Return when something ends that begins then and takes “90 minutes,” “1.5 hours,” or “60”."""
    words = text.strip()
    match = DURATION.fullmatch(words)
    clock = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", words)
    if clock:
        minutes = int(clock[1]) * 60 + int(clock[2])
    elif match and words:
        minutes = round(float(match["hours"] or 0) * 60) + int(match["minutes"] or 0)
    else:
        minutes = 0
    if not 0 < minutes < 24 * 60:
        raise UnreadableValue(f"“{text[:60]}” isn’t a duration. Enter minutes, such as 60.")
    ends = (read_clock(starts).alone() + minutes) % (24 * 60)
    return f"{ends // 60:02}:{ends % 60:02}"
