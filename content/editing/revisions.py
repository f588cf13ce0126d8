"""Revisions of an entry. Every save writes one."""

from collections.abc import Iterable

from django.db import models

from content.editing.revision_data import read_data
from content.exceptions import RevisionMissing
from content.models import Entry, Revision, User, entry_model
from content.querysets import RevisionQuerySet


def write_revision(
    *, entry: Entry, by: User | None, reason: str = "", is_deletion: bool = False
) -> Revision:
    """Save the current state of an entry as a revision."""
    return Revision.objects.create(
        entry_id=entry.pk,
        kind=entry.kind,
        data=read_data(entry),
        status=entry.status,
        published_at=entry.published_at,
        by=by,
        reason=reason,
        is_deletion=is_deletion,
    )


def complete_revision(*, entry: Entry) -> None:
    """Add to the newest revision what a form saves after the entry itself, such as its people."""
    revision = revisions_of(entry).first()
    before, revision.data = revision.data, read_data(entry)
    revision.save(update_fields=["data"])
    old, new = ({row["id"] for row in data["companions"]} for data in (before, revision.data))
    revise_companions(of=entry, pks=old ^ new, by=revision.by)


def revise_companions(*, of: Entry, pks: Iterable[int], by: User | None) -> None:
    """Write a revision of each entry that became a companion of this one, or no longer is."""
    for entry in Entry.objects.filter(pk__in=pks).order_by("pk").only("kind"):
        whole = entry_model(entry.registered_kind).objects.get(pk=entry.pk)
        write_revision(entry=whole, by=by, reason=f"Companions changed along with “{of}”")


def revisions_of(entry: Entry) -> RevisionQuerySet:
    """Return the revisions of an entry, newest first, with who made them."""
    return entry.revisions.select_related("by").newest_first()


def newest_number(entry: Entry) -> str:
    """Return the number of an entry's newest revision as a form sends it; "0" if there is none."""
    return str(entry.revisions.newest_first().values_list("pk", flat=True).first() or 0)


def find_revision(entry: Entry, revision_id: int) -> Revision:
    """Raises RevisionMissing."""
    revision = revisions_of(entry).filter(pk=revision_id).first()
    if revision is None:
        raise RevisionMissing
    return revision


def users_with_revisions(users: Iterable[User]) -> list[User]:
    """Return the users who have saved a revision."""
    users = list(users)
    named = User.objects.filter(
        models.Exists(Revision.objects.filter(by=models.OuterRef("pk"))),
        pk__in=[user.pk for user in users],
    )
    numbers = set(named.values_list("pk", flat=True))
    return [user for user in users if user.pk in numbers]
