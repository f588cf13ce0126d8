"""Going back to an earlier revision, and bringing back a deleted entry."""

import dataclasses
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from content import kinds
from content.editing.permissions import may_publish
from content.editing.publishing_check import find_blocks
from content.editing.revision_data import fill_in_field, find_relations, kept_fields
from content.editing.revisions import complete_revision, find_revision
from content.editing.saving import save_entry
from content.editing.slugs import propose_slug
from content.editing.trash import bring_back_rows, in_trash
from content.exceptions import DeletedEntryMissing, DeletedEntryUnfit, RevisionUnfit
from content.models import Entry, FormerTitle, Link, Redirect, Revision, Status, User
from content.moments import format_minute
from content.querysets import RevisionQuerySet


@transaction.atomic
def restore_revision(*, entry: Entry, revision_id: int, by: User) -> list[str]:
    """Bring back the content and relations of an earlier revision, as a new revision.

    The status, dates, address, and place in a series or in the wiki stay as they are. Return
    descriptions of what the revision refers to but has since been deleted. Raises RevisionMissing,
    and RevisionUnfit if the entry is published and the revision lacks something that every
    published entry needs.
    """
    model = type(entry)
    entry = model.objects.select_for_update(of=["self", "entry_ptr"]).get(pk=entry.pk)
    revision = find_revision(entry, revision_id)
    # An imported entry that never had a title doesn't need one.
    known = find_blocks(entry)
    gone = []
    for field in kept_fields(model):
        kept = not field.editable or field.name in model.kept_on_restore
        if not kept and field.name in revision.data:
            gone.append(fill_in_field(entry, field, revision.data[field.name]))
    relations, gone_relations = find_relations(model, revision.data)
    blocks = [finding.text for finding in find_blocks(entry) if finding not in known]
    if blocks and entry.status == Status.PUBLISHED:
        raise RevisionUnfit(" ".join([str(RevisionUnfit()), *blocks]))
    reason = f"Restored the revision of {format_minute(revision.created_at)}"
    save_entry(entry=entry, by=by, reason=reason, relations=relations)
    return [what for what in [*gone, *gone_relations] if what]


@dataclass
class RestoredEntry:
    """A restored entry, with sentences about what differs from before."""

    entry: Entry
    remarks: list[str] = dataclasses.field(default_factory=list)


def deleted_entries(user: User) -> RevisionQuerySet:
    """Return the last revisions of the deleted entries that a user may restore, newest first."""
    deletions = in_trash().filter(kind__in=restorable_kinds(user))
    return deletions.select_related("by").newest_first()


def restorable_kinds(user: User) -> list[str]:
    """Return the kinds of which a user may restore deleted entries: editors who may delete them."""
    if not may_publish(user):
        return []
    return [kind.name for kind in kinds.all_kinds() if user.has_perm(kind.delete_permission)]


@transaction.atomic
def restore_deleted_entry(*, revision_id: int, by: User, as_it_was: bool = False) -> RestoredEntry:
    """Bring back a deleted entry, under its old number and GUID, as a draft or with its status.

    It gets back its address and redirects if no one else uses them, its relations if they still
    exist, its place in a series, and what was deleted with it. The remarks say what is different.
    Raises DeletedEntryMissing and DeletedEntryUnfit.
    """
    # Lock it: if two people restore it at once, the second one is told that it's back.
    deletions = Revision.objects.select_for_update().filter(is_deletion=True)
    revision = deletions.filter(pk=revision_id).first()
    if revision is None or not deleted_entries(by).filter(pk=revision_id).exists():
        raise DeletedEntryMissing
    model, data = revision.own_model, revision.data
    entry = model(id=revision.entry_id, kind=revision.kind)
    gone = [
        fill_in_field(entry, each, data[each.name])
        for each in kept_fields(model)
        if each.name in data and each.name not in model.not_restored_if_deleted
    ]
    if not as_it_was:
        entry.status = Status.DRAFT
    relations, gone_relations = find_relations(model, data)
    restored = RestoredEntry(entry)
    restored.remarks += [
        f"The {what} has been deleted since." for what in [*gone, *gone_relations] if what
    ]
    restored.remarks += describe_losses(data)
    choose_free_slug(restored)
    try:
        with transaction.atomic():
            save_entry(entry=entry, by=by, reason="Restored after deletion", relations=relations)
    except IntegrityError as error:
        raise DeletedEntryUnfit from error
    restore_former_addresses(restored, data)
    restored.remarks += entry.registered_kind.put_back(entry, data)
    restored.remarks += [f"The {what} can’t be restored." for what in bring_back_rows(revision)]
    complete_revision(entry=entry)
    Link.objects.filter(target=None, address=entry.get_absolute_url()).update(target=entry)
    return restored


def describe_losses(data: dict) -> list[str]:
    """Return a sentence about what was deleted with an entry before that was kept."""
    lost = data.get("deleted_with_it", {})
    listed = ", ".join(f"{name} ({count})" for name, count in sorted(lost.items()))
    return [f"These were deleted with it and can’t be restored: {listed}."] if lost else []


def choose_free_slug(restored: RestoredEntry) -> None:
    entry, taken = restored.entry, restored.entry.slug
    space = entry.registered_kind.address_space
    if Entry.objects.filter(address_space=space, slug=taken).exists():
        entry.slug = propose_slug(taken, model=type(entry))
        restored.remarks.append(
            f"Its address “{taken}” is now in use, so it has “{entry.slug}” instead."
        )


def restore_former_addresses(restored: RestoredEntry, data: dict) -> None:
    """Make old addresses and titles lead to the entry again, unless others now use them."""
    for path in data.get("redirects", []):
        redirect = Redirect.objects.filter(old_path=path).first()
        if redirect is None:
            Redirect.objects.save_flat(Redirect(old_path=path, entry=restored.entry))
        elif redirect.entry_id != restored.entry.pk:
            restored.remarks.append(f"The old address {path} now leads elsewhere.")
    FormerTitle.objects.bulk_create(
        [FormerTitle(key=key, entry_id=restored.entry.pk) for key in data.get("former_titles", [])],
        ignore_conflicts=True,
    )
