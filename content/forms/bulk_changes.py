from typing import Any

from django import forms

from content.editing.bulk_fields import BulkField


class BulkValueForm(forms.Form):
    """The value that entries get or lose."""

    def __init__(self, *args, bulk_field: BulkField, widget: forms.Widget | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.bulk_field = bulk_field
        label = bulk_field.word.capitalize()
        choose = {"required": f"Choose the {bulk_field.word}."}
        if bulk_field.field.choices:
            field: Any = forms.ChoiceField(
                label=label, choices=bulk_field.field.choices, error_messages=choose
            )
        else:
            rows = bulk_field.field.related_model._default_manager.all()
            field = forms.ModelChoiceField(
                label=label, queryset=rows, widget=widget, error_messages=choose
            )
            field.widget.choices = field.choices
        self.fields["value"] = field
