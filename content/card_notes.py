"""What an entry's row in a listing says last, such as “3 comments”."""

from collections.abc import Iterable

from content.kinds import all_kinds
from content.models import Entry


def with_card_notes(entries: Iterable[Entry]) -> list[Entry]:
    """Give each entry that lacks it its note: one query per kind that has such."""
    entries = list(entries)
    without = [entry for entry in entries if entry.card_note is None]
    notes: dict[int, str] = {}
    for kind in all_kinds():
        pks = [entry.pk for entry in without if entry.kind == kind.name]
        if kind.card_notes and pks:
            notes |= kind.card_notes(pks)
    for entry in without:
        entry.card_note = notes.get(entry.pk, "")
    return entries
