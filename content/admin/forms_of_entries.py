from django.urls import reverse

from content.models import Entry


def form_address(entry: Entry) -> str:
    """Return the address of the form in which an entry of any kind is changed."""
    options = entry.own_model._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[entry.pk])
