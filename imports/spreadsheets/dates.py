"""Read dates as people write them: 7/15/21, “Thursday, July 15, 2021,” 15-Jul-2021.

dateutil reads the words. It also fills in what is missing (“2018” becomes today’s day in 2018),
swaps month and day when a month would be over 12, and takes “Oct 1-2, 2021” for a time on October
1, 2002. So only texts that name a day, a month, and a year reach it, and its answer is checked.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum

from dateutil import parser

from content.moments import format_day, is_in_bounds
from imports.spreadsheets.values import UnreadableValue

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
YEAR = r"(?:[12]\d{3}|['’]?\d{2})"
WEEKDAY = re.compile(
    r"\(?\b(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?\)?,?", re.IGNORECASE
)
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
YEAR_FIRST = re.compile(r"(\d{4})([/.-]?)(\d{1,2})\2(\d{1,2})")
NAMED = [
    re.compile(rf"{MONTH}\s*{DAY}(?:,\s*|\s+(?=[12]\d{{3}}|['’])){YEAR}", re.IGNORECASE),
    re.compile(rf"{DAY}(?:\s+of)?[\s-]*{MONTH}[,\s-]*{YEAR}", re.IGNORECASE),
    re.compile(rf"[12]\d{{3}}[\s-]{MONTH}[\s-]{DAY}", re.IGNORECASE),
]
NAMED_WITHOUT_YEAR = re.compile(rf"{MONTH}[\s-]*{DAY}|{DAY}[\s-]*{MONTH}|\d{{1,2}}/\d{{1,2}}", re.I)
TO = r"\s*(?:-|–|—|&|\band\b|\bto\b|\bthrough\b|\bthru\b)\s*"
DAYS_OF_MONTH = re.compile(rf"({MONTH})\s*({DAY}){TO}({DAY})(,?\s+{YEAR})", re.IGNORECASE)
# From the first space of a run, so that each run is read once.
RANGE = re.compile(r"(?<!\s)(?:\s+(?:-|–|—|to|through|thru)\s+|\s*[–—]\s*)", re.IGNORECASE)


class DayOrder(Enum):
    """Which number comes first in a file’s dates."""

    MONTH = "month first"
    DAY = "day first"
    # Some dates have the day first, but the file as a whole doesn’t show it.
    MIXED = "mixed"


# One date with the day first may be a slip; so many of a file’s dates are how it is written.
LEAST_DAY_FIRST = 2
LEAST_SHARE = 0.5
DAY_FIRST = (
    "Some dates can only be read with the day first (31/12/2021), so all dates in this file were "
    "read that way."
)


def find_order(texts: Iterable[str]) -> DayOrder:
    """Return how dates are written: month first, unless all of them together show otherwise.

    With days and months in random order, six of ten dates have a day after the 12th.
    """
    dates = [match for text in texts for match in NUMBERS.finditer(text)]
    day_first = sum(int(match[1]) > 12 for match in dates)
    if not day_first:
        return DayOrder.MONTH
    has_month_first = any(int(match[3]) > 12 for match in dates)
    is_consistent = day_first >= max(LEAST_DAY_FIRST, LEAST_SHARE * len(dates))
    return DayOrder.DAY if is_consistent and not has_month_first else DayOrder.MIXED


def announce_order(order: DayOrder) -> list[str]:
    """Return a sentence about the file, if its dates have the day first."""
    return [DAY_FIRST] if order == DayOrder.DAY else []


def note_order(text: str, order: DayOrder) -> str:
    """Return a sentence about a date that could be either of two days in this file, or ""."""
    found = NUMBERS.search(text)
    if order != DayOrder.MIXED or found is None:
        return ""
    first, second = int(found[1]), int(found[3])
    if first == second or first > 12 or second > 12:
        return ""
    day = read_day(found[0], order)
    return (
        f"{quote(found[0])} was read as {format_day(day)}, with the month first, but other dates "
        "in this file have the day first. If it’s wrong, enter it like 2018-11-07."
    )


def read_days(text: str, order: DayOrder = DayOrder.MONTH) -> tuple[date, date | None]:
    """Return the day that a text names, or the first and the last of several.

    Raises UnreadableValue.
    """
    days = DAYS_OF_MONTH.fullmatch(strip_weekdays(text)[0])
    if days:
        first, last = (read_day(f"{days[1]} {day}{days[4]}", order) for day in (days[2], days[3]))
    else:
        parts = RANGE.split(text)
        if len(parts) != 2:
            return read_day(text, order), None
        last = read_day(parts[1], order)
        begins = strip_weekdays(parts[0])[0]
        has_year = not NAMED_WITHOUT_YEAR.fullmatch(begins)
        first = read_day(parts[0] if has_year else f"{parts[0]}, {last.year}", order)
    if last < first:
        raise UnreadableValue(f"{quote(text)} ends before it starts. Enter the earlier day first.")
    return first, last if last > first else None


def read_day(text: str, order: DayOrder = DayOrder.MONTH) -> date:
    """Return the day that a text names. Raises UnreadableValue."""
    words, weekday = strip_weekdays(text)
    day = parse(words, text, order)
    if not is_in_bounds(day):
        raise UnreadableValue(not_a_date(text))
    if weekday and not WEEKDAYS[day.weekday()].startswith(weekday):
        raise UnreadableValue(
            f"{quote(text)}: {format_day(day)}, is a {day:%A}. Correct the date or the weekday."
        )
    return day


def strip_weekdays(text: str) -> tuple[str, str]:
    """Return the text without the name of a weekday, shortened to three characters."""
    found = WEEKDAY.search(text)
    words = " ".join(WEEKDAY.sub(" ", text).split()).strip(" ,")
    return words, found[1][:3].lower() if found else ""


def parse(words: str, text: str, order: DayOrder) -> date:
    is_day_first = False
    if match := NUMBERS.fullmatch(words):
        is_day_first = check_order(match, text, order)
    elif match := YEAR_FIRST.fullmatch(words):
        if len(words) != 8 and not match[2]:
            raise UnreadableValue(not_a_date(text))
        return build(text, int(match[1]), int(match[3]), int(match[4]))
    elif not any(pattern.fullmatch(words) for pattern in NAMED):
        raise UnreadableValue(explain(words, text))
    try:
        # Two defaults that have nothing in common show whether something was filled in.
        found = {
            parser.parse(words.replace("’", "'"), default=default, dayfirst=is_day_first)
            for default in (datetime(2000, 1, 1), datetime(1997, 12, 28))  # noqa: DTZ001
        }
    except (ValueError, OverflowError):
        raise UnreadableValue(not_a_date(text)) from None
    if len(found) > 1:
        raise UnreadableValue(not_a_date(text))
    return found.pop().date()


def check_order(match: re.Match[str], text: str, order: DayOrder) -> bool:
    """Return whether the day comes first in a date of three numbers. Raises UnreadableValue."""
    first = int(match[1])
    if order == DayOrder.DAY:
        return True
    if first > 12 and order == DayOrder.MONTH:
        raise UnreadableValue(not_a_date(text))
    return first > 12


def build(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableValue(not_a_date(text)) from None


def explain(words: str, text: str) -> str:
    if NAMED_WITHOUT_YEAR.fullmatch(words):
        return f"{quote(text)} has no year. Enter it like 2018-11-07."
    return not_a_date(text)


def not_a_date(text: str) -> str:
    return f"{quote(text)} isn’t a date. Enter it like 2018-11-07."


def quote(text: str) -> str:
    return f"“{text[:60]}”" if text else "An empty cell"
