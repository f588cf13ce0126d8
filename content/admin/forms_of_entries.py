from django.urls import reverse

from content.models import Entry


def form_address(entry: Entry) -> str:
    """Return the address of the admin form for an entry of any kind."""
    return reverse(entry.registered_kind.admin_url_name("change"), args=[entry.pk])
