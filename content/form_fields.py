"""Form fields that clean their text as the models' fields do, and fit in their columns."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from content.domains import ascii_email
from content.texts import clean_address, clean_line, clean_text

# The most that email can deliver to (RFC 5321 §4.5.3.1.3).
EMAIL_CHARACTERS = 254


class LineFormField(forms.CharField):
    def to_python(self, value) -> str:
        return super().to_python(clean_line(value) if isinstance(value, str) else value)


class SingleLineField(LineFormField):
    """A text in which people type single spaces only, such as a name."""

    def to_python(self, value) -> str:
        return " ".join(super().to_python(value).split())


class LinesFormField(forms.CharField):
    def to_python(self, value) -> str:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)


class SlugFormField(forms.SlugField):
    def to_python(self, value) -> str:
        return super().to_python(clean_line(value) if isinstance(value, str) else value)


class UrlFormField(forms.URLField):
    def to_python(self, value) -> str:
        return super().to_python(clean_address(value) if isinstance(value, str) else value)


def validate_address(email: str) -> None:
    """Accept what Django does, except for the characters that it takes for ASCII’s: “ı” and “ſ.”

    Their capitals are “I” and “S”, so that a database would take such an address for another’s.
    """
    validate_email(email)
    if not email.rpartition("@")[0].isascii():
        raise ValidationError(validate_email.message, code=validate_email.code)


class EmailAddressField(forms.EmailField):
    default_validators = [validate_address]
    default_error_messages = {
        "required": "Enter an email address like name@example.com.",
        "invalid": "Enter an email address like name@example.com.",
    }

    def __init__(self, **kwargs) -> None:
        # Django’s own limit is longer than our columns.
        super().__init__(**{"max_length": EMAIL_CHARACTERS, **kwargs})

    def to_python(self, value) -> str:
        return ascii_email(clean_line(super().to_python(value)))
