"""Changes to public entries that are kept to be published later, or proposed by writers."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from content.activity import record
from content.editing.comparing import FieldDifference, compare_revisions, same
from content.editing.merging import merge_texts
from content.editing.permissions import may_publish, owns
from content.editing.publishing_check import find_blocks
from content.editing.relations import Relations
from content.editing.revision_data import (
    fill_in_field,
    find_relations,
    kept_fields,
    kept_relations,
    read_data,
)
from content.editing.revisions import newest_number
from content.editing.saving import save_entry
from content.exceptions import ChangesInConflict, ChangesUnfit, ContentError
from content.models import Activity, Entry, PendingVersion, Revision, User, entry_model
from content.phrases import join_list

# A job that is later than this has failed, or its worker isn't running.
LATE = timedelta(minutes=5)


def may_propose(user: User, entry: Entry) -> bool:
    """Whether a writer may propose changes: to their own that readers see."""
    return entry.is_public and not may_publish(user) and owns(user, entry)


def pending_for(user: User, entry: Entry) -> PendingVersion | None:
    """Return the changes that someone sees in an entry's form.

    Those who publish see any; writers, what they and the other writers of their own entry propose.
    """
    pending = PendingVersion.objects.filter(entry=entry.pk).select_related("by").first()
    if pending is None or may_publish(user) or pending.by_id == user.pk:
        return pending
    is_of_writer = pending.by is not None and not may_publish(pending.by)
    return pending if is_of_writer and owns(user, entry) else None


def unpublished() -> QuerySet[PendingVersion]:
    """Return the changes that were due and couldn't be published."""
    return PendingVersion.objects.filter(
        ~Q(problem="") | Q(publish_at__lt=timezone.now() - LATE)
    ).order_by("pk")


def proposed() -> QuerySet[PendingVersion]:
    return PendingVersion.objects.filter(is_proposed=True)


def kept_by(user: User) -> QuerySet[PendingVersion]:
    """Return the changes that a user keeps and that nothing will publish by itself."""
    return PendingVersion.objects.filter(by=user, is_proposed=False, publish_at=None, problem="")


def changed_names(model: type[Entry]) -> list[str]:
    """Return what can be kept for later. The address, dates, and place in a series can't."""
    fields = [field.name for field in kept_fields(model) if field.editable]
    relations = [field.name for field in kept_relations(model)]
    return [name for name in [*fields, *relations] if name not in model.kept_on_restore]


@transaction.atomic
def keep_changes(
    *,
    entry: Entry,
    data: dict[str, Any],
    by: User | None,
    is_proposed: bool = False,
    publish_at: datetime | None = None,
    note: str = "",
) -> PendingVersion:
    """Keep what an entry would become, based on its newest revision, and schedule it if asked to.

    It replaces what was kept before.
    """
    facts = {
        "data": data,
        "base": int(newest_number(entry)),
        "by": by,
        "is_proposed": is_proposed,
        "publish_at": publish_at,
        "note": note,
        "problem": "",
        "saved_at": timezone.now(),
    }
    pending, _ = PendingVersion.objects.update_or_create(entry_id=entry.pk, defaults=facts)
    what = "Changes proposed" if is_proposed else "Changes saved without publishing"
    record(Activity.Matter.ENTRY, what, by=by, about=entry)
    if publish_at:
        job = publish_kept.configure(schedule_at=publish_at)
        job.defer(entry_id=entry.pk, mark=pending.mark)
    return pending


def discard_changes(*, entry: Entry) -> None:
    PendingVersion.objects.filter(entry=entry.pk).delete()


def compare_with_public(pending: PendingVersion, entry: Entry) -> list[FieldDifference]:
    """Return what readers see that would change."""
    public, kept = (
        Revision(kind=entry.kind, data=data) for data in (read_data(entry), pending.data)
    )
    return compare_revisions(public, kept)


@app.task(name="content.publish_kept")
def publish_kept(*, entry_id: int, mark: str) -> None:
    """Publish changes at their minute, unless they were replaced, rescheduled, or discarded.

    If they can't be published, they are kept, and the desk of those who publish says why.
    """
    try:
        publish_pending(entry_id=entry_id, mark=mark)
    except ContentError as error:
        PendingVersion.objects.filter(entry=entry_id).update(problem=str(error), publish_at=None)


@transaction.atomic
def publish_pending(*, entry_id: int, mark: str) -> None:
    """Merge kept changes with those that were published meanwhile, and publish them.

    Raises ChangesInConflict and ChangesUnfit.
    """
    # The entry first, as its form locks it. If two run at once, the second finds nothing to do.
    locked = Entry.objects.select_for_update(no_key=True).filter(pk=entry_id).first()
    pending = PendingVersion.objects.select_for_update(of=["self"]).filter(entry=entry_id).first()
    if locked is None or pending is None or pending.mark != mark:
        return
    model = entry_model(locked.registered_kind)
    entry = model.objects.get(pk=entry_id)
    by = pending.by
    if by is None or not by.is_active or not may_publish(by):
        raise ChangesUnfit("The person who scheduled the changes may no longer publish.")
    if not entry.is_public:
        raise ChangesUnfit("It’s no longer published.")
    known = find_blocks(entry)
    relations = fill_in_changes(entry, pending)
    blocks = [finding.text for finding in find_blocks(entry) if finding not in known]
    if blocks:
        raise ChangesUnfit(" ".join(blocks))
    reason = "Published the changes saved earlier"
    if pending.note:
        reason = f"{reason}: {pending.note}"
    save_entry(entry=entry, by=by, reason=reason, relations=relations)
    pending.delete()


def fill_in_changes(entry: Entry, pending: PendingVersion) -> Relations:
    """Give an entry the kept changes, and return the relations to save with it.

    Raises ChangesInConflict and ChangesUnfit.
    """
    model = type(entry)
    data = merge_data(entry, pending)
    gone = [
        fill_in_field(entry, field, data[field.name])
        for field in kept_fields(model)
        if field.name in data
    ]
    relations, gone_relations = find_relations(model, data)
    lost = [what for what in [*gone, *gone_relations] if what]
    if lost:
        raise ChangesUnfit(f"The {join_list(lost)} has been deleted.")
    return relations


def merge_data(entry: Entry, pending: PendingVersion) -> dict[str, Any]:
    """Return the kept changes, merged with what has changed since. Raises ChangesInConflict."""
    base = Revision.objects.filter(pk=pending.base, entry=entry.pk).first()
    before, theirs = (base.data if base else {}), read_data(entry)
    merged, conflicts = {}, []
    for field in [*kept_fields(type(entry)), *kept_relations(type(entry))]:
        name = field.name
        if name not in changed_names(type(entry)) or name not in pending.data:
            continue
        mine, other, old = pending.data[name], theirs[name], before.get(name)
        if same(mine, other) or same(mine, old):
            continue
        if name == "body":
            result = merge_texts(base=old, theirs=other, mine=mine, their_name="Someone")
            merged[name] = result.text
            if result.conflicts:
                conflicts.append(str(field.verbose_name))
        elif same(other, old):
            merged[name] = mine
        else:
            conflicts.append(str(field.verbose_name))
    if conflicts:
        raise ChangesInConflict(
            f"Someone else has changed the same meanwhile: {join_list(conflicts)}. Open it, choose "
            "what to keep, and publish it."
        )
    return merged
