from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from content.exceptions import ContentError
from content.moments import from_wall_clock, validate_date

LENGTH_OF_DAY = len("2018-11-07")


class ShownTime(NamedTuple):
    """A stored moment as a field shows it."""

    text: str
    zone: ZoneInfo
    is_day: bool


class WallTimeField(forms.DateTimeField):
    """A date and time as clocks in a zone show it (2018-11-07T15:00), or a day (2018-11-07).

    The form sets the zone, and whether it is a day. For the end of an all-day event, people enter
    its last day, and the midnight after it is stored.
    """

    default_error_messages = {"invalid": "Enter a date and time such as 2018-11-07 15:00."}
    zone = ZoneInfo("America/New_York")
    is_day = False
    ends = False
    # What the form was opened with. If unchanged, the moment stays exactly the same, even within an
    # hour that occurs twice.
    shown: ShownTime | None = None
    moment: datetime | None = None

    def show_as(self, *, zone: ZoneInfo, is_day: bool) -> None:
        """Read and show times in this zone, or days without times."""
        self.zone, self.is_day = zone, is_day
        self.widget.input_type = "date" if is_day else "datetime-local"

    def remember(self, moment: datetime, *, zone: ZoneInfo, is_day: bool) -> str:
        """Remember the stored moment, and return it as the form shows it."""
        self.moment = moment
        self.shown = ShownTime(
            format_wall_time(moment, zone, is_day=is_day, ends=self.ends), zone, is_day
        )
        return self.shown.text

    def bound_data(self, data, initial):
        value = super().bound_data(data, initial)
        if not isinstance(value, str):
            return value
        if self.is_day:
            return value[:LENGTH_OF_DAY]
        # A browser’s datetime field shows nothing for a date without a time.
        return f"{value}T00:00" if len(value) == LENGTH_OF_DAY else value

    def to_python(self, value) -> datetime | None:
        if value in self.empty_values:
            return None
        text = str(value).strip()
        if self.shown == (text, self.zone, self.is_day):
            return self.moment
        if self.is_day:
            return self.read_day(text)
        if len(text) == LENGTH_OF_DAY:
            raise ValidationError("Enter a time as well as a date.")
        with timezone.override(UTC):
            moment = super().to_python(text)
        # Browsers also send six-digit years.
        validate_date(moment)
        try:
            return from_wall_clock(moment.replace(tzinfo=None), self.zone)
        except ContentError as error:
            raise ValidationError(str(error)) from error

    def read_day(self, text: str) -> datetime:
        try:
            day = date.fromisoformat(text[:LENGTH_OF_DAY])
        except ValueError:
            raise ValidationError("Enter a date such as 2018-11-07.") from None
        validate_date(day)
        day += timedelta(days=1 if self.ends else 0)
        return datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(UTC)

    def has_changed(self, initial, data) -> bool:
        return (initial or "") != (data or "")


def format_wall_time(
    moment: datetime, zone: ZoneInfo, *, is_day: bool = False, ends: bool = False
) -> str:
    """Return a moment as a WallTimeField shows it."""
    local = moment.astimezone(zone)
    if is_day:
        last = local - timedelta(seconds=1) if ends else local
        return f"{last:%Y-%m-%d}"
    return f"{local:%Y-%m-%dT%H:%M}"
