"""What all forms for readers share. Readers have no accounts.

Errors say what to do and name what they are about: they are listed above the form, each as a link
to its field (https://design-system.service.gov.uk/components/error-summary/).
"""

import re

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from content.form_fields import EmailAddressField, SingleLineField

# All control characters except tabs and line breaks.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

TOO_MANY = "too-many"
# The message doesn't name the field, so that bots can't learn from it.
REJECTED = "We couldn’t accept this form as filled in. Please check it and send it again."
REMOVED_CHARACTERS = (
    "“{label}” contained characters that can’t be displayed. We removed them. Please check the "
    "text and send it again."
)
TOO_LONG = "“{label}” can have at most %(limit_value)d characters, and this has %(show_value)d."


class ReaderNameField(SingleLineField):
    default_error_messages = {"required": "Enter your name."}

    def __init__(self, **kwargs) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "name"})
        super().__init__(**{"label": "Your name", "widget": widget, **kwargs})


class ReaderEmailField(EmailAddressField):
    def __init__(self, **kwargs) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email"})
        super().__init__(**{"label": "Your email address", "widget": widget, **kwargs})


class Radios(forms.RadioSelect):
    """Radio buttons, none of which is selected until the reader selects one.

    Django would select a choice without a value, such as “No answer”.
    """

    def format_value(self, value) -> list[str]:
        return [] if value is None else super().format_value(value)


class TypedField(forms.BoundField):
    """A field whose text runs from left to right or from right to left, as it is typed."""

    def build_widget_attrs(self, attrs: dict, widget: forms.Widget | None = None) -> dict:
        attrs = super().build_widget_attrs(attrs, widget)
        is_text = isinstance(widget or self.field.widget, forms.TextInput | forms.Textarea)
        return {**attrs, "dir": "auto"} if is_text else attrs


class PublicForm(forms.Form):
    bound_field_class = TypedField
    marks_optional = True
    # Hidden from people; bots fill it in.
    website = forms.CharField(required=False, label="Leave this empty")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in self.fields.values():
            field.error_messages.setdefault("max_length", TOO_LONG.format(label=field.label))

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            self.add_error(None, REJECTED)
        return ""

    def refuse(self, message: str, *, too_many: bool = False) -> None:
        """Add the reason why a valid form was refused."""
        self.add_error(None, ValidationError(message, code=TOO_MANY if too_many else ""))

    @property
    def status(self) -> int:
        """The HTTP status of a page with this form."""
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
            # No page may contain them, not even this form's.
            self.data = self.data.copy()
            self.data[key] = CONTROL.sub("", text)
            self.add_error(name, REMOVED_CHARACTERS.format(label=self[name].label))
