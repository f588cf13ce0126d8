"""The values of form fields as a form sends them, so that any two can be compared.

A posted value is a string, a bool (of a checkbox), or a list of strings.
"""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from content.editing.forms.widgets import TagField

Posted = str | bool | list[str]

# With the name of a field: which of two editors' values was chosen, and the editor's own value.
CHOICE, MINE = "choice-", "mine-"


def is_list(field: forms.Field) -> bool:
    return isinstance(field, forms.ModelMultipleChoiceField | TagField)


def as_posted(field: forms.Field, value) -> Posted:
    """Return a model's value as the form would send it unchanged."""
    if isinstance(field, forms.BooleanField):
        return bool(value)
    value = field.prepare_value(value)
    if is_list(field):
        return in_order(value)
    shown = field.widget.format_value(value)
    if isinstance(shown, list):  # from a select box
        shown = shown[0] if shown else ""
    return tidy(shown)


def read(form: forms.Form, name: str) -> Posted:
    """Return the posted value of a field."""
    field = form.fields[name]
    value = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    if isinstance(field, forms.BooleanField):
        return bool(value)
    if is_list(field):
        return in_order(value)
    return tidy(value)


def in_order(values: Iterable | None) -> list[str]:
    """Sort the values of a list, so that two lists with the same values are equal."""
    return sorted((str(value) for value in values or []), key=lambda text: (len(text), text))


def read_mine(form: forms.Form, name: str) -> Posted:
    """Return the editor's own value, which a form with a merge keeps in a hidden input."""
    field, key = form.fields[name], f"{MINE}{name}"
    if is_list(field):
        values = [value for value in form.data.getlist(key) if value]
        return in_order(values if isinstance(field, TagField) else filter(is_key, values))
    if isinstance(field, forms.BooleanField):
        return form.data.get(key) == "True"
    return tidy(form.data.get(key))


def write(form: forms.Form, name: str, value: Posted) -> None:
    """Set a value in a form's data, which must already be a copy."""
    key = form.add_prefix(name)
    if isinstance(value, list):
        form.data.setlist(key, value)
    elif value is False:
        form.data.pop(key, None)
    else:
        form.data[key] = "on" if value is True else value


def tidy(value) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def as_text(field: forms.Field, value: Posted) -> str:
    """Return a posted value as people read it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(field, TagField):
        return ", ".join(value)
    if isinstance(field, forms.ModelChoiceField):
        return name_rows(field, value if isinstance(value, list) else [value])
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    if hasattr(field, "as_text"):
        return field.as_text(value)
    if isinstance(field, forms.DateTimeField) and value:
        try:
            moment = timezone.localtime(field.to_python(value))
        except ValidationError:
            return value
        return f"{moment:%B %-d, %Y, %-I:%M %p}"
    return value


def is_key(text: str) -> bool:
    """Whether this can be a primary key."""
    return text.isascii() and text.isdecimal() and len(text) < 19


def name_rows(field: forms.ModelChoiceField, keys: list[str]) -> str:
    # Rows that this user may not choose aren't named.
    numbers = [key for key in keys if is_key(key)]
    names = {str(row.pk): str(row) for row in field.queryset.filter(pk__in=numbers)}
    return ", ".join(names.get(key, "a deleted one") for key in keys if key)
