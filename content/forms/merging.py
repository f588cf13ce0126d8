from typing import Any

from django import forms
from django.db import models


class MergeForm(forms.Form):
    """Chooses two terms of one model: the first stays unless the page says otherwise."""

    one = forms.ModelChoiceField(queryset=None, error_messages={"required": "Choose one."})
    other = forms.ModelChoiceField(queryset=None, error_messages={"required": "Choose one."})

    def __init__(self, *args, terms: models.QuerySet, widget, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        word = terms.model._meta.verbose_name
        for name, label in (("one", f"One {word}"), ("other", f"The other {word}")):
            field: Any = self.fields[name]
            field.queryset, field.widget, field.label = terms, widget(), label
            field.widget.choices = field.choices
