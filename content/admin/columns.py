from collections.abc import Callable

from django.contrib import admin
from django.db.models import Model

from content.moments import format_day, format_minute


def minute_column(name: str, description: str) -> Callable[[Model], str]:
    """Return a column for lists and forms that shows a moment in the site's words."""

    @admin.display(description=description, ordering=name, empty_value="Never")
    def column(row: Model) -> str | None:
        moment = getattr(row, name)
        return format_minute(moment) if moment else None

    column.__name__ = name
    return column


def day_column(name: str, description: str) -> Callable[[Model], str]:
    """Return a column for lists that shows a date in the site's words."""

    @admin.display(description=description, ordering=name)
    def column(row: Model) -> str | None:
        day = getattr(row, name)
        return format_day(day) if day else None

    column.__name__ = name
    return column
