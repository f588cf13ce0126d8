"""Changing what emails say."""

from django.db import transaction
from django.utils import timezone

from content.mail.wordings import Wording
from content.models import EmailText, Entry, User


@transaction.atomic
def save_text(
    *, wording: Wording, entry: Entry | None, subject: str, text: str, by: User
) -> EmailText:
    """Save the words of the emails of one purpose: for all, or for one entry."""
    saved, _ = EmailText.objects.update_or_create(
        purpose=wording.purpose,
        entry=entry,
        defaults={
            "subject": subject,
            "text": text,
            "modified_at": timezone.now(),
            "modified_by": by,
        },
    )
    return saved


def reset_text(*, wording: Wording, entry: Entry | None) -> None:
    """Go back to the original words; for one entry, to those of all others."""
    EmailText.objects.filter(purpose=wording.purpose, entry=entry).delete()
