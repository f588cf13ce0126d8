"""The values of form fields as a form sends them, so that any two can be compared.

A posted value is a text, a bool (a box that can be ticked) or a list of texts.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from content.editing.forms.widgets import TagField

Posted = str | bool | list[str]


def is_list(field: forms.Field) -> bool:
    return isinstance(field, forms.ModelMultipleChoiceField | TagField)


def is_posted(field: forms.Field, value) -> bool:
    """Tell whether a value that came from outside is what such a field can send."""
    if isinstance(field, forms.BooleanField):
        return isinstance(value, bool)
    if is_list(field):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, str)


def as_posted(field: forms.Field, value) -> Posted:
    """Return a value of a model as the form would send it if nobody touched it."""
    if isinstance(field, forms.BooleanField):
        return bool(value)
    value = field.prepare_value(value)
    if is_list(field):
        return [str(item) for item in value or []]
    shown = field.widget.format_value(value)
    if isinstance(shown, list):  # of a select box
        shown = shown[0] if shown else ""
    return tidy(shown)


def read(form: forms.Form, name: str) -> Posted:
    """Return what was sent for a field."""
    field = form.fields[name]
    value = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    if isinstance(field, forms.BooleanField):
        return bool(value)
    if is_list(field):
        return [str(item) for item in value or []]
    return tidy(value)


def write(form: forms.Form, name: str, value: Posted) -> None:
    """Put a value into a form's data, which must be its own copy."""
    key = form.add_prefix(name)
    if isinstance(value, list):
        form.data.setlist(key, value)
    elif value is False:
        form.data.pop(key, None)
    else:
        form.data[key] = "on" if value is True else value


def tidy(value) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def in_words(field: forms.Field, value: Posted) -> str:
    """Return a posted value as people read it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(field, TagField):
        return ", ".join(value)
    if isinstance(field, forms.ModelChoiceField):
        return name_rows(field, value if isinstance(value, list) else [value])
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    if hasattr(field, "in_words"):
        return field.in_words(value)
    if isinstance(field, forms.DateTimeField) and value:
        try:
            moment = timezone.localtime(field.to_python(value))
        except ValidationError:
            return value
        return f"{moment:%B %-d, %Y, %-I:%M %p}"
    return value


def name_rows(field: forms.ModelChoiceField, keys: list[str]) -> str:
    # Longer numbers are no keys, and what this person may not choose is not named to them.
    numbers = [key for key in keys if key.isascii() and key.isdecimal() and len(key) < 19]
    names = {str(row.pk): str(row) for row in field.queryset.filter(pk__in=numbers)}
    return ", ".join(names.get(key, "one that is gone") for key in keys if key)
