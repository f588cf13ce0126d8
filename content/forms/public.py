"""What all forms have in common that readers fill in without an account."""

import re

from django import forms
from django.core.exceptions import ValidationError

# Tabs and line breaks are all that a text may have of these.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class PublicForm(forms.Form):
    # People do not see this field; programs fill it in.
    website = forms.CharField(required=False, label="Leave this empty")

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError("Leave this field empty.")
        return ""

    def clean(self) -> dict:
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and CONTROL.search(value):
                self.add_error(
                    name,
                    "This contains characters that cannot be shown, perhaps from where it was "
                    "copied: type it anew, or copy it from somewhere else.",
                )
        return cleaned
