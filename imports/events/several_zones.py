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
    read_span,
    split_span,
)
from imports.spreadsheets.dates import quote
from imports.spreadsheets.values import UnreadableValue
from imports.spreadsheets.zones import find_zone

TIME = rf"(?:(?:{CLOCK}|{BARE}){TO})?(?:{CLOCK}|{BARE})"
SEPARATOR = r"\s*(?:[/|;,(=]|\bor\b)\s*"
SEVERAL = re.compile(
    rf"(?<![\d/.-])(?P<first>{TIME}\s*{ZONE})(?P<others>(?:{SEPARATOR}{TIME}\s*{ZONE}\)?)+)",
    re.IGNORECASE,
)
EACH = re.compile(rf"(?P<time>{TIME})\s*(?P<zone>{ZONE})", re.IGNORECASE)
# The clocks of two zones may differ by another hour in summer.
WINTER, SUMMER = datetime(2021, 1, 15), datetime(2021, 7, 15)  # noqa: DTZ001


def keep_first_zone(text: str) -> str:
    """Return a text with only the first of the times that are one moment in several zones.

    Raises UnreadableValue if they are different moments.
    """
    several = SEVERAL.search(text)
    if several is None:
        return text
    times = [EACH.fullmatch(several["first"]), *EACH.finditer(several["others"])]
    if not any(has_one_moment(times, day) for day in (WINTER, SUMMER)):
        raise UnreadableValue(
            f"{quote(several[0])} are different moments. Correct one, or enter only one of them."
        )
    return text[: several.end("first")] + text[several.end() :]


def has_one_moment(times: list, day: datetime) -> bool:
    moments = set()
    for each in times:
        zone = find_zone(each["zone"])
        if not zone or zone.startswith(("UTC+", "UTC-")):
            return False
        first, last = split_span(each["time"])
        start, _, _ = read_span(read_bare(first), read_bare(last) if last else None)
        offset = day.replace(tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()
        minutes = start.hour * 60 + start.minute - offset.total_seconds() / 60
        moments.add(minutes % DAY)
    return len(moments) == 1
