"""Deleting readers of whom nothing is left but the address."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from content.models import Reader, ReaderEmail
from content.readers.belongings import OWN, all_belongings
from content.retention import Retention


def forget_empty_readers(before: datetime) -> int:
    """Delete readers who have nothing here, and return how many there were.

    Those who reported our emails as spam stay, so that no one can have us email them again.
    """
    return sum(delete_if_empty(reader) for reader in unused_readers(before).iterator())


def unused_readers(before: datetime) -> QuerySet[Reader]:
    """Return readers to whom no row of any app belongs, except emails that were sent."""
    found = Reader.objects.filter(created_at__lt=before).exclude(problem=Reader.Problem.COMPLAINED)
    found = found.filter(Q(confirmed_at=None) | Q(confirmed_at__lt=before))
    for relation in Reader._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        if issubclass(relation.related_model, ReaderEmail):
            # Someone may still press the button in a recent one.
            rows = rows.filter(Q(finished_at=None) | Q(finished_at__gte=before))
        found = found.filter(~Exists(rows))
    return found


@transaction.atomic
def delete_if_empty(reader: Reader) -> bool:
    """Delete a reader, unless an app stores something about the address by itself."""
    # Whatever someone is adding to this reader right now waits for the lock, or is seen below.
    locked = Reader.objects.select_for_update(skip_locked=True).filter(pk=reader.pk)
    if not locked.exists():
        return False
    others = [each for each in all_belongings() if each not in OWN]
    if any(each.export(reader.email) for each in others):
        return False
    reader.delete()
    return True


EMPTY_READERS = Retention(
    what="Readers who have nothing here",
    setting="EMPTY_READER_DAYS",
    forget=forget_empty_readers,
    rule="Addresses that someone entered and nothing came of, or of which nothing is left: deleted "
    "that long after they were entered or last confirmed.",
)
