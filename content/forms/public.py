"""What all forms have in common that readers fill in without an account."""

import re

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

# Tabs and line breaks are all that a text may have of these.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

TOO_MANY = "too-many"
# Which field it was is not for programs to learn.
NOT_TAKEN = "This could not be taken as it was filled in. Look it over, and send it once more."
TAKEN_OUT = (
    "This had characters in it that cannot be shown. They are taken out now: look it over, and "
    "send it once more."
)


class PublicForm(forms.Form):
    # People do not see this field; programs fill it in.
    website = forms.CharField(required=False, label="Leave this empty")

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            self.add_error(None, NOT_TAKEN)
        return ""

    def refuse(self, message: str, *, too_many: bool = False) -> None:
        """Say why a valid form was not taken."""
        self.add_error(None, ValidationError(message, code=TOO_MANY if too_many else ""))

    @property
    def status(self) -> int:
        """What a page with this form answers."""
        if self.has_error(NON_FIELD_ERRORS, TOO_MANY):
            return 429
        return 422 if self.errors else 200

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in self.fields:
            self.refuse_control_characters(name)
        return cleaned

    def refuse_control_characters(self, name: str) -> None:
        key = self.add_prefix(name)
        text = self.data.get(key, "")
        if CONTROL.search(text):
            # No page may have them, this form's included.
            self.data = self.data.copy()
            self.data[key] = CONTROL.sub("", text)
            self.add_error(name, TAKEN_OUT)
