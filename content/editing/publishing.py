"""Publishing entries, and returning them to draft."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from content.editing.permissions import may_publish, who_can_publish
from content.editing.relations import Relations
from content.editing.reviews import end_sending_back
from content.editing.saving import save_entry
from content.exceptions import NotAllowedToPublish
from content.models import Entry, Status, User
from content.moments import format_minute


@transaction.atomic
def publish(
    *,
    entry: Entry,
    by: User,
    at: datetime | None = None,
    reason: str = "",
    relations: Relations | None = None,
) -> Entry:
    """Save an entry as published, at its own date or `at`. A date in the future schedules it.

    Without either date, it's published now. `reason` and `relations` are those of `save_entry`.
    Raises NotAllowedToPublish.
    """
    if not may_publish(by):
        raise NotAllowedToPublish(who_can_publish(type(entry)))
    entry.status = Status.PUBLISHED
    # Forms show no seconds.
    now = timezone.now().replace(second=0, microsecond=0)
    entry.published_at = at or entry.published_at or now
    reason = reason or describe_publication(entry)
    saved = save_entry(entry=entry, by=by, reason=reason, relations=relations)
    end_sending_back(saved)
    return saved


@transaction.atomic
def submit_for_review(*, entry: Entry, by: User, relations: Relations | None = None) -> Entry:
    """Save a draft as ready for an editor to review."""
    entry.status = Status.REVIEW
    return save_entry(entry=entry, by=by, reason="Submitted for review", relations=relations)


@transaction.atomic
def return_to_draft(*, entry: Entry, by: User) -> Entry:
    """Save an entry as a draft, which readers can't see. Raises NotAllowedToPublish."""
    if entry.status == Status.PUBLISHED and not may_publish(by):
        raise NotAllowedToPublish(who_can_publish(type(entry)))
    entry.status = Status.DRAFT
    return save_entry(entry=entry, by=by, reason="Back to draft")


def describe_publication(entry: Entry) -> str:
    if entry.published_at > timezone.now():
        return f"Scheduled for {format_minute(entry.published_at)}"
    return "Published"
