"""Dates and times that people, files, and importers set: their bounds, and clocks that change."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Q

from content.exceptions import AmbiguousTime, NonexistentTime

# Beyond these years, calendars, time zones, and databases no longer agree on what a date is.
FIRST_YEAR, LAST_YEAR = 1900, 2199
OUT_OF_BOUNDS = f"Choose a date between {FIRST_YEAR} and {LAST_YEAR}."


def is_in_bounds(value: date) -> bool:
    """Whether a date, or the moment of a date and time, is one that the site can handle."""
    # A zone can be a day ahead of UTC.
    return FIRST_YEAR <= value.year <= LAST_YEAR


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
