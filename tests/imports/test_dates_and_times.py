"""Dates, times, and time zones as people write them in spreadsheets."""

from datetime import date, time

import pytest

from imports.events.several_zones import keep_first_zone
from imports.events.times import add_duration
from imports.spreadsheets.clocks import read_bare, read_clock, read_span, split_moment, split_span
from imports.spreadsheets.dates import DayOrder, find_order, note_order, read_day, read_days
from imports.spreadsheets.values import UnreadableValue
from imports.spreadsheets.zones import find_zone, read_zone, split_zone


@pytest.mark.parametrize(
    "text",
    [
        "7/15/21", "7/15/2021", "2021-07-15", "2021/7/15", "20210715", "July 15, 2021", "15-Jul-21",
        "Jul. 15 2021", "15 July 2021", "July 15th, 2021", "Thu, July 15, 2021", "Thursday 7/15/21",
        "July 15, 2021 (Thursday)", "Jul 15 '21",
    ],
)  # fmt: skip
def test_day_is_read_in_many_spellings(text):
    assert read_day(text) == date(2021, 7, 15)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("July 15", "has no year"),
        ("15-Jul", "has no year"),
        ("Friday, July 15, 2021", "July 15, 2021, is a Thursday"),
        ("31/12/2020", "isn’t a date"),
        ("2021", "isn’t a date"),
        ("May 2021", "isn’t a date"),
        ("2021-02-30", "isn’t a date"),
        ("5", "isn’t a date"),
        ("TBD", "isn’t a date"),
        ("", "An empty cell isn’t a date"),
    ],
)
def test_day_that_would_be_a_guess_is_refused(text, reason):
    with pytest.raises(UnreadableValue, match=reason):
        read_day(text)


@pytest.mark.parametrize(
    ("texts", "order", "day"),
    [
        (["15/07/2021", "20/07/2021", "04/07/2021"], DayOrder.DAY, date(2021, 7, 4)),
        (["2031-05-06", "7/4/2021"], DayOrder.MONTH, date(2021, 4, 7)),
        (["15/07/2021", "04/07/2021"], DayOrder.MIXED, date(2021, 4, 7)),
        (["15/07/2021", "16/07/2021", *["5/6/2021"] * 4], DayOrder.MIXED, date(2021, 4, 7)),
        (["15/07/2021", "16/07/2021", "07/15/2021"], DayOrder.MIXED, date(2021, 4, 7)),
    ],
)
def test_day_comes_first_only_if_the_dates_show_it_together(texts, order, day):
    assert find_order(texts) == order
    assert read_day("04/07/2021", order) == day


def test_date_in_contradictory_file_has_note():
    assert read_day("15/07/2021", DayOrder.MIXED) == date(2021, 7, 15)
    assert [note_order(text, DayOrder.MIXED) for text in ("15/07/2021", "4/7/2021")] == [
        "",
        "“4/7/2021” was read as April 7, 2021, with the month first, but other dates in this file "
        "have the day first. If it’s wrong, enter it like 2018-11-07.",
    ]


@pytest.mark.parametrize(
    "text", ["Oct 1-2, 2021", "Oct 1–2, 2021", "10/1/2021 - 10/2/2021", "Oct 1 – Oct 2, 2021"]
)
def test_range_of_days_is_read(text):
    assert read_days(text) == (date(2021, 10, 1), date(2021, 10, 2))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("3PM", time(15), None),
        ("3:00 p.m.", time(15), None),
        ("15h", time(15), None),
        ("1500 hrs", time(15), None),
        ("1500", time(15), None),
        ("0900-1030", time(9), time(10, 30)),
        ("noon", time(12), None),
        ("9:00", time(9), None),
        ("3–4 pm", time(15), time(16)),
        ("11-1 pm", time(11), time(13)),
        ("noon - 1", time(12), time(13)),
        ("9:00-10:30", time(9), time(10, 30)),
        ("3 p.m. to 4:30 p.m.", time(15), time(16, 30)),
    ],
)
def test_times_are_read_in_many_spellings(text, start, end):
    first, last = split_span(text)
    clocks = (read_bare(first), read_bare(last)) if last else (read_clock(first), None)

    assert read_span(*clocks) == (start, end, False)


@pytest.mark.parametrize("text", ["3:00", "25:00", "3", "2500", "TBD", "0:30 PM", ""])
def test_time_that_would_be_a_guess_is_refused(text):
    with pytest.raises(UnreadableValue):
        read_clock(text).alone()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2021-10-01 17:00:00", ("2021-10-01", "17:00:00")),
        ("Thursday, July 15, 2021 at 3 p.m. EDT", ("Thursday, July 15, 2021", "3 p.m. EDT")),
        ("7/15/2021, 3–4 pm ET", ("7/15/2021", "3–4 pm ET")),
        ("3:00 PM ET, July 15, 2021", ("July 15, 2021", "3:00 PM ET")),
        ("Oct 1-2, 2021", ("Oct 1-2, 2021", "")),
        ("4.15.2021", ("4.15.2021", "")),
        ("8/5/2021 3-4 ET", ("8/5/2021", "3-4 ET")),
        ("7/29/2021, 1500-1630", ("7/29/2021", "1500-1630")),
        ("2021-2022", ("2021-2022", "")),
        ("44392", ("2021-07-15", "")),
        ("44392,625", ("2021-07-15", "15:00")),
        ("44392.625", ("2021-07-15", "15:00")),
        ("0.6041666667", ("", "14:30")),
    ],
)
def test_date_and_time_in_one_cell_are_separated(text, parts):
    assert split_moment(text) == parts


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        *((name, "America/New_York") for name in ("ET", "EST", "EDT", "Eastern", "EST/EDT")),
        *((name, "America/Chicago") for name in ("CT", "CST", "Central (CT)")),
        *((name, "America/Denver") for name in ("MT", "MST", "Mountain Time")),
        *((name, "America/Los_Angeles") for name in ("PT", "PDT", "US/Pacific")),
        ("(GMT-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("Europe/London", "Europe/London"),
        *((name, "America/Phoenix") for name in ("AZ", "Arizona time")),
        *((name, "UTC-05:00") for name in ("GMT-5", "UTC-05:00", "(GMT-0500)")),
        ("BST", ""),
        ("IST", ""),
    ],
)
def test_time_zone_is_the_clocks_of_a_place(text, zone):
    assert find_zone(text) == zone


def test_time_zone_after_a_time_is_separated():
    assert split_zone("3-4 pm (Eastern Time)") == ("3-4 pm", "America/New_York")
    assert split_zone("3 PM") == ("3 PM", "")


@pytest.mark.parametrize(
    ("day", "zone"),
    [(date(2021, 1, 15), "America/New_York"), (date(2021, 7, 15), "America/Chicago")],
)
def test_offset_is_that_of_a_place_on_the_day(day, zone):
    assert read_zone("GMT-5", day) == zone


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("3pm ET / 12pm PT", "3pm ET"),
        ("7/15/2021, 3–4 pm ET | 2–3 pm CT | noon–1 pm PT", "7/15/2021, 3–4 pm ET"),
        ("3:00 PM Eastern (12:00 PM Pacific)", "3:00 PM Eastern"),
        ("3 pm ET or 12 pm AZ", "3 pm ET"),
        ("3pm ET/2 CT", "3pm ET"),
        ("3 pm (ET) and noon (PT)", "3 pm (ET)"),
        ("7/15/2021 3pm ET", "7/15/2021 3pm ET"),
    ],
)
def test_one_moment_in_several_zones_is_read_once(text, kept):
    assert keep_first_zone(text) == kept


def test_different_moments_in_one_cell_are_refused():
    with pytest.raises(UnreadableValue, match="are different moments"):
        keep_first_zone("3pm ET / 1pm PT")


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("90 min", "16:30"),
        ("90", "16:30"),
        ("1.5 hrs", "16:30"),
        ("1h30m", "16:30"),
        ("1 hour and 30 minutes", "16:30"),
        ("90-minute", "16:30"),
        ("1:30", "16:30"),
        ("PT1H30M", "16:30"),
    ],
)
def test_duration_is_added_to_the_start(text, ends):
    assert add_duration("3pm", text) == ends
