"""The form that takes addresses of resources, one per line."""

from django import forms
from django.core.exceptions import ValidationError

from content.form_fields import LinesFormField, UrlFormField
from wiki.normalized_urls import normalize_url

MOST_ADDRESSES = 50


class AddressListForm(forms.Form):
    addresses = LinesFormField(
        max_length=MOST_ADDRESSES * 2000,
        help_text=f"One per line, at most {MOST_ADDRESSES}.",
        error_messages={"required": "Enter at least one address."},
        widget=forms.Textarea(
            attrs={"rows": 12, "class": "vLargeTextField", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_addresses(self) -> list[str]:
        """Return the addresses, each once."""
        field = UrlFormField(max_length=2000, assume_scheme="https")
        found: dict[str, str] = {}
        problems = []
        for line in self.cleaned_data["addresses"].splitlines():
            try:
                if line.strip():
                    found.setdefault(normalize_url(line), field.clean(line))
            except ValidationError:
                problems.append(f"“{line.strip()[:100]}” isn’t a web address.")
        if len(found) > MOST_ADDRESSES:
            problems.append(f"Enter at most {MOST_ADDRESSES} addresses. These are {len(found)}.")
        if problems:
            raise ValidationError(problems)
        return list(found.values())
