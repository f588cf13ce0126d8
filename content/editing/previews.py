"""Secret links that show an unpublished entry to someone without an account."""

import secrets

from django.db.models import QuerySet

from content.models import Entry


def previewed_by(token: str) -> QuerySet[Entry]:
    """Return the entry that this secret link shows, if any."""
    return Entry.objects.filter(preview_token=token)


def make_preview_link(*, entry: Entry) -> str:
    """Give an entry a new preview secret and return it; an older one stops working."""
    token = secrets.token_urlsafe(32)
    Entry.objects.filter(pk=entry.pk).update(preview_token=token)
    entry.preview_token = token
    return token


def revoke_preview_link(*, entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(preview_token=None)
    entry.preview_token = None
