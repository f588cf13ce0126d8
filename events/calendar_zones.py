"""VTIMEZONE (RFC 5545 §3.6.5): when clocks change, for programs that don’t know a zone’s name.

icalendar writes one, too, but starts daylight saving time at the time that clocks show after the
change instead of before it (§3.8.2.4), which makes one hour wrong.
"""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


@dataclass(frozen=True)
class ClockChange:
    """The moment at which a zone’s offset from UTC changes."""

    moment: datetime
    offset_before: timedelta
    offset: timedelta
    name: str
    is_summer: bool

    @property
    def wall(self) -> datetime:
        """The local time of the change, by the offset before it."""
        return (self.moment + self.offset_before).replace(tzinfo=None)


@cache
def describe_zone(name: str, *, first_year: int, last_year: int) -> Timezone:
    """Return a zone’s VTIMEZONE that is correct in all of these years."""
    zone = ZoneInfo(name)
    begin = datetime(first_year - 1, 1, 2, tzinfo=UTC)
    changes = find_changes(zone, since=begin, until=datetime(last_year + 1, 1, 2, tzinfo=UTC))
    if not changes or changes[0].wall.year >= first_year:
        # The offset at the start of the first year, whenever it took effect.
        changes.insert(0, change_at(begin, zone, offset_before=None))
    component = Timezone()
    component.add("tzid", name)
    for alike in group(changes):
        # A rule has no end, so it only suits zones that still follow it in the last of these years.
        if is_yearly(alike) and alike[-1].wall.year == last_year:
            component.add_component(observance(alike[0], rule=yearly_rule(alike)))
        else:
            for change in alike:
                component.add_component(observance(change))
    return component


def find_changes(zone: ZoneInfo, *, since: datetime, until: datetime) -> list[ClockChange]:
    changes, moment = [], since
    while moment < until:
        before, after = moment.astimezone(zone), (moment + DAY).astimezone(zone)
        if (before.utcoffset(), before.tzname()) != (after.utcoffset(), after.tzname()):
            found = bisect(zone, moment, moment + DAY)
            changes.append(change_at(found, zone, offset_before=before.utcoffset()))
        moment += DAY
    return changes


def bisect(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """Return the first minute with the offset of `high` instead of that of `low`."""

    def offset_at(moment: datetime) -> tuple:
        local = moment.astimezone(zone)
        return local.utcoffset(), local.tzname()

    old = offset_at(low)
    while high - low > MINUTE:
        middle = low + (high - low) // 2
        middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
        low, high = (middle, high) if offset_at(middle) == old else (low, middle)
    return high


def change_at(moment: datetime, zone: ZoneInfo, *, offset_before: timedelta | None) -> ClockChange:
    local = moment.astimezone(zone)
    return ClockChange(
        moment=moment,
        offset_before=local.utcoffset() if offset_before is None else offset_before,
        offset=local.utcoffset(),
        name=local.tzname(),
        is_summer=bool(local.dst()),
    )


def group(changes: list[ClockChange]) -> list[list[ClockChange]]:
    alike = defaultdict(list)
    for change in changes:
        alike[change.offset_before, change.offset, change.name, change.is_summer].append(change)
    return list(alike.values())


def is_yearly(changes: list[ClockChange]) -> bool:
    """Whether they occur every year by one rule, such as “second Sunday in March at 2:00”."""
    years = [change.wall.year for change in changes]
    on_one_day = {
        (change.wall.month, change.wall.weekday(), change.wall.time()) for change in changes
    }
    in_order = years == list(range(years[0], years[0] + len(years)))
    return len(changes) > 1 and in_order and len(on_one_day) == 1 and week_of(changes) is not None


def week_of(changes: list[ClockChange]) -> int | None:
    """Return the week of the month they all fall in (-1 is the last), or None if it varies."""
    weeks = {(change.wall.day - 1) // 7 + 1 for change in changes}
    if all(change.wall.day + 7 > days_in_month(change.wall) for change in changes):
        return -1
    return weeks.pop() if len(weeks) == 1 else None


def days_in_month(day: datetime) -> int:
    return monthrange(day.year, day.month)[1]


def yearly_rule(changes: list[ClockChange]) -> vRecur:
    first = changes[0].wall
    day = f"{week_of(changes)}{WEEKDAYS[first.weekday()]}"
    return vRecur(FREQ="YEARLY", BYMONTH=first.month, BYDAY=day)


def observance(
    change: ClockChange, *, rule: vRecur | None = None
) -> TimezoneStandard | TimezoneDaylight:
    component = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    component.add("dtstart", change.wall)
    component.add("tzoffsetfrom", change.offset_before)
    component.add("tzoffsetto", change.offset)
    component.add("tzname", change.name)
    if rule is not None:
        component.add("rrule", rule)
    return component
