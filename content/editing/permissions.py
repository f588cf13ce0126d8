"""Who may read, change, and publish which entries."""

from django.contrib.auth.backends import ModelBackend

from content import kinds
from content.models import Document, Entry, Image, Person, Status, User
from content.querysets import EntryQuerySet

PUBLISH = "content.publish_entry"


def may_publish(user: User) -> bool:
    return user.has_perm(PUBLISH)


def owns(user: User, entry: Entry) -> bool:
    return Entry.objects.by_user(user).filter(pk=entry.pk).exists()


def may_change(user: User, entry: Entry) -> bool:
    """Editors can change everything; writers, their own, until it is published."""
    if may_publish(user):
        return True
    return entry.pk is None or (entry.status != Status.PUBLISHED and owns(user, entry))


def visible_to(user: User) -> EntryQuerySet:
    """Return the entries that a staff member may read.

    Writers don't see the drafts of others. Those who publish only some kinds of entries see the
    drafts of those kinds.
    """
    entries = Entry.objects.all()
    seen = entries.published() | entries.by_user(user)
    if not may_publish(user):
        return seen
    if may_change_every_kind(user):
        return entries
    return seen | entries.filter(kind__in=changeable_kinds(user))


def changeable_kinds(user: User) -> list[str]:
    """Return the kinds of entries that a staff member may change at all."""
    return [kind.name for kind in kinds.all_kinds() if user.has_perm(kind.change_permission)]


def may_change_every_kind(user: User) -> bool:
    return len(changeable_kinds(user)) == len(kinds.all_kinds())


def may_describe(user: User, file: Image | Document) -> bool:
    """Editors may describe any file; others, only their own uploads, since any text may show it."""
    return file.uploaded_by_id == user.pk or may_change_every_kind(user)


def may_describe_person(user: User, person: Person) -> bool:
    """Editors may describe anyone; others, people named only in kinds that they may change."""
    if may_change_every_kind(user):
        return True
    elsewhere = person.contributions.exclude(entry__kind__in=changeable_kinds(user))
    return not elsewhere.exists()


def who_can_publish(model: type[Entry] | None = None) -> str:
    """Return a sentence for a writer that says who can publish, at all or entries of one kind."""
    editors = ModelBackend().with_perm(PUBLISH, include_superusers=False)
    if model is not None:
        permission = kinds.for_model(model).change_permission
        changers = ModelBackend().with_perm(permission, include_superusers=False)
        editors = editors.filter(pk__in=changers.values("pk"))
    names = [str(editor) for editor in editors.order_by("name")[:6]]
    if not names:
        return "Only an editor can publish. There is no editor yet: ask an administrator."
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    return f"Only an editor can publish. Submit it for review, and ask {listed}."
