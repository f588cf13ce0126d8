"""Whose numbers a member of staff sees, and what they have narrowed them to."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from content.keys import read_key
from content.models import Entry, Person, Topic, User
from content.querysets import EntryQuerySet

# {parameter: (model, lookup from an entry)}
NARROWED_BY: dict[str, tuple[Any, str]] = {
    "entry": (Entry, "id"),
    "author": (Person, "people"),
    "topic": (Topic, "topics"),
}


@dataclass(frozen=True)
class Scope:
    """Entries whose numbers are shown: all of them if None, and then also those of other pages."""

    entries: EntryQuerySet | None
    events: EntryQuerySet | None  # whose registrations are shown
    sees_everything: bool
    sees_registrations: bool
    chosen: Any = None  # the entry, person, or topic that the numbers are narrowed to
    query: dict[str, str] = field(default_factory=dict)  # the parameters that choose it again

    @property
    def is_whole_site(self) -> bool:
        return self.entries is None


def read_scope(user: User, parameters) -> Scope:
    """Return what this user may see of what a query string asks for.

    Editors see everything; others see their own (by_user).
    """
    sees_everything = user.has_perm("content.view_viewcount")
    own = None if sees_everything else Entry.objects.by_user(user)
    name, chosen = find_chosen(parameters)
    if isinstance(chosen, Entry) and own is not None and not own.filter(pk=chosen.pk).exists():
        # Its title may be a secret.
        chosen = None
    entries, events = own, None
    if chosen is not None:
        _, lookup = NARROWED_BY[name]
        events = Entry.objects.filter(
            pk__in=Entry.objects.filter(**{lookup: chosen.pk}).values("pk")
        )
        entries = events if own is None else own & events
    return Scope(
        entries=entries,
        events=events,
        sees_everything=sees_everything,
        sees_registrations=user.has_perm("events.view_registration"),
        chosen=chosen,
        query={name: str(chosen.pk)} if chosen is not None else {},
    )


def find_chosen(parameters) -> tuple[str, Any]:
    for name, (model, _) in NARROWED_BY.items():
        key = read_key(parameters.get(name, ""))
        found = model._default_manager.filter(pk=key).first() if key else None
        if found is not None:
            return name, found
    return "", None


def limited(rows: QuerySet, entries: EntryQuerySet | None, *, by: str) -> QuerySet:
    """Return those rows that belong to these entries, by a lookup."""
    if entries is None:
        return rows
    return rows.filter(**{f"{by}__in": entries.order_by().values("pk")})
