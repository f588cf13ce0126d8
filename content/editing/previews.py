"""Secret links that show an unpublished entry to someone without an account."""

import secrets
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from content.models import Entry

LIFETIME = timedelta(days=30)


def previewed_by(token: str) -> QuerySet[Entry]:
    """Match the entry that this secret link shows, unless the link has expired."""
    return Entry.objects.filter(preview_token=token, preview_until__gt=timezone.now())


def make_preview_link(*, entry: Entry) -> str:
    """Give an entry a new preview secret and return it; an older one stops working."""
    token = secrets.token_urlsafe(32)
    store(entry, token=token, until=timezone.now() + LIFETIME)
    return token


def renew_preview_link(*, entry: Entry) -> None:
    """Restart the link's lifetime, even if it has expired."""
    if entry.preview_token:
        store(entry, token=entry.preview_token, until=timezone.now() + LIFETIME)


def revoke_preview_link(*, entry: Entry) -> None:
    store(entry, token=None, until=None)


def store(entry: Entry, *, token: str | None, until: datetime | None) -> None:
    entry.preview_token, entry.preview_until = token, until
    Entry.objects.filter(pk=entry.pk).update(preview_token=token, preview_until=until)
