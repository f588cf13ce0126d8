"""Update the links to addresses that have moved."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from content.editing.permissions import may_publish, who_can_publish
from content.editing.saving import save_entry
from content.exceptions import AddressInUse, LinkNotFound, NotAllowedToPublish, NothingMoved
from content.models import Entry, User, WebAddress, entry_model

LONGEST_NOTE = 300


@dataclass
class Moved:
    """The entries that now link to the new address, and those that don't, with reasons."""

    changed: list[Entry] = field(default_factory=list)
    left: list[tuple[Entry, str]] = field(default_factory=list)


def follow_move(*, address: WebAddress, by: User) -> Moved:
    """Update every entry that links to a moved address.

    Each entry gets a revision of its own, or stays as it is. Raises NotAllowedToPublish,
    NothingMoved.
    """
    if not may_publish(by):
        raise NotAllowedToPublish(who_can_publish())
    if not address.moved_to:
        raise NothingMoved
    moved = Moved()
    for entry in Entry.objects.filter(links__web_address=address).order_by("pk").only("kind"):
        try:
            moved.changed.append(update_moved_address(entry, address, by))
        except (LinkNotFound, AddressInUse) as error:
            moved.left.append((entry, str(error)))
    return moved


def update_moved_address(entry: Entry, address: WebAddress, by: User) -> Entry:
    """Update one entry. Raises LinkNotFound, AddressInUse."""
    try:
        with transaction.atomic():
            model = entry_model(entry.registered_kind)
            rows = model.objects.select_for_update(of=["self", "entry_ptr"])
            whole = rows.get(pk=entry.pk)
            whole.replace_address(old=address.url, new=address.moved_to)
            note = f"Link moved to {address.moved_to}"[:LONGEST_NOTE]
            save_entry(entry=whole, by=by, reason=note)
            if whole.links.filter(web_address=address).exists():
                raise LinkNotFound
    except IntegrityError as error:
        raise AddressInUse from error
    return whole
