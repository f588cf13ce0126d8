from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.exceptions import EventError
from events.times import at_local


class WallTimeField(forms.DateTimeField):
    """A date and time as the clocks of a zone show it. The form says which zone."""

    zone = ZoneInfo("America/New_York")

    def prepare_value(self, value):
        if isinstance(value, datetime) and timezone.is_aware(value):
            return timezone.make_naive(value, self.zone)
        return value

    def to_python(self, value) -> datetime | None:
        if isinstance(value, datetime) and timezone.is_aware(value):
            return value
        with timezone.override(UTC):
            moment = super().to_python(value)
        if moment is None:
            return None
        try:
            return at_local(moment.replace(tzinfo=None), self.zone)
        except EventError as error:
            raise ValidationError(str(error)) from error
        except OverflowError:
            raise ValidationError("Choose a date of this century.") from None

    def has_changed(self, initial, data) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True
