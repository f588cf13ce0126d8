"""VTIMEZONE (RFC 5545 §3.6.5): when clocks change, for programs that do not know it by the name.

icalendar writes one too, but lets summer begin at the hour that clocks show after the change, and
not before it (§3.8.2.4), so that the hour before that would be told wrong.
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
class Change:
    """Clocks that showed one offset from UTC show another, from a moment on."""

    moment: datetime
    offset_before: timedelta
    offset: timedelta
    name: str
    is_summer: bool

    @property
    def wall(self) -> datetime:
        """What clocks show when the change comes, before anybody sets them."""
        return (self.moment + self.offset_before).replace(tzinfo=None)


@cache
def describe_zone(name: str, *, first_year: int, last_year: int) -> Timezone:
    """Return the VTIMEZONE of a zone that is right in all of these years."""
    zone = ZoneInfo(name)
    begin = datetime(first_year - 1, 1, 2, tzinfo=UTC)
    changes = find_changes(zone, since=begin, until=datetime(last_year + 1, 1, 2, tzinfo=UTC))
    if not changes or changes[0].wall.year >= first_year:
        # What holds when the first year begins, whenever that began.
        changes.insert(0, change_at(begin, zone, offset_before=None))
    component = Timezone()
    component.add("tzid", name)
    for alike in group(changes):
        # A rule goes on for ever: it is for zones that go by it until the last of these years.
        if is_yearly(alike) and alike[-1].wall.year == last_year:
            component.add_component(observance(alike[0], rule=yearly_rule(alike)))
        else:
            for change in alike:
                component.add_component(observance(change))
    return component


def find_changes(zone: ZoneInfo, *, since: datetime, until: datetime) -> list[Change]:
    changes, moment = [], since
    while moment < until:
        before, after = moment.astimezone(zone), (moment + DAY).astimezone(zone)
        if (before.utcoffset(), before.tzname()) != (after.utcoffset(), after.tzname()):
            found = bisect(zone, moment, moment + DAY)
            changes.append(change_at(found, zone, offset_before=before.utcoffset()))
        moment += DAY
    return changes


def bisect(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """Return the first minute whose offset is that of `high`, and not that of `low`."""

    def shown(moment: datetime) -> tuple:
        local = moment.astimezone(zone)
        return local.utcoffset(), local.tzname()

    old = shown(low)
    while high - low > MINUTE:
        middle = low + (high - low) // 2
        middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
        low, high = (middle, high) if shown(middle) == old else (low, middle)
    return high


def change_at(moment: datetime, zone: ZoneInfo, *, offset_before: timedelta | None) -> Change:
    local = moment.astimezone(zone)
    return Change(
        moment=moment,
        offset_before=local.utcoffset() if offset_before is None else offset_before,
        offset=local.utcoffset(),
        name=local.tzname(),
        is_summer=bool(local.dst()),
    )


def group(changes: list[Change]) -> list[list[Change]]:
    alike = defaultdict(list)
    for change in changes:
        alike[change.offset_before, change.offset, change.name, change.is_summer].append(change)
    return list(alike.values())


def is_yearly(changes: list[Change]) -> bool:
    """Whether they come each year on such a day as the second Sunday of March, at the same hour."""
    years = [change.wall.year for change in changes]
    on_one_day = {
        (change.wall.month, change.wall.weekday(), change.wall.time()) for change in changes
    }
    in_order = years == list(range(years[0], years[0] + len(years)))
    return len(changes) > 1 and in_order and len(on_one_day) == 1 and week_of(changes) is not None


def week_of(changes: list[Change]) -> int | None:
    """Return in which week of its month each is, -1 for the last; None where that differs."""
    weeks = {(change.wall.day - 1) // 7 + 1 for change in changes}
    if all(change.wall.day + 7 > days_in_month(change.wall) for change in changes):
        return -1
    return weeks.pop() if len(weeks) == 1 else None


def days_in_month(day: datetime) -> int:
    return monthrange(day.year, day.month)[1]


def yearly_rule(changes: list[Change]) -> vRecur:
    first = changes[0].wall
    day = f"{week_of(changes)}{WEEKDAYS[first.weekday()]}"
    return vRecur(FREQ="YEARLY", BYMONTH=first.month, BYDAY=day)


def observance(
    change: Change, *, rule: vRecur | None = None
) -> TimezoneStandard | TimezoneDaylight:
    component = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    component.add("dtstart", change.wall)
    component.add("tzoffsetfrom", change.offset_before)
    component.add("tzoffsetto", change.offset)
    component.add("tzname", change.name)
    if rule is not None:
        component.add("rrule", rule)
    return component
