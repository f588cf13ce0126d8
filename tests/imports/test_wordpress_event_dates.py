"""When events of calendar plug-ins take place."""

from datetime import UTC, datetime

import pytest

from imports.wordpress.event_dates import read_times

NEW_YORK = "America/New_York"


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def tribe(**meta: str) -> dict[str, str]:
    return {f"_Event{name}": value for name, value in meta.items()}


@pytest.mark.parametrize(
    ("meta", "start", "end", "zone", "is_all_day"),
    [
        # The Events Calendar
        (tribe(StartDate="2021-03-04 10:00:00", EndDate="2021-03-04 11:30:00",
               Timezone="America/Chicago"),
         utc(2021, 3, 4, 16), utc(2021, 3, 4, 17, 30), "America/Chicago", False),
        (tribe(StartDate="2021-03-04 10:00:00"),
         utc(2021, 3, 4, 15), None, NEW_YORK, False),
        (tribe(StartDate="2021-07-04 10:00:00", Timezone="UTC-4"),
         utc(2021, 7, 4, 14), None, NEW_YORK, False),
        (tribe(StartDate="2021-01-04 10:00:00", Timezone="UTC-8"),
         utc(2021, 1, 4, 18), None, "America/Los_Angeles", False),
        (tribe(StartDate="2021-01-04 10:00:00", Timezone="UTC+9"),
         utc(2021, 1, 4, 1), None, "Etc/GMT-9", False),
        (tribe(StartDate="2021-03-04 10:00:00", Timezone="UTC+5.5"),
         utc(2021, 3, 4, 4, 30), None, "Asia/Kolkata", False),
        (tribe(StartDate="2021-03-04 10:00:00", Timezone="UTC+5:45"),
         utc(2021, 3, 4, 4, 15), None, "Asia/Kathmandu", False),
        (tribe(StartDate="2021-01-04 10:00:00", Timezone="UTC-3:30"),
         utc(2021, 1, 4, 13, 30), None, "America/St_Johns", False),
        (tribe(StartDate="2021-07-04 10:00:00", Timezone="UTC-2.5"),
         utc(2021, 7, 4, 12, 30), None, "America/St_Johns", False),
        (tribe(StartDate="2021-01-04 10:00:00", Timezone="UTC"),
         utc(2021, 1, 4, 10), None, "UTC", False),
        (tribe(StartDate="2021-03-04 00:00:00", EndDate="2021-03-04 23:59:59", AllDay="yes"),
         utc(2021, 3, 4, 5), utc(2021, 3, 5, 5), NEW_YORK, True),
        (tribe(StartDate="2021-03-04 00:00:00", EndDate="2021-03-06 23:59:59", AllDay="1"),
         utc(2021, 3, 4, 5), utc(2021, 3, 7, 5), NEW_YORK, True),
        (tribe(StartDate="2021-03-04 10:00:00", EndDate="2021-03-04 10:00:00"),
         utc(2021, 3, 4, 15), None, NEW_YORK, False),
        (tribe(StartDate="2015-11-01 01:30:00", StartDateUTC="2015-11-01 06:30:00"),
         utc(2015, 11, 1, 6, 30), None, NEW_YORK, False),
        # Sugar Calendar
        ({"sc_event_date_time": "1614852000", "sc_event_end_date_time": "1614855600"},
         utc(2021, 3, 4, 15), utc(2021, 3, 4, 16), NEW_YORK, False),
        ({"sc_event_date": "1614816000", "sc_event_time_hour": "2", "sc_event_time_minute": "30",
          "sc_event_time_am_pm": "pm"},
         utc(2021, 3, 4, 19, 30), None, NEW_YORK, False),
        ({"sc_event_date_time": "1614816000", "sc_event_all_day": "1"},
         utc(2021, 3, 4, 5), utc(2021, 3, 5, 5), NEW_YORK, True),
        # Events Manager
        ({"_event_start_date": "2021-03-04", "_event_start_time": "10:00:00",
          "_event_end_date": "2021-03-04", "_event_end_time": "12:00:00",
          "_event_timezone": "America/Denver"},
         utc(2021, 3, 4, 17), utc(2021, 3, 4, 19), "America/Denver", False),
        # EventON
        ({"evcal_srow": "1614852000", "evcal_erow": "1614855600", "evcal_allday": "no"},
         utc(2021, 3, 4, 15), utc(2021, 3, 4, 16), NEW_YORK, False),
        # Modern Events Calendar
        ({"mec_start_date": "2021-03-04", "mec_start_time_hour": "9",
          "mec_start_time_minutes": "5", "mec_start_time_ampm": "AM"},
         utc(2021, 3, 4, 14, 5), None, NEW_YORK, False),
        # Custom fields
        ({"event_date": "20210304"}, utc(2021, 3, 4, 5), utc(2021, 3, 5, 5), NEW_YORK, True),
        ({"event_date": "03/04/2021", "event_time": "3 p.m."},
         utc(2021, 3, 4, 20), None, NEW_YORK, False),
        ({"start_date": "March 4, 2021", "end_date": "March 5, 2021"},
         utc(2021, 3, 4, 5), utc(2021, 3, 6, 5), NEW_YORK, True),
        ({"event_date": "2021-03-04", "start_time": "10:00 am", "end_time": "11:00 am"},
         utc(2021, 3, 4, 15), utc(2021, 3, 4, 16), NEW_YORK, False),
    ],
)  # fmt: skip
def test_times_of_plug_ins_are_read(meta, start, end, zone, is_all_day):
    times = read_times(meta, site_zone=NEW_YORK)

    assert (times.starts_at, times.ends_at, times.time_zone, times.is_all_day) == (
        start,
        end,
        zone,
        is_all_day,
    )
    assert times.sentences == []
    assert times.used_keys <= meta.keys()


@pytest.mark.parametrize(
    ("meta", "start", "sentence"),
    [
        (tribe(StartDate="2021-03-04 10:00:00", EndDate="2021-03-03 10:00:00"),
         utc(2021, 3, 4, 15),
         "Its end on the old site was before its start, so it has no end here."),
        (tribe(StartDate="2021-03-04 10:00:00", Timezone="Atlantis"),
         utc(2021, 3, 4, 15),
         "Its time zone on the old site, “Atlantis”, isn’t one, so it has this site’s."),
        (tribe(StartDate="2021-03-04 10:00:00", Timezone="UTC-7:15"),
         utc(2021, 3, 4, 17, 15),
         "The old site gave only its offset from UTC, -7:15, which no time zone has. Its times are "
         "in UTC here."),
    ],
)  # fmt: skip
def test_what_was_guessed_is_said(meta, start, sentence):
    times = read_times(meta, site_zone=NEW_YORK)

    assert (times.starts_at, times.sentences) == (start, [sentence])


@pytest.mark.parametrize(
    "meta",
    [
        {},
        tribe(StartDate=""),
        tribe(StartDate="0000-00-00 00:00:00"),
        tribe(StartDate="9999-12-31 10:00:00"),
        tribe(StartDate="soon"),
        {"sc_event_date_time": "99999999999"},
        {"event_date": "20211304"},
        {"date": "every Tuesday"},
    ],
)
def test_without_a_readable_date_there_is_no_start(meta):
    assert read_times(meta, site_zone=NEW_YORK).starts_at is None


@pytest.mark.parametrize("wall", ["2015-11-01 01:30:00", "2016-03-13 02:30:00"])
def test_time_that_clocks_skip_or_repeat_gets_a_moment_and_a_sentence(wall):
    times = read_times(tribe(StartDate=wall), site_zone=NEW_YORK)

    assert times.starts_at is not None
    assert len(times.sentences) == 1
