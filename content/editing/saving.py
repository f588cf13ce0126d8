"""The one way to save or delete an entry, and everything that follows from it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from content.activity import record
from content.copies.making import make_copies_later
from content.editing.relations import Relations, set_relations
from content.editing.revisions import revise_companions, write_revision
from content.editing.trash import read_links, read_rows
from content.links.relinking import links_to, relink_later
from content.markdown import Rendered
from content.models import (
    Activity,
    DeletedRows,
    Document,
    Entry,
    FormerTitle,
    Image,
    Redirect,
    Revision,
    User,
)
from content.models.links import sort_addresses
from content.querysets import published
from content.rendering import render_entry


@transaction.atomic
def save_entry(
    *,
    entry: Entry,
    by: User | None,
    reason: str = "",
    relations: Relations | None = None,
    modified_at: datetime | None = None,
) -> Entry:
    """Save an entry as one revision, with everything that depends on its text.

    `by` is None if no user did it, as in an import. `relations` are set in the same revision (see
    content.editing.relations). `modified_at` is the time of change that readers see; by default,
    now. Raises ValidationError for a changed GUID.
    """
    stored = read_stored(entry)
    if stored is not None and stored.guid != entry.guid:
        raise ValidationError("The GUID of an entry never changes: feed readers rely on it.")
    if stored is None and entry.created_by is None:
        entry.created_by = by
    entry.modified_at = modified_at or timezone.now()
    entry.prepare_to_save()
    rendered = render_entry(entry)
    entry.save()
    if stored is None:
        entry.create_required_rows()
    changed_companions = set_relations(entry=entry, relations=relations or {})
    set_files(entry, stored, rendered)
    entry.keep_links(rendered)
    keep_old_address(entry, stored)
    keep_old_title(entry, stored)
    relink_changed_targets(entry, stored)
    if not reason and stored and stored.slug != entry.slug:
        reason = "Address changed"
    make_copies_later(entry, was_public=stored is not None and stored.is_public)
    write_revision(entry=entry, by=by, reason=reason)
    if by is not None:
        what = reason or ("Changed" if stored else "Created")
        record(Activity.Matter.ENTRY, what, by=by, about=entry)
    revise_companions(of=entry, pks=changed_companions, by=by)
    return entry


def set_files(entry: Entry, stored: Entry | None, rendered: Rendered) -> None:
    """Record which images an entry shows, and which documents it links to.

    With those in revisions that readers can open.
    """
    images = Image.objects.with_urls(rendered.image_urls)
    _, paths = sort_addresses(rendered.link_addresses)
    documents = Document.objects.with_urls(paths)
    if stored and entry.registered_kind.has_public_history and was_ever_public(stored):
        entry.images.add(*images)
        entry.documents.add(*documents)
    else:
        entry.images.set(images)
        entry.documents.set(documents)


@transaction.atomic
def delete_entry(*, entry: Entry, by: User | None) -> None:
    """Delete an entry, and rerender the texts that linked to it by a current or former title.

    Its last revision and what was deleted with it stay in the trash, for restore_deleted_entry.
    """
    # Locked, so that a comment that is just being sent is kept, or refused.
    Entry.objects.select_for_update().filter(pk=entry.pk).values_list("pk").first()
    links = links_to(titles=[entry.title], entry_id=entry.pk).exclude(title="")
    relink_later(titles=list(links.values_list("title", flat=True).distinct()))
    revision = write_revision(entry=entry, by=by, reason="Deleted", is_deletion=True)
    revision.data |= {
        "redirects": list(entry.redirects.values_list("old_path", flat=True)),
        "former_titles": list(entry.former_titles.order_by("pk").values_list("key", flat=True)),
    }
    revision.save(update_fields=["data"])
    record(Activity.Matter.DELETION, "Deleted", by=by, about=entry)
    rows, referring = read_rows(entry), read_links(entry)
    if rows or referring:
        DeletedRows.objects.create(revision=revision, rows=rows, links=referring)
    entry.delete()


def read_stored(entry: Entry) -> Entry | None:
    """Return the stored entry, locked until the transaction ends."""
    if entry.pk is None:
        return None
    rows = Entry.objects.select_for_update(no_key=True)
    needed = ["guid", "kind", "slug", "title", "status", "published_at"]
    return rows.only(*needed).filter(pk=entry.pk).first()


def keep_old_address(entry: Entry, stored: Entry | None) -> None:
    path = entry.get_absolute_url()
    # No one can have bookmarked an address that was never public.
    if stored and stored.slug != entry.slug and was_ever_public(stored, slug=stored.slug):
        Redirect.objects.entry_moved(entry=entry, old_path=stored.get_absolute_url())
    if entry.is_public:
        # Another entry's redirect stays. It leads nowhere while this page is there, and takes over
        # when the page gives up the address.
        Redirect.objects.filter(old_path=path, entry=entry).delete()


def keep_old_title(entry: Entry, stored: Entry | None) -> None:
    if stored is None or stored.title in ("", entry.title):
        return
    if was_ever_public(stored, title=stored.title):
        FormerTitle.objects.keep(entry=entry, title=stored.title)


def was_ever_public(stored: Entry, **fields: str) -> bool:
    """Whether this entry was ever public with these fields: now, or in a revision."""
    if stored.is_public:
        return True
    kept = {f"data__{name}": value for name, value in fields.items()}
    return Revision.objects.filter(published(), entry=stored.pk, **kept).exists()


def relink_changed_targets(entry: Entry, stored: Entry | None) -> None:
    """Rerender texts whose wiki links now lead elsewhere, or will once the entry is public."""
    before = stored and [stored.title, stored.slug, stored.is_public]
    if before != [entry.title, entry.slug, entry.is_public]:
        titles = [stored.title, entry.title] if stored else [entry.title]
        relink_later(titles=titles, entry_id=entry.pk)
    if entry.is_scheduled:
        relink_later(titles=[entry.title], entry_id=entry.pk, at=entry.published_at)
