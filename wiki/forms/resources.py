"""The form of a resource, which can be filled in from its address."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.urls import reverse
from django.utils.html import format_html

from content.editing.forms.widgets import Module
from content.editing.permissions import visible_to
from content.locks import take_lock
from content.models import User
from wiki.forms.entries import LibraryEntryForm
from wiki.models import Resource
from wiki.models.resources import RESOURCE_FORMATS
from wiki.normalized_urls import normalize_url

# What the button beside the address sends.
READ = "_read"


class ResourceAddressInput(forms.URLInput):
    """An address, with a button that has its page read. See static/js/resource-address.js."""

    template_name = "admin/widgets/resource_address.html"
    # Whether the page is read without waiting for the button, because the address came along.
    starts = False

    class Media:
        js = [Module("resource-address.js")]

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        return {
            **super().get_context(name, value, attrs),
            "button": READ,
            "starts": self.starts,
            "check_url": reverse("admin:wiki_resource_address"),
            "read_url": reverse("admin:wiki_resource_read"),
        }


class ResourceForm(LibraryEntryForm):
    formats = RESOURCE_FORMATS

    class Meta(LibraryEntryForm.Meta):
        widgets = {**LibraryEntryForm.Meta.widgets, "url": ResourceAddressInput}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "url" in self.fields and self.instance._state.adding and not self.is_bound:
            widget = self.fields["url"].widget
            widget.starts = bool(self.initial.get("url"))
            # The address comes first.
            self.fields["title"].widget.attrs.pop("autofocus", None)
            widget.attrs["autofocus"] = True

    @property
    def is_reading(self) -> bool:
        """Whether the form was sent only to be filled in from the address."""
        return self.is_bound and READ in self.data

    def full_clean(self) -> None:
        if self.is_reading:
            # Nothing is saved, so nothing has to be complete.
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_reading

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if url:
            # Keep others from adding the same address before this one is saved.
            take_lock("addresses of resources")
            duplicate = describe_duplicate(url, user=self.user, except_for=self.instance.pk)
            if duplicate:
                raise ValidationError(duplicate)
        return url


def describe_duplicate(url: str, *, user: User | None, except_for: int | None = None) -> str:
    """Return a sentence with a link if the library already has this address, or ""."""
    others = Resource.objects.filter(normalized_url=normalize_url(url)).exclude(pk=except_for)
    if user is None or not others:
        return ""
    other = others.filter(pk__in=visible_to(user).values("pk")).first()
    if other is None:
        return "The library already has this address, in someone else’s draft."
    return format_html(
        'The library already has this address: <a href="{}">{}</a>. Change that entry instead.',
        reverse("admin:wiki_resource_change", args=[other.pk]),
        other,
    )
