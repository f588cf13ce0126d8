"""When an event takes place, from up to six cells: dates, times, a duration, and a time zone.

Any of them may be in another’s cell: “July 15, 2021, 3–4 pm ET.” What is understood is stored in one
spelling, so that the next import can tell a change from another way to write the same.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.moments import format_clock, from_wall_clock
from imports.events.rows import RowReader
from imports.events.zones import read_zone, split_zone
from imports.spreadsheets.clocks import (
    Clock,
    read_bare,
    read_clock,
    read_span,
    split_moment,
    split_span,
)
from imports.spreadsheets.dates import DayOrder, read_days
from imports.spreadsheets.values import UnreadableValue, normalize_words

MIDNIGHT = re.compile(r"(?:0?0:00(?::00)?|12:00(?::00)?\s*am)", re.IGNORECASE)
YES = {"yes", "y", "true", "1", "x", "all day"}
DURATION = re.compile(
    r"(?:(?P<hours>\d{1,2}(?:\.\d+)?)\s*(?:h|hrs?|hours?)\b)?\s*(?:(?P<minutes>\d{1,4})\s*(?:m|mins?|minutes?)?)?",
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
    nothing = {"starts_at": None, "ends_at": None, "is_all_day": False, "time_zone": None}
    cells = sort_out(reader)
    zone = reader.check("time_zone", lambda: ZoneInfo(read_zone(cells.zone)))
    days = reader.check("date", lambda: read_days(cells.date, order))
    ending = None
    if cells.end_date:
        ending = reader.check("end_date", lambda: read_days(cells.end_date, order))
    if cells.ends and not cells.starts:
        reader.add_problem(
            "starts", f"It ends at {cells.ends} but has no start time. Enter both or neither."
        )
    clocks = read_clocks(reader, cells)
    if zone is None or days is None or clocks is None or (cells.end_date and ending is None):
        return nothing
    first, last = days[0], (ending[0] if ending else days[1]) or days[0]
    reader.say("time_zone", zone.key)
    reader.say("date", first.isoformat())
    if last < first:
        reader.add_problem("end_date", "It ends before it starts. Correct one of the dates.")
        return nothing
    if last > first:
        reader.say("end_date", last.isoformat())
    elif cells.end_date:
        reader.say("end_date", "")
    start, end, is_next_day = clocks
    facts = {"is_all_day": start is None, "time_zone": zone.key}
    if start is None:
        begins, ends = time(), time()
        last += timedelta(days=1)
    else:
        begins, ends = start, end
        reader.say("starts", f"{start:%H:%M}")
        reader.say("ends", f"{end:%H:%M}" if end else "")
    if is_next_day and last == first:
        last += timedelta(days=1)
        reader.notes.append(
            f"It ends at {format_clock(datetime.combine(last, end))}, so the end was taken for "
            "the next day."
        )
        reader.say("end_date", last.isoformat())

    def moment(name: str, day: date, clock: time | None):
        if clock is None:
            return None
        return reader.check(
            name if start else "date", lambda: from_wall_clock(datetime.combine(day, clock), zone)
        )

    starts_at = moment("starts", first, begins)
    ends_at = moment("ends", last, ends)
    if starts_at and ends_at and ends_at <= starts_at:
        shown = reader.text("ends") or cells.ends
        reader.add_problem(
            "ends", f"It ends at {shown}, which isn’t after its start. Fix one of them."
        )
    return {**facts, "starts_at": starts_at, "ends_at": ends_at}


def sort_out(reader: RowReader) -> Cells:
    """Return the texts with every date, time, and zone in its own place."""
    zone = reader.text("time_zone")
    found: dict[str, tuple[str, str]] = {}
    for name in ("date", "starts", "ends", "end_date"):
        text = reader.text(name)
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
    # What isn’t understood as a time stays, so that it is reported.
    if reader.text("starts") and not starts_clock:
        starts_is_date = bool(re.search(r"\d{4}|/\d", starts_day))
        if not starts_is_date:
            starts, starts_day = starts_day, ""
    if ends_day and not ends_clock and not re.search(r"\d{4}|/\d", ends_day):
        ends, ends_day = ends_day, ""
    day, end_date = day or starts_day, end_date or ends_day
    if normalize_words(reader.text("all_day")) in YES:
        starts = ends = ""
    return separate(reader, Cells(day, starts, ends, end_date, zone))


def separate(reader: RowReader, cells: Cells) -> Cells:
    """Separate ranges of times and the zones after them; add a duration."""
    starts, zone = split_zone(cells.starts)
    ends, zone_at_end = split_zone(cells.ends)
    named = {each for each in (zone, zone_at_end) if each}
    written = cells.zone
    if named and written:
        own = reader.check("time_zone", lambda: read_zone(written))
        if own and named != {own}:
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
    if starts and not ends and (duration := reader.text("duration")):
        ends = reader.check("duration", lambda: add_duration(starts, duration)) or ""
    return Cells(cells.date, starts, ends, cells.end_date, written)


def read_offset(text: str, zone: str) -> tuple[str, str] | None:
    """Return (date, time) of a moment with an offset (2021-10-01T17:00:00Z), in the row’s zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    local = moment.astimezone(ZoneInfo(read_zone(zone)))
    return f"{local:%Y-%m-%d}", f"{local:%H:%M}"


def read_clocks(
    reader: RowReader, cells: Cells
) -> tuple[time | None, time | None, bool] | None:
    """Return (start, end, whether it ends the next day); or None if there is a problem."""
    if not cells.starts:
        return None if cells.ends else (None, None, False)
    has_both = bool(cells.ends)
    read = read_bare if has_both else read_clock
    start = reader.check("starts", lambda: read(cells.starts))
    end = reader.check("ends", lambda: read(cells.ends)) if has_both else None
    if start is None or (has_both and end is None):
        return None
    return reader.check("starts", lambda: read_span(start, end))


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
