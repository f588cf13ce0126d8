"""What differs between two revisions of an entry."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst

from content.editing.differences import Piece, compare, shorten
from content.editing.revision_data import kept_fields, kept_relations
from content.models import Revision
from content.moments import format_local


@dataclass(frozen=True)
class FieldDifference:
    label: str
    pieces: list[Piece]


def compare_revisions(before: Revision, after: Revision) -> list[FieldDifference]:
    """Return what differs between two revisions, in the order of the model's fields."""
    model = after.own_model
    changes = []
    for field in [*kept_fields(model), *kept_relations(model)]:
        if not (field.editable or field.name in model.also_compared):
            continue
        if same(before.data.get(field.name), after.data.get(field.name)):
            continue
        old, new = (format_value(field, each.data) for each in (before, after))
        if old != new:
            label = capfirst(str(field.verbose_name))
            changes.append(FieldDifference(label, shorten(compare(old, new))))
    return changes


def same(old: Any, new: Any) -> bool:
    """Whether two values are the same, ignoring the names of related rows, which can change."""
    return without_names(old or None) == without_names(new or None)


def without_names(value: Any) -> Any:
    if isinstance(value, list):
        return [without_names(row) for row in value]
    if isinstance(value, dict):
        return {key: each for key, each in value.items() if key != "name"}
    return value


def format_value(field: models.Field, data: dict) -> str:
    """Return a field's value in a revision, for display."""
    value = data.get(field.name)
    if field.many_to_many:
        return ", ".join(format_related(row) for row in value or [])
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(field, models.ForeignKey):
        return value["name"] if isinstance(value, dict) else str(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField):
        own = field.name in field.model.in_own_zone
        local = timezone.localtime(
            datetime.fromisoformat(value), ZoneInfo(data["time_zone"]) if own else None
        )
        return format_local(local)
    return str(value)


def format_related(row: Any) -> str:
    if not isinstance(row, dict):
        return str(row)
    return f"{row['name']} ({row['role']})" if "role" in row else row["name"]
