"""Merging two tags, people, topics, or places that mean the same: one stays."""

from collections.abc import Callable, Collection
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from taggit.models import Tag

from content.editing.revising_many import lock_entries, revise_many
from content.editing.terms import address_of
from content.exceptions import MergeRefused
from content.models import Contribution, Entry, EntryTag, Person, Place, Redirect, Topic, User
from content.trees import ids_below

# A tag, person, topic, or place.
Term = Any

# By model: the table that relates it to entries, and its columns for the term and for the entry.
TABLES: dict[type[models.Model], tuple[type[models.Model], str, str]] = {
    Tag: (EntryTag, "tag", "content_object"),
    Person: (Contribution, "person", "entry"),
    Topic: (Entry.topics.through, "topic", "entry"),
    Place: (Entry.places.through, "place", "entry"),
}


# What else apps keep about terms, and move from one to the other.
_movers: list[Callable[..., None]] = []


def register(mover: Callable[..., None]) -> None:
    """Call this with stays=… and goes=… in the same transaction, before a term is deleted."""
    _movers.append(mover)


def count_entries(*terms: Term) -> int:
    """Return how many entries have at least one of these terms, all of one model."""
    table, term, entry = TABLES[type(terms[0])]
    rows = table._default_manager.filter(**{f"{term}__in": terms})
    return rows.values(entry).distinct().count()


def why_not(one: Term, other: Term) -> str:
    """Return a sentence that says why these two can't be merged, or ""."""
    if one.pk == other.pk:
        return "Choose two different ones to merge."
    if isinstance(one, Place) and one.level != other.level:
        levels = [each.get_level_display().lower() for each in (one, other)]
        return (
            f"{one} is a {levels[0]}, and {other} is a {levels[1]}. Only two places of the same "
            "level can be merged."
        )
    accounts = list(User.objects.filter(person__in=[one, other])) if type(one) is Person else []
    if len(accounts) > 1:
        emails = {user.person_id: user.email for user in accounts}
        return (
            f"{one} and {other} both have an account ({emails[one.pk]} and {emails[other.pk]}). "
            "Remove the person from one of the accounts first, then merge them."
        )
    return ""


@transaction.atomic
def merge_terms(*, stays: Term, goes: Term, by: User | None) -> Term:
    """Move everything that one term has to another, redirect its address, and delete it.

    No entry gets the same term twice. What the term that stays lacks, such as a biography, it takes
    from the other. Raises MergeRefused.
    """
    model = type(stays)
    # Locked, so that no entry gets the term that goes in the meantime.
    locked = model._default_manager.select_for_update().filter(pk__in=[stays.pk, goes.pk])
    found = {term.pk: term for term in locked.order_by("pk")}
    if len(found) < len({stays.pk, goes.pk}):
        raise MergeRefused("One of the two has been deleted in the meantime.")
    stays, goes = found[stays.pk], found[goes.pk]
    refusal = why_not(stays, goes)
    if refusal:
        raise MergeRefused(refusal)
    moved = move_entries(stays=stays, goes=goes)
    if isinstance(stays, (Topic, Place)):
        move_below(stays=stays, goes=goes)
    if isinstance(stays, Person):
        User.objects.filter(person=goes).update(person=stays)
    move_mentions(stays=stays, goes=goes)
    complete(stays=stays, goes=goes)
    for mover in _movers:
        mover(stays=stays, goes=goes)
    old_path, new_path = address_of(goes), address_of(stays)
    goes.delete()
    stays.save()
    Redirect.objects.moved(old_path=old_path, new_path=new_path)
    word = model._meta.verbose_name
    revise_many(pks=moved, by=by, reason=f"Merged the {word} “{goes}” into “{stays}”")
    return stays


def move_entries(*, stays: Term, goes: Term) -> Collection[int]:
    """Give the entries of one term the other. Return the primary keys of those that changed."""
    table, term, entry = TABLES[type(stays)]
    rows = table._default_manager
    moved = lock_entries(list(rows.filter(**{term: goes}).values_list(entry, flat=True)))
    # A person has a place in an entry for each role.
    same = {entry: OuterRef(entry)} | ({"role": OuterRef("role")} if term == "person" else {})
    twice = Exists(rows.filter(**{term: stays}, **same))
    rows.filter(~twice, **{term: goes}).update(**{term: stays})
    rows.filter(**{term: goes}).delete()
    return moved


def move_below(*, stays: Topic | Place, goes: Topic | Place) -> None:
    """Put what is inside one topic or place inside the other."""
    model = type(stays)
    if model._default_manager.filter(pk=stays.pk, pk__in=ids_below(goes)).exists():
        # Inside itself there is no room for what is above it.
        stays.parent_id = goes.parent_id
        stays.save()
    model._default_manager.filter(parent=goes).exclude(pk=stays.pk).update(parent=stays)


def move_mentions(*, stays: Term, goes: Term) -> None:
    """Move what would forget its term when that is deleted, such as what readers sent."""
    for relation in type(stays)._meta.related_objects:
        if relation.one_to_many and relation.on_delete is models.SET_NULL:
            rows = relation.related_model._default_manager
            rows.filter(**{relation.field.name: goes}).update(**{relation.field.name: stays})


def complete(*, stays: Term, goes: Term) -> None:
    """Fill in what the term that stays lacks."""
    for field in stays._meta.concrete_fields:
        optional = field.blank and field.name not in ("parent", "is_organization")
        if optional and not getattr(stays, field.attname):
            setattr(stays, field.attname, getattr(goes, field.attname))
