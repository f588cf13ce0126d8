"""Earlier versions of an entry: what changed, and going back."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils import timezone

from content.editing.differences import Piece, compare, shorten
from content.editing.publishing_check import find_blocks
from content.editing.saving import save_entry
from content.exceptions import RevisionMissing, RevisionUnfit
from content.models import Entry, Status, User

# When and where an entry is shown stays as it is when words are restored: going back to a text
# of last week must neither unpublish the entry, nor move it in its series or among the articles of
# the wiki, nor change its address.
KEPT_ON_RESTORE = {
    "id",
    "entry_ptr",
    "kind",
    "slug",
    "guid",
    "status",
    "published_at",
    "series",
    "part_number",
    "parent",
    "created_at",
    "created_by",
    "modified_at",
}
NEVER_COMPARED = {"id", "entry_ptr", "kind", "guid", "created_at", "created_by", "modified_at"}


@dataclass(frozen=True)
class FieldChange:
    label: str
    pieces: list[Piece]


def revisions_of(entry: Entry):
    """Return the revisions of an entry, newest first, with who made them."""
    return entry.history.select_related("history_user").order_by("-history_date", "-history_id")


def have_saved_revisions(users: Iterable[User]) -> list[User]:
    """Return those users whom some history names, of whatever it is."""
    numbers = [user.pk for user in users]
    fields = [
        relation.field
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.one_to_many and relation.field.name == "history_user"
    ]
    named = set()
    for field in fields:
        rows = field.model.objects.filter(history_user__in=numbers).order_by()
        named.update(rows.values_list("history_user", flat=True).distinct())
    return [user for user in users if user.pk in named]


def find_revision(entry: Entry, revision_id: int):
    """Raises RevisionMissing."""
    revision = revisions_of(entry).filter(history_id=revision_id).first()
    if revision is None:
        raise RevisionMissing
    return revision


def compare_revisions(before, after) -> list[FieldChange]:
    """Return what differs between two revisions, field by field in the order of the form."""
    changes = []
    for field in tracked_fields(after):
        if field.name in NEVER_COMPARED or field.name in after.instance_type.never_compared:
            continue
        old, new = say_value(before, field), say_value(after, field)
        if old != new:
            label = str(field.verbose_name)
            changes.append(FieldChange(label[0].upper() + label[1:], shorten(compare(old, new))))
    return changes


def tracked_fields(revision) -> list[models.Field]:
    return [revision._meta.get_field(field.name) for field in revision.tracked_fields]


def say_value(revision, field: models.Field) -> str:
    """Return a field's value in a revision as people read it."""
    if field.choices:
        return str(getattr(revision, f"get_{field.name}_display")())
    if isinstance(field, models.ForeignKey):
        if getattr(revision, field.attname) is None:
            return ""
        try:
            return str(getattr(revision, field.name))
        except field.related_model.DoesNotExist:
            return "something that is deleted since"
    value = field.value_from_object(revision)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(field, models.DateTimeField):
        own = field.name in revision.instance_type.in_own_zone
        local = timezone.localtime(value, ZoneInfo(revision.time_zone) if own else None)
        return f"{local:%B %-d, %Y, %-I:%M %p}"
    return str(value)


@transaction.atomic
def restore_revision(*, entry: Entry, revision_id: int, by: User) -> list[str]:
    """Bring back the words and pictures of an earlier revision, as a new one.

    Its status, dates, address and place in a series stay. Return the names of the fields that
    pointed at what is deleted since: they are empty now. Raises RevisionMissing, and RevisionUnfit
    if the entry is published and that version lacks what nothing published can do without.
    """
    entry = type(entry).objects.select_for_update(of=["self", "entry_ptr"]).get(pk=entry.pk)
    revision = find_revision(entry, revision_id)
    # An imported entry that never had a title may stay without.
    known = find_blocks(entry)
    gone = []
    for field in tracked_fields(revision):
        if field.name in KEPT_ON_RESTORE or field.name in entry.kept_on_restore:
            continue
        value = getattr(revision, field.attname)
        if field.is_relation and value is not None and not hold(field.related_model, value):
            gone.append(str(field.verbose_name))
            value = None
        setattr(entry, field.attname, value)
    blocks = [finding.text for finding in find_blocks(entry) if finding not in known]
    if blocks and entry.status == Status.PUBLISHED:
        raise RevisionUnfit(" ".join([str(RevisionUnfit()), *blocks]))
    moment = timezone.localtime(revision.history_date)
    save_entry(entry=entry, by=by, reason=f"Restored the version of {moment:%B %-d, %Y, %-I:%M %p}")
    return gone


def hold(model: type[models.Model], pk: int) -> bool:
    """Tell whether a row is still there; if so, nobody deletes it until the transaction ends."""
    rows = model._base_manager.select_for_update().filter(pk=pk)
    return rows.values_list("pk").first() is not None
