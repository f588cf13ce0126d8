"""What happens to an entry on its way from a draft to the public."""

import secrets
from datetime import datetime

from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from content.exceptions import NotAllowedToPublish
from content.links.relinking import linking_to, relink_later
from content.models import Entry, Kind, Status, User
from content.models.entries import models_by_kind

PUBLISH = "content.publish_entry"


def may_publish(user: User) -> bool:
    return user.has_perm(PUBLISH)


def seen_by(user: User) -> QuerySet[Entry]:
    """Return the entries that somebody of the staff may read: a writer no draft of others.

    Whoever publishes only some kinds of entries reads the drafts of those.
    """
    entries = Entry.objects.all()
    seen = entries.published() | entries.filter(created_by=user)
    if not may_publish(user):
        return seen
    kinds = kinds_changed_by(user)
    return entries if len(kinds) == len(Kind) else seen | entries.filter(kind__in=kinds)


def kinds_changed_by(user: User) -> list[str]:
    """Return the kinds of entries that somebody of the staff may change at all."""
    return [kind for kind, model in models_by_kind().items() if user.has_perm(changing(model))]


def changing(model: type[Entry]) -> str:
    """Return the name of the permission to change entries of one kind."""
    return f"{model._meta.app_label}.change_{model._meta.model_name}"


def who_can_publish(model: type[Entry] | None = None) -> str:
    """Return a sentence for a writer: who publishes here; or, of a model, who publishes these."""
    editors = ModelBackend().with_perm(PUBLISH, include_superusers=False)
    if model is not None:
        changers = ModelBackend().with_perm(changing(model), include_superusers=False)
        editors = editors.filter(pk__in=changers.values("pk"))
    names = [str(editor) for editor in editors.order_by("name")[:6]]
    if not names:
        return "Only an editor can publish. Nobody is an editor yet: ask an administrator."
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    return f"Only an editor can publish. Mark it as ready for review, and ask {listed}."


@transaction.atomic
def publish(*, entry: Entry, by: User, at: datetime | None = None, reason: str = "") -> Entry:
    """Save an entry as published, at its own date or `at`; a later moment schedules it.

    Without either date it is published now. `reason` is for its history. Raises
    NotAllowedToPublish.
    """
    if not may_publish(by):
        raise NotAllowedToPublish(who_can_publish(type(entry)))
    entry.status = Status.PUBLISHED
    # To the minute, as forms show it.
    now = timezone.now().replace(second=0, microsecond=0)
    entry.published_at = at or entry.published_at or now
    return save_by(entry=entry, by=by, reason=reason or describe_publication(entry))


@transaction.atomic
def submit_for_review(*, entry: Entry, by: User) -> Entry:
    """Save a draft as ready for an editor to look at."""
    entry.status = Status.REVIEW
    return save_by(entry=entry, by=by, reason="Ready for review")


@transaction.atomic
def return_to_draft(*, entry: Entry, by: User) -> Entry:
    """Save an entry as a draft; readers no longer find it. Raises NotAllowedToPublish."""
    if entry.status == Status.PUBLISHED and not may_publish(by):
        raise NotAllowedToPublish(who_can_publish(type(entry)))
    entry.status = Status.DRAFT
    return save_by(entry=entry, by=by, reason="Back to draft")


def save_by(*, entry: Entry, by: User | None, reason: str = "") -> Entry:
    """Save an entry as one revision of this user's; an import is nobody's."""
    if entry.pk is None and entry.created_by is None:
        entry.created_by = by
    entry.modified_at = timezone.now()
    entry._history_user = by
    entry._change_reason = reason or None
    before = [entry.stored_title, entry.stored_path(), entry.was_public]
    entry.save()
    if before != [entry.title, entry.get_absolute_url(), entry.is_public]:
        relink_later(titles=[before[0], entry.title], entry_id=entry.pk)
    if entry.is_scheduled:
        relink_later(titles=[entry.title], entry_id=entry.pk, at=entry.published_at)
    return entry


@transaction.atomic
def delete_entry(*, entry: Entry) -> None:
    """Delete an entry; what linked to it by a title, also a former one, says so from then on."""
    links = linking_to(titles=[entry.title], entry_id=entry.pk).exclude(title="")
    relink_later(titles=list(links.values_list("title", flat=True).distinct()))
    entry.delete()


def describe_publication(entry: Entry) -> str:
    if entry.published_at > timezone.now():
        return f"Scheduled for {timezone.localtime(entry.published_at):%B %-d, %Y, %-I:%M %p}"
    return "Published"


def make_preview_link(*, entry: Entry) -> str:
    """Give an entry a new secret for its preview and return it; an older one stops working."""
    token = secrets.token_urlsafe(32)
    Entry.objects.filter(pk=entry.pk).update(preview_token=token)
    entry.preview_token = token
    return token


def revoke_preview_link(*, entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(preview_token=None)
    entry.preview_token = None
