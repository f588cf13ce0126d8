"""The values of form fields in one shape, so that any two can be compared.

A value is the list of strings that a browser sends for the field, without empty ones: [] for an
empty text, and for a box that is not checked.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from content.editing.forms.widgets import TagField
from content.keys import read_key
from content.moments import format_day, format_local

Value = list[str]


def as_value(field: forms.Field, initial) -> Value:
    """Return what a browser sends for a field that shows this, unchanged."""
    if isinstance(field, forms.BooleanField):
        return ["on"] if initial else []
    shown = field.prepare_value(initial)
    if not isinstance(shown, list):
        shown = field.widget.format_value(shown)
    return tidy(field, shown if isinstance(shown, list) else [shown])


def from_revision(kept):
    """Return what a form shows for what a revision keeps: for a related row, its key."""
    if isinstance(kept, list):
        return [from_revision(row) for row in kept]
    if not isinstance(kept, dict):
        return kept
    return f"{kept['id']}:{kept['role']}" if "role" in kept else kept["id"]


def tidy(field: forms.Field, texts: Iterable) -> Value:
    tidied = [str(text).replace("\r\n", "\n").strip() for text in texts if text is not None]
    value = [text for text in tidied if text]
    if isinstance(field, forms.ModelChoiceField):
        value = [text for text in value if read_key(text.partition(":")[0])]
    if isinstance(field, forms.ModelMultipleChoiceField | TagField):
        # Only the order of people has a meaning.
        return value if hasattr(field, "is_ordered") else sorted(value, key=lambda t: (len(t), t))
    return value


def as_text(field: forms.Field, value: Value) -> str:
    """Return a value for display."""
    if isinstance(field, forms.BooleanField):
        return "Yes" if value else "No"
    if isinstance(field, forms.ModelChoiceField):
        return name_rows(field, value)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        names = dict(choices)
        return ", ".join(str(names.get(text, text)) for text in value)
    if isinstance(field, forms.DateTimeField):
        return ", ".join(format_posted_time(text) for text in value)
    return ", ".join(value)


def name_rows(field: forms.ModelChoiceField, value: Value) -> str:
    pairs = [text.partition(":")[::2] for text in value]
    # Rows that this user may not choose aren't named.
    rows = field.queryset.filter(pk__in=[pk for pk, _ in pairs])
    names = {str(row.pk): str(row) for row in rows}
    named = [(names.get(pk, "a deleted one"), role) for pk, role in pairs]
    return ", ".join(f"{name} ({role})" if role else name for name, role in named)


def format_posted_time(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    is_day = len(text) == len("2026-01-05")
    return format_day(moment.date()) if is_day else format_local(moment)
