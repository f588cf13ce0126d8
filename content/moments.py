"""Dates and times that people, files, and importers set: their bounds, and clocks that change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from content.exceptions import AmbiguousTime, NonexistentTime
from content.site import is_day_first

# Beyond these years, calendars, time zones, and databases no longer agree on what a date is.
FIRST_YEAR, LAST_YEAR = 1900, 2199
OUT_OF_BOUNDS = f"Choose a date between {FIRST_YEAR} and {LAST_YEAR}."

# Until then, the name of a day of the week stands for only one date.
SOON = timedelta(days=6)

# What people in the United States call their time zones, in summer and winter alike.
COMMON_NAMES = {
    **dict.fromkeys(
        [
            "America/New_York", "America/Detroit", "America/Kentucky/Louisville",
            "America/Indiana/Indianapolis", "America/Toronto", "US/Eastern",
        ],
        "ET",
    ),
    **dict.fromkeys(["America/Chicago", "America/Menominee", "US/Central"], "CT"),
    **dict.fromkeys(["America/Denver", "America/Boise", "US/Mountain"], "MT"),
    **dict.fromkeys(["America/Los_Angeles", "US/Pacific"], "PT"),
    **dict.fromkeys(["America/Anchorage", "US/Alaska"], "AKT"),
    "America/Halifax": "AT",
    "UTC": "UTC",
}  # fmt: skip
# Zones whose abbreviation means something else to a reader in the United States: China's CST is not
# Chicago's, the Philippines' PST is not California's, and India, Israel, and Ireland share IST.
AMBIGUOUS_ZONES = ("Asia/", "America/Havana", "Europe/Dublin")


def is_in_bounds(value: date) -> bool:
    """Whether a date, or the moment of a date and time, is one that the site can handle."""
    # A zone can be a day ahead of UTC.
    return FIRST_YEAR <= value.year <= LAST_YEAR


def start_of_utc_day() -> datetime:
    """Return the last UTC midnight. Pages that tell time by it stay the same until the next one.

    Then all pages that are kept are rendered again (cworks.page_cache.changes).
    """
    return timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def validate_date(value: date) -> None:
    if not is_in_bounds(value):
        raise ValidationError(OUT_OF_BOUNDS)


def dates_in_bounds(*fields: str, name: str) -> CheckConstraint:
    """Return a constraint that keeps these columns within the bounds, or empty."""
    condition = Q()
    for field in fields:
        bounds = {f"{field}__year__gte": FIRST_YEAR, f"{field}__year__lte": LAST_YEAR}
        condition &= Q(**bounds) | Q(**{field: None})
    return CheckConstraint(condition=condition, name=name, violation_error_message=OUT_OF_BOUNDS)


def from_wall_clock(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment at which clocks in a zone show this date and time.

    Raises NonexistentTime and AmbiguousTime for times that clock changes skip or repeat.
    """
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    # Where clocks go forward, the offset of the first reading (fold=0) is the smaller one.
    raise NonexistentTime if second.utcoffset() > first.utcoffset() else AmbiguousTime


def format_day(value: date) -> str:
    """Return a date, or the day of a moment on the site's clocks: November 7, 2018."""
    return format_date(timezone.localtime(value) if isinstance(value, datetime) else value)


def format_date(day: date) -> str:
    """Return a date in the site’s style: November 7, 2018, or 7 November 2018."""
    return f"{format_month_day(day)}{' ' if is_day_first() else ', '}{day.year}"


def format_month_day(day: date) -> str:
    """Return a date within a year in the site’s style: November 7, or 7 November."""
    return f"{day.day} {day:%B}" if is_day_first() else f"{day:%B} {day.day}"


def format_zone(moment: datetime) -> str:
    """Return the name of a local moment’s time zone: ET, BST, or “Kathmandu time”."""
    name = str(moment.tzinfo)
    if name in COMMON_NAMES:
        return COMMON_NAMES[name]
    abbreviation = moment.tzname() or ""
    if abbreviation.isalpha() and not name.startswith(AMBIGUOUS_ZONES):
        return abbreviation
    return f"{name.rpartition('/')[2].replace('_', ' ')} time"


def format_clock(local: datetime) -> str:
    """Return the time of a local moment: 3:04 pm."""
    return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"


def format_minute(moment: datetime) -> str:
    """Return a moment on the site's clocks, or those of the zone that a page has activated.

    For example: November 7, 2018, 3:04 pm ET.
    """
    local = timezone.localtime(moment)
    return f"{format_local(local)} {format_zone(local)}"


def format_coming(moment: datetime) -> str:
    """Return a coming moment on the site's clocks: Tuesday, December 1, 9:00 am ET."""
    local = timezone.localtime(moment)
    year = "" if local.year == timezone.localdate().year else f", {local.year}"
    return f"{local:%A, %B} {local.day}{year}, {format_clock(local)} {format_zone(local)}"


def format_local(local: datetime) -> str:
    """Return a local date and time whose zone is known: November 7, 2018, 3:04 pm."""
    return f"{format_date(local)}, {format_clock(local)}"
