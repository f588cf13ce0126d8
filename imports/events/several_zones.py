"""One moment on the clocks of several zones: 3 pm ET / 12 pm PT."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from imports.spreadsheets.clocks import (
    BARE,
    CLOCK,
    DAY,
    TO,
    ZONE,
    read_bare,
    split_span,
)
from imports.spreadsheets.dates import quote
from imports.spreadsheets.values import UnreadableValue
from imports.spreadsheets.zones import find_zone

TIME = rf"(?:(?:{CLOCK}|{BARE}){TO})?(?:{CLOCK}|{BARE})"
IN_ZONE = rf"\s*\(?{ZONE}\)?"
SEPARATOR = r"\s*(?:[/|;,(=&]|\b(?:or|and)\b)\s*"
SEVERAL = re.compile(
    rf"(?<![\d/.-])(?P<first>{TIME}{IN_ZONE})(?P<others>(?:{SEPARATOR}{TIME}{IN_ZONE}\)?)+)",
    re.IGNORECASE,
)
EACH = re.compile(rf"(?P<time>{TIME})\s*\(?(?P<zone>{ZONE})", re.IGNORECASE)
# The clocks of two zones may differ by another hour in summer.
DAYS = datetime(2021, 1, 15), datetime(2021, 7, 15)  # noqa: DTZ001 (wall clocks)


def keep_first_zone(text: str) -> str:
    """Return a text with only the first of the times that are one moment in several zones.

    Raises UnreadableValue if they are different moments.
    """
    several = SEVERAL.search(text)
    if several is None:
        return text
    times = list(EACH.finditer(several[0]))
    if not any(set.intersection(*(moments_of(each, day) for each in times)) for day in DAYS):
        raise UnreadableValue(
            f"{quote(several[0])} are different moments. Correct one, or enter only one of them."
        )
    return text[: several.end("first")] + text[several.end() :]


def moments_of(each: re.Match[str], day: datetime) -> set[float]:
    """Return when a time begins, in minutes of a day in Greenwich: twice if it could be am or pm.

    Raises UnreadableValue.
    """
    zone = find_zone(each["zone"])
    if not zone or zone.startswith(("UTC+", "UTC-")):
        return set()
    offset = day.replace(tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()
    begins = read_bare(split_span(each["time"])[0])
    return {(minutes - offset.total_seconds() / 60) % DAY for minutes in begins.readings}
