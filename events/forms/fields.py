from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.exceptions import EventError
from events.times import at_local

# A browser sends years of six digits too.
YEARS = range(1900, 2200)
LENGTH_OF_DAY = len("2018-11-07")


class Shown(NamedTuple):
    """What a field shows of a moment that is stored."""

    text: str
    zone: ZoneInfo
    is_day: bool


class WallTimeField(forms.DateTimeField):
    """A date and time as the clocks of a zone show it: 2018-11-07T15:00; or a day: 2018-11-07.

    The form says which zone, and whether days are meant. A day that ends something is named, and
    the midnight after it is stored.
    """

    default_error_messages = {
        "invalid": "This is no date with an hour: write it as 2018-11-07 15:00."
    }
    zone = ZoneInfo("America/New_York")
    is_day = False
    ends = False
    # What the form was opened with. Untouched, it stays to the second, and in whichever of two
    # hours of the same name it was.
    shown: Shown | None = None
    moment: datetime | None = None

    def show_as(self, *, zone: ZoneInfo, is_day: bool) -> None:
        """Take and show times of this zone from now on; or days, without hours."""
        self.zone, self.is_day = zone, is_day
        self.widget.input_type = "date" if is_day else "datetime-local"

    def remember(self, moment: datetime, *, zone: ZoneInfo, is_day: bool) -> str:
        """Note what is stored, and return what the form shows of it."""
        self.moment = moment
        self.shown = Shown(wall_text(moment, zone, is_day=is_day, ends=self.ends), zone, is_day)
        return self.shown.text

    def bound_data(self, data, initial):
        value = super().bound_data(data, initial)
        if not isinstance(value, str):
            return value
        if self.is_day:
            return value[:LENGTH_OF_DAY]
        # A browser's field for an hour shows nothing of a day alone.
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
            raise ValidationError("Give the hour too: only what lasts all day goes without.")
        with timezone.override(UTC):
            moment = super().to_python(text)
        if moment.year not in YEARS:
            raise ValidationError("Choose a date of this century.")
        try:
            return at_local(moment.replace(tzinfo=None), self.zone)
        except EventError as error:
            raise ValidationError(str(error)) from error

    def read_day(self, text: str) -> datetime:
        try:
            day = date.fromisoformat(text[:LENGTH_OF_DAY])
        except ValueError:
            raise ValidationError("This is no date: write it as 2018-11-07.") from None
        if day.year not in YEARS:
            raise ValidationError("Choose a date of this century.")
        day += timedelta(days=1 if self.ends else 0)
        return datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(UTC)

    def has_changed(self, initial, data) -> bool:
        return (initial or "") != (data or "")

    def in_words(self, text: str) -> str:
        """Return what was sent, or is shown, as people read it."""
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return text
        day = f"{moment:%B} {moment.day}, {moment.year}"
        return day if len(text) == LENGTH_OF_DAY else f"{day}, {moment:%-I:%M %p}"


def wall_text(moment: datetime, zone: ZoneInfo, *, is_day: bool = False, ends: bool = False) -> str:
    """Return a moment as the field shows it."""
    local = moment.astimezone(zone)
    if is_day:
        last = local - timedelta(seconds=1) if ends else local
        return f"{last:%Y-%m-%d}"
    return f"{local:%Y-%m-%dT%H:%M}"
