"""Time zones in calendar files match the real ones, before and after each clock change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from events.calendar_zones import describe_zone


def offset_by(component, moment: datetime) -> timedelta:
    """Return the offset from UTC at a moment according to a VTIMEZONE (RFC 5545 §3.6.5).

    The last onset before the moment applies. Each onset is in the local time that it ends.
    """
    last = None
    for observance in component.subcomponents:
        before = observance["tzoffsetfrom"].td
        begins = observance["dtstart"].dt
        wall = (moment + before).replace(tzinfo=None)
        onset = begins if begins <= wall else None
        if onset and "rrule" in observance:
            rule = rrulestr(observance["rrule"].to_ical().decode(), dtstart=begins)
            onset = rule.before(wall, inc=True)
        if onset and (last is None or onset - before > last[0]):
            last = (onset - before, observance["tzoffsetto"].td)
    assert last is not None, f"nothing holds at {moment}"
    return last[1]


@pytest.mark.parametrize(
    "zone",
    [
        "America/New_York",
        "America/Los_Angeles",
        "America/Phoenix",
        "Europe/London",
        "Europe/Dublin",
        "Asia/Kathmandu",
        "Pacific/Auckland",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Africa/Casablanca",
    ],
)
def test_calendar_zone_matches_real_offset_for_three_years(zone):
    component = describe_zone(zone, first_year=2018, last_year=2020)
    local = ZoneInfo(zone)
    first = datetime(2018, 1, 1, 12, tzinfo=UTC)
    days = [first + timedelta(days=number) for number in range(3 * 365)]
    # Every day, and every half hour around a clock change.
    moments = days + [
        day + timedelta(minutes=30 * number)
        for day in days
        if day.astimezone(local).utcoffset()
        != (day + timedelta(days=1)).astimezone(local).utcoffset()
        for number in range(48)
    ]

    wrong = {
        moment
        for moment in moments
        if offset_by(component, moment) != moment.astimezone(local).utcoffset()
    }

    assert wrong == set()


def test_zone_with_regular_changes_has_recurrence_rule():
    component = describe_zone("America/New_York", first_year=2018, last_year=2019)

    assert component.to_ical().decode().split("\r\n") == [
        "BEGIN:VTIMEZONE",
        "TZID:America/New_York",
        "BEGIN:DAYLIGHT",
        "DTSTART:20170312T020000",
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "TZNAME:EDT",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20171105T020000",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
        "TZNAME:EST",
        "TZOFFSETFROM:-0400",
        "TZOFFSETTO:-0500",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]
