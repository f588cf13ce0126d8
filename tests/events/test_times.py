"""Dates and times in words, and local times before and after each clock change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from content.exceptions import AmbiguousTime, NonexistentTime
from content.moments import from_wall_clock
from content.time_zones import is_time_zone
from events.models import Event
from events.times import (
    format_moment,
    format_when,
    format_zone,
    local_month,
)

NEW_YORK = ZoneInfo("America/New_York")


def parse_utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def event(starts: str, ends: str | None, zone: str, **more) -> Event:
    """Return an unsaved event; its times are UTC."""
    return Event(
        starts_at=parse_utc(starts), ends_at=ends and parse_utc(ends), time_zone=zone, **more
    )


@pytest.mark.parametrize(
    ("starts", "ends", "zone", "words"),
    [
        # The original site wrote “3-4 ET”.
        (
            "2018-11-07T20:00",
            "2018-11-07T21:00",
            "America/New_York",
            "3:00–4:00 pm ET, Wednesday, November 7, 2018",
        ),
        # New York's clocks had gone back three days before; the day before that, they hadn't.
        (
            "2018-11-03T19:00",
            "2018-11-03T20:00",
            "America/New_York",
            "3:00–4:00 pm ET, Saturday, November 3, 2018",
        ),
        (
            "2018-11-04T20:00",
            "2018-11-04T21:00",
            "America/New_York",
            "3:00–4:00 pm ET, Sunday, November 4, 2018",
        ),
        # Clocks go forward on the night of March 10, 2019.
        (
            "2019-03-09T17:30",
            "2019-03-09T18:45",
            "America/Chicago",
            "11:30 am–12:45 pm CT, Saturday, March 9, 2019",
        ),
        (
            "2019-03-10T16:30",
            "2019-03-10T17:45",
            "America/Chicago",
            "11:30 am–12:45 pm CT, Sunday, March 10, 2019",
        ),
        # During the change itself, the zone's name changes along with the time.
        (
            "2019-03-31T00:30",
            "2019-03-31T02:30",
            "Europe/London",
            "12:30 am GMT–3:30 am BST, Sunday, March 31, 2019",
        ),
        (
            "2019-10-27T00:30",
            "2019-10-27T02:30",
            "Europe/London",
            "1:30 am BST–2:30 am GMT, Sunday, October 27, 2019",
        ),
        ("2019-05-07T16:00", None, "America/Denver", "10:00 am MT, Tuesday, May 7, 2019"),
        (
            "2019-05-07T19:00",
            "2019-05-07T20:00",
            "America/Los_Angeles",
            "12:00–1:00 pm PT, Tuesday, May 7, 2019",
        ),
        # Arizona and Puerto Rico never change their clocks, so “MT” and “AT” would be wrong.
        (
            "2019-05-07T19:00",
            "2019-05-07T20:00",
            "America/Phoenix",
            "12:00–1:00 pm MST, Tuesday, May 7, 2019",
        ),
        (
            "2019-05-07T19:00",
            None,
            "America/Puerto_Rico",
            "3:00 pm AST, Tuesday, May 7, 2019",
        ),
        (
            "2019-05-07T04:15",
            "2019-05-07T05:15",
            "Asia/Kathmandu",
            "10:00–11:00 am Kathmandu time, Tuesday, May 7, 2019",
        ),
        # China's CST is not Chicago's.
        ("2019-05-07T04:00", None, "Asia/Shanghai", "12:00 pm Shanghai time, Tuesday, May 7, 2019"),
        (
            "2019-05-06T22:00",
            "2019-05-06T23:00",
            "Pacific/Auckland",
            "10:00–11:00 am NZST, Tuesday, May 7, 2019",
        ),
        ("2019-05-07T04:00", None, "UTC", "4:00 am UTC, Tuesday, May 7, 2019"),
        # Past midnight, and over several days.
        (
            "2019-05-08T03:00",
            "2019-05-08T05:00",
            "America/New_York",
            "11:00 pm–1:00 am ET, Tuesday, May 7, to Wednesday, May 8, 2019",
        ),
        (
            "2019-05-07T13:00",
            "2019-05-09T20:00",
            "America/New_York",
            "9:00 am ET, Tuesday, May 7, 2019 – 4:00 pm ET, Thursday, May 9, 2019",
        ),
    ],
)
def test_date_line_is_in_event_time_zone(starts, ends, zone, words):
    assert format_when(event(starts, ends, zone)) == words


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ("2019-05-07T04:00", "2019-05-08T04:00", "Tuesday, May 7, 2019"),
        ("2019-05-07T04:00", None, "Tuesday, May 7, 2019"),
        (
            "2019-05-07T04:00",
            "2019-05-10T04:00",
            "Tuesday, May 7, 2019 – Thursday, May 9, 2019",
        ),
        # Days of 23 and 25 hours.
        ("2019-03-10T05:00", "2019-03-11T04:00", "Sunday, March 10, 2019"),
        ("2019-11-03T04:00", "2019-11-04T05:00", "Sunday, November 3, 2019"),
    ],
)
def test_date_line_of_all_day_event_has_no_times(starts, ends, words):
    all_day = event(starts, ends, "America/New_York", is_all_day=True)

    assert format_when(all_day) == words


def test_month_is_in_event_time_zone():
    new_year = event("2018-12-31T23:30", None, "Pacific/Auckland")

    assert local_month(new_year) == "January 2019"


def test_moment_is_formatted_with_zone():
    moment = parse_utc("2018-11-07T19:45").astimezone(NEW_YORK)

    assert format_moment(moment) == "2:45 pm ET, Wednesday, November 7, 2018"


@pytest.mark.parametrize(
    ("zone", "in_january", "in_july"),
    [
        ("America/New_York", "ET", "ET"),
        ("America/Toronto", "ET", "ET"),
        ("America/Anchorage", "AKT", "AKT"),
        ("Pacific/Honolulu", "HST", "HST"),
        ("Europe/Berlin", "CET", "CEST"),
        ("Europe/Dublin", "Dublin time", "Dublin time"),
        ("Asia/Kolkata", "Kolkata time", "Kolkata time"),
        ("Asia/Manila", "Manila time", "Manila time"),
        ("America/Havana", "Havana time", "Havana time"),
        ("America/Sao_Paulo", "Sao Paulo time", "Sao Paulo time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time", "Buenos Aires time"),
    ],
)
def test_zone_has_familiar_name(zone, in_january, in_july):
    local = ZoneInfo(zone)

    assert format_zone(datetime(2019, 1, 9, 12, tzinfo=local)) == in_january
    assert format_zone(datetime(2019, 7, 9, 12, tzinfo=local)) == in_july


@pytest.mark.parametrize(
    ("wall", "zone", "moment"),
    [
        ("2018-11-07T15:00", "America/New_York", "2018-11-07T20:00"),
        ("2019-03-10T01:59", "America/New_York", "2019-03-10T06:59"),
        ("2019-03-10T03:00", "America/New_York", "2019-03-10T07:00"),
        ("2019-11-03T00:59", "America/New_York", "2019-11-03T04:59"),
        ("2019-11-03T02:00", "America/New_York", "2019-11-03T07:00"),
        ("2019-05-07T10:00", "Asia/Kathmandu", "2019-05-07T04:15"),
        # Lord Howe Island's clocks change by half an hour.
        ("2019-04-07T01:29", "Australia/Lord_Howe", "2019-04-06T14:29"),
    ],
)
def test_wall_clock_time_converts_to_moment(wall, zone, moment):
    assert from_wall_clock(datetime.fromisoformat(wall), ZoneInfo(zone)) == parse_utc(moment)


@pytest.mark.parametrize(
    ("wall", "zone"),
    [
        ("2019-03-10T02:00", "America/New_York"),
        ("2019-03-10T02:59", "America/New_York"),
        ("2019-03-31T01:30", "Europe/London"),
        # Where clocks go forward at midnight, the day has no midnight.
        ("2019-09-08T00:00", "America/Santiago"),
    ],
)
def test_skipped_time_is_rejected(wall, zone):
    with pytest.raises(NonexistentTime):
        from_wall_clock(datetime.fromisoformat(wall), ZoneInfo(zone))


@pytest.mark.parametrize(
    ("wall", "zone"),
    [
        ("2019-11-03T01:00", "America/New_York"),
        ("2019-11-03T01:59", "America/New_York"),
        ("2019-10-27T01:30", "Europe/London"),
        ("2019-04-07T01:30", "Australia/Lord_Howe"),
    ],
)
def test_ambiguous_time_is_rejected(wall, zone):
    with pytest.raises(AmbiguousTime):
        from_wall_clock(datetime.fromisoformat(wall), ZoneInfo(zone))


def test_time_zone_requires_full_name():
    names = ["America/New_York", "Asia/Kathmandu", "UTC", "ET", "Eastern", "", "America/Gotham"]

    assert [is_time_zone(name) for name in names] == [True, True, True, *[False] * 4]
