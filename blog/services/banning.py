"""Addresses whose comments aren't accepted for a time."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from blog.exceptions import CommenterBanned
from blog.models import CommentBan
from content.activity import record
from content.models import Activity, User
from content.readers import clean_email


@transaction.atomic
def ban(*, email: str, days: int, by: User) -> CommentBan:
    """Accept no comments from an address for this many days from now."""
    row, _ = CommentBan.objects.update_or_create(
        email=clean_email(email),
        defaults={"until": timezone.now() + timedelta(days=days), "created_by": by},
    )
    # Without the address, which outlives a ban in the recent activity.
    record(Activity.Matter.OTHER, f"An address was banned for {days} days", by=by)
    return row


def is_banned(email: str) -> bool:
    return CommentBan.objects.filter(email=email, until__gt=timezone.now()).exists()


def check_not_banned(email: str) -> None:
    """Raises CommenterBanned."""
    if is_banned(email):
        raise CommenterBanned
