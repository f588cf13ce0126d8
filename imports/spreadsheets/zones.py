"""Read time zones as people write them: EST in July means the clocks of New York."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from content.time_zones import is_time_zone
from imports.spreadsheets.dates import quote
from imports.spreadsheets.values import UnreadableValue

COMMON = {
    "America/New_York": "et, est, edt, eastern, us eastern, new york",
    "America/Chicago": "ct, cst, cdt, central, us central, chicago",
    "America/Denver": "mt, mst, mdt, mountain, us mountain, denver",
    "America/Los_Angeles": "pt, pst, pdt, pacific, us pacific, los angeles",
    "America/Anchorage": "akt, akst, akdt, alaska, alaskan, us alaska, anchorage",
    "Pacific/Honolulu": "ht, hst, hawaii, hawaiian, us hawaii, honolulu",
    "America/Phoenix": "az, arizona, us arizona, phoenix, us mountain standard, mountain arizona",
    "America/Halifax": "at, ast, adt, atlantic, halifax",
    "UTC": "utc, gmt, z, etc utc, etc gmt, greenwich mean, coordinated universal, universal",
}
ZONES = {name: zone for zone, names in COMMON.items() for name in names.split(", ")}
# (UTC-05:00) Eastern Time (US & Canada)
OFFSET = re.compile(r"\(?\b(?:utc|gmt)\s*[+−–-]\s*\d{1,2}(?::?\d{2})?\)?")
# An offset without a place: GMT-5, UTC+01:00, -0500.
ONLY_OFFSET = re.compile(
    r"\(?(?:utc|gmt)?\s*(?P<sign>[+−–-])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?\)?",
    re.IGNORECASE,
)
# Where the clocks may be meant that show an offset.
PLACES = [
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu",
]  # fmt: skip
NOISE = re.compile(r"\b(?:time|zone|standard|daylight|us|usa|and|canada|prevailing)\b")
AT_END = re.compile(
    r"(?P<time>.*?(?:\d|[ap]\.?\s?m\.?|\b[ap]|noon|midnight|h))\s*[(,]?\s*"
    r"(?P<zone>(?![ap]\.?\s?m?\b|noon|midnight)[a-z][a-z /&()]*"
    r"(?:[+−–-]\s*\d{1,2}(?::?\d{2})?\)?)?)$",
    re.IGNORECASE | re.DOTALL,
)


def find_zone(text: str) -> str:
    """Return the time zone that a text names, an offset such as “UTC-05:00,” or "".

    Abbreviations stand for the clocks of a place in summer and winter alike, because people write
    EST in July. A zone of that name in the database never changes its clocks, so it isn’t meant.
    """
    if "/" in text and is_time_zone(text) and not text.upper().startswith(("ETC/", "US/")):
        return text
    if offset := ONLY_OFFSET.fullmatch(text.strip()):
        sign = "+" if offset["sign"] == "+" else "-"
        return f"UTC{sign}{int(offset['hours']):02}:{offset['minutes'] or '00'}"
    exact = " ".join(re.findall(r"[^\W_]+", OFFSET.sub(" ", text.casefold())))
    shorter = " ".join(NOISE.sub(" ", exact).split())
    for words in (exact, exact.removesuffix(" time"), shorter):
        if words in ZONES:
            return ZONES[words]
    # EST/EDT, Central (CT)
    named = {ZONES.get(word, "") for word in exact.removesuffix(" time").split()}
    if len(named) == 1 and named != {""}:
        return named.pop()
    by_case = text.strip().replace(" ", "_")
    return by_case if "/" in by_case and is_time_zone(by_case) else ""


def read_zone(text: str, day: date) -> str:
    """Return the time zone of a cell on that day; the site’s if it is empty.

    Raises UnreadableValue.
    """
    if not text:
        return settings.TIME_ZONE
    zone = find_zone(text)
    if zone.startswith(("UTC+", "UTC-")):
        zone = place_with_offset(zone, day)
    if not zone:
        raise UnreadableValue(f"{quote(text)} isn’t a time zone. Use one such as America/New_York.")
    return zone


def place_with_offset(offset: str, day: date) -> str:
    """Return a zone whose clocks show this offset on that day, one of ours if possible, or ""."""
    hours, minutes = int(offset[3:6]), int(offset[7:])
    wanted = timedelta(hours=hours, minutes=-minutes if offset[3] == "-" else minutes)
    noon = datetime.combine(day, time(12))
    for place in (settings.TIME_ZONE, *PLACES):
        if noon.replace(tzinfo=ZoneInfo(place)).utcoffset() == wanted:
            return place
    # In these names, the sign is that of the clocks of Greenwich.
    other = f"Etc/GMT{-hours:+d}" if hours else "UTC"
    return other if not minutes and is_time_zone(other) else ""


def split_zone(text: str) -> tuple[str, str]:
    """Return (the time, the zone) of a time such as “3 PM EST”; the zone is "" if it has none."""
    match = AT_END.fullmatch(text.strip())
    zone = find_zone(match["zone"]) if match else ""
    return (match["time"].strip(" ,("), zone) if match and zone else (text, "")
