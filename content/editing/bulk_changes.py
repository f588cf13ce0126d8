"""Changing a topic, tag, sector, or the like on many entries at once, and undoing that."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from content import kinds
from content.activity import record
from content.editing.bulk_fields import SHARED, BulkField
from content.editing.permissions import changeable_kinds, may_publish
from content.editing.revising_many import lock_entries, revise_many
from content.exceptions import BulkChangeRefused
from content.kinds import Kind
from content.models import Activity, BulkChange, Entry, Status, User

# More would keep others from saving for too long.
MOST = 2_000


@dataclass(frozen=True)
class PlannedChange:
    """A change to many entries, before it is made."""

    field: BulkField
    value: Any
    adds: bool
    before: dict[int, Any]  # what each entry has that it changes, in the order of publication
    unchanged: int  # the number of the others

    @property
    def sentence(self) -> str:
        """What it will do: 12 entries will get the topic “Assessment”. 3 already have it."""
        count, verb = len(self.before), "get" if self.adds else "lose"
        sentences = [f"{count_entries(count)} will {verb} {self.what}."]
        if self.unchanged:
            sentences.append(self.describe_unchanged())
        if not self.adds and (bare := self.field.count_without(self.before)):
            is_one = bare == 1
            sentences.append(
                f"{count_entries(bare)} that {'is' if is_one else 'are'} published will have no "
                f"{self.field.word} then."
            )
        return " ".join(sentences)

    def describe_unchanged(self) -> str:
        is_one = self.unchanged == 1
        if self.adds:
            return f"{self.unchanged} already {'has' if is_one else 'have'} it."
        return f"{self.unchanged} {'doesn’t' if is_one else 'don’t'} have it."

    @property
    def reason(self) -> str:
        """What it did, for the history: Added the topic “Assessment” to 12 entries."""
        count = len(self.before)
        entries = "one entry" if count == 1 else f"{count} entries"
        if not self.adds:
            return f"Removed {self.what} from {entries}"
        verb, to = ("Set", "on") if self.field.is_single else ("Added", "to")
        return f"{verb} {self.what} {to} {entries}"

    @property
    def what(self) -> str:
        return f"the {self.field.word} “{self.field.label_of(self.value)}”"


def count_entries(count: int) -> str:
    return {0: "No entries", 1: "One entry"}.get(count, f"{count} entries")


def bulk_fields_of(kind: Kind) -> dict[str, BulkField]:
    return {field.name: field for field in (*SHARED, *kind.bulk_fields)}


def find_field(name: str) -> BulkField | None:
    every = [*SHARED, *(field for kind in kinds.all_kinds() for field in kind.bulk_fields)]
    return {field.name: field for field in every}.get(name)


def changeable_by(user: User, pks: Collection[int]) -> list[int]:
    """Return which of these entries a user may change, in the order of publication."""
    entries = Entry.objects.filter(pk__in=pks, kind__in=changeable_kinds(user))
    if not may_publish(user):
        entries = entries.by_user(user).exclude(status=Status.PUBLISHED)
    ordered = entries.order_by(F("published_at").asc(nulls_last=True), "pk")
    return list(ordered.values_list("pk", flat=True))


def plan_change(
    *, field: BulkField, value: Any, adds: bool, pks: Collection[int], by: User
) -> PlannedChange:
    """Return what a change to these entries would do. Raises BulkChangeRefused."""
    if len(pks) > MOST:
        raise BulkChangeRefused(f"Choose at most {MOST:,} entries at a time.")
    states = field.read(changeable_by(by, pks), value)
    before = {pk: state for pk, state in states.items() if field.has(state, value) != adds}
    return PlannedChange(field, value, adds, before, len(states) - len(before))


@transaction.atomic
def change_many(
    *, field: BulkField, value: Any, adds: bool, pks: Collection[int], by: User
) -> BulkChange:
    """Give many entries a value, or take it from them, and remember what they had.

    Entries that the user may not change stay as they are. Raises BulkChangeRefused.
    """
    lock_entries(pks)
    planned = plan_change(field=field, value=value, adds=adds, pks=pks, by=by)
    if not planned.before:
        raise BulkChangeRefused("Nothing was left to change: someone else has just done it.")
    for pk in planned.before:
        if adds:
            field.give(pk, value)
        else:
            field.take(pk, value)
    revise_many(pks=planned.before.keys(), by=by, reason=planned.reason)
    record(Activity.Matter.ENTRY, planned.reason, by=by)
    return BulkChange.objects.create(
        field=field.name,
        value=field.key_of(value),
        adds=adds,
        before=planned.before,
        reason=planned.reason,
        by=by,
    )


@transaction.atomic
def undo_change(*, change_id: int, by: User) -> tuple[BulkChange, int]:
    """Put back what a bulk change replaced, on the entries where it still is as it left it.

    Return the change, and how many entries have what they had. Raises BulkChangeRefused.
    """
    change = BulkChange.objects.select_for_update().filter(pk=change_id, undone_at=None).first()
    field = find_field(change.field) if change else None
    if change is None or field is None:
        raise BulkChangeRefused("This has been undone already.")
    value = field.find(change.value)
    if value is None:
        gone = f"The {field.word} has been deleted since, so this can’t be undone."
        raise BulkChangeRefused(gone)
    before = {int(pk): state for pk, state in change.before.items()}
    lock_entries(before.keys())
    now = field.read(changeable_by(by, before.keys()), value)
    as_left = [
        pk
        for pk, state in now.items()
        if (field.has(state, value) if change.adds else state is None)
    ]
    for pk in sorted(as_left, key=lambda pk: field.order_of(before[pk])):
        field.put_back(pk, before[pk], value)
    undone = f"Undid this: {change.reason}"
    revise_many(pks=as_left, by=by, reason=undone)
    record(Activity.Matter.ENTRY, undone, by=by)
    change.undone_at = timezone.now()
    change.save(update_fields=["undone_at"])
    return change, len(as_left)
