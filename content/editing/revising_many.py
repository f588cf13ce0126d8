"""What follows when the relations of many entries change at once, and their texts don't."""

from collections.abc import Collection, Iterator

from content import kinds
from content.copies.making import make_many_copies_later
from content.editing.revisions import write_revision
from content.models import Entry, User, entry_model


def lock_entries(pks: Collection[int]) -> set[int]:
    """Lock these entries until the transaction ends. Return which of them exist."""
    rows = Entry.objects.select_for_update(no_key=True).filter(pk__in=pks)
    return set(rows.order_by("pk").values_list("pk", flat=True))


def revise_many(*, pks: Collection[int], by: User | None, reason: str) -> None:
    """Write a revision of each of these entries, and enqueue the copies that contain them."""
    entries = list(read_whole(pks))
    for entry in entries:
        write_revision(entry=entry, by=by, reason=reason)
    make_many_copies_later(entries)


def read_whole(pks: Collection[int]) -> Iterator[Entry]:
    """Yield each of these entries as its own kind has it."""
    for kind in kinds.all_kinds():
        yield from entry_model(kind).objects.filter(pk__in=pks).order_by("pk")
