"""Dates, times, and time zones as people write them in spreadsheets."""

from datetime import date, time

import pytest

from imports.events.zones import find_zone, split_zone
from imports.spreadsheets.clocks import read_bare, read_clock, read_span, split_moment, split_span
from imports.spreadsheets.dates import DayOrder, find_order, read_day, read_days
from imports.spreadsheets.values import UnreadableValue


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
        ("44392", "is a date as Excel stores it"),
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


def test_order_of_day_and_month_follows_the_column():
    assert read_day("04/07/2021", find_order(["15/07/2021", "04/07/2021"])) == date(2021, 7, 4)
    assert find_order(["2031-05-06", "7/4/2021"]) == DayOrder.MONTH
    with pytest.raises(UnreadableValue, match="either of two days"):
        read_day("04/07/2021", find_order(["15/07/2021", "07/15/2021"]))


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


@pytest.mark.parametrize("text", ["3:00", "25:00", "3", "1500", "TBD", "0:30 PM", ""])
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
        ("BST", ""),
        ("IST", ""),
    ],
)
def test_time_zone_is_the_clocks_of_a_place(text, zone):
    assert find_zone(text) == zone


def test_time_zone_after_a_time_is_separated():
    assert split_zone("3-4 pm (Eastern Time)") == ("3-4 pm", "America/New_York")
    assert split_zone("3 PM") == ("3 PM", "")
