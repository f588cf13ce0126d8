"""Saving many new entries at once, for imports: what save_entry does, in a few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import router, transaction
from django.db.models import Model

from content.editing.relations import Relations
from content.editing.revision_data import kept_fields, kept_relations, read_field, reference
from content.links.relinking import links_to, relink_later
from content.markdown import Rendered
from content.models import Contribution, Document, Entry, EntryTag, Image, Link, Revision, User
from content.models.entries import find_targets
from content.models.links import keep_web_addresses, sort_addresses, title_key
from content.rendering import fill_in_rendered


@dataclass(slots=True)
class NewEntry:
    """A new entry, complete but for what follows from its text, with its text as rendered.

    The text is rendered as it will be stored, clean: see content.texts.
    `relations` are as in content.editing.relations, except that tags are rows, and that new
    entries have no companions yet.
    """

    entry: Entry
    rendered: Rendered
    relations: Relations = field(default_factory=dict)


@transaction.atomic
def save_new_entries(new: Sequence[NewEntry], *, reason: str, by: User | None = None) -> None:
    """Save new entries, each as one revision by this user, or by no one.

    The result is the same as that of save_entry for each. `modified_at` is as the entries have it.
    """
    for each in new:
        if each.entry.created_by is None:
            each.entry.created_by = by
        each.entry.prepare_to_save()
        fill_in_rendered(each.entry, each.rendered)
    insert_rows([each.entry for each in new])
    relate(new)
    keep_files(new)
    keep_links(new)
    Revision.objects.bulk_create(
        Revision(
            entry_id=each.entry.pk,
            kind=each.entry.kind,
            data=read_new_data(each),
            status=each.entry.status,
            published_at=each.entry.published_at,
            by=by,
            reason=reason,
        )
        for each in new
    )
    relink([each.entry for each in new])


def insert_rows(entries: Sequence[Entry]) -> None:
    """Insert each entry's row in the table of entries, and in that of its kind."""
    shared = [f for f in Entry._meta.concrete_fields if not (f.generated or f.primary_key)]
    rows = Entry.objects.bulk_create(
        Entry(**{f.attname: getattr(entry, f.attname) for f in shared}) for entry in entries
    )
    of_kinds: dict[type[Entry], list[Entry]] = {}
    for entry, row in zip(entries, rows, strict=True):
        entry.id = row.pk
        entry.pk = row.pk
        of_kinds.setdefault(type(entry), []).append(entry)
    for model, of_kind in of_kinds.items():
        # Only the rows of the kind. bulk_create knows no models with a parent.
        own = [f for f in model._meta.local_concrete_fields if not f.generated]
        rows_of_kind: Any = model._base_manager
        rows_of_kind._insert(of_kind, fields=own, using=router.db_for_write(model))
    for entry in entries:
        entry._state.adding, entry._state.db = False, router.db_for_write(type(entry))
        entry.create_required_rows()


def relate(new: Sequence[NewEntry]) -> None:
    contributions, tags = [], []
    rows: dict[type[Model], list[Model]] = {}
    for each in new:
        for name, related in each.relations.items():
            match name:
                case "people":
                    contributions += [
                        Contribution(
                            entry_id=each.entry.pk, person=person, role=role, position=position
                        )
                        for position, (person, role) in enumerate(related)
                    ]
                case "tags":
                    tags += [EntryTag(content_object_id=each.entry.pk, tag=tag) for tag in related]
                case _:
                    manager = getattr(each.entry, name)
                    rows.setdefault(manager.through, []).extend(
                        link_rows(manager, each.entry, related)
                    )
    Contribution.objects.bulk_create(contributions)
    EntryTag.objects.bulk_create(tags)
    for through, links in rows.items():
        through._base_manager.bulk_create(links)


def link_rows(manager: Any, entry: Entry, related: Iterable[Model]) -> list[Any]:
    """Return the rows of the table between an entry and what it is related to."""
    source = manager.through._meta.get_field(manager.source_field_name).attname
    target = manager.through._meta.get_field(manager.target_field_name).attname
    return [manager.through(**{source: entry.pk, target: row.pk}) for row in related]


def keep_files(new: Sequence[NewEntry]) -> None:
    """Record which images each entry shows, and which documents it links to."""
    image_urls = {url for each in new for url in each.rendered.image_urls}
    images = Image.objects.by_url(image_urls)
    paths = {each.entry.pk: sort_addresses(each.rendered.link_addresses)[1] for each in new}
    documents = Document.objects.by_url({path for own in paths.values() for path in own})
    shown: list[Any] = []
    linked: list[Any] = []
    for each in new:
        own_images = {images[url] for url in each.rendered.image_urls if url in images}
        own_documents = {documents[path] for path in paths[each.entry.pk] if path in documents}
        shown += link_rows(each.entry.images, each.entry, own_images)
        linked += link_rows(each.entry.documents, each.entry, own_documents)
    Entry.images.through._base_manager.bulk_create(shown)
    Entry.documents.through._base_manager.bulk_create(linked)


def keep_links(new: Sequence[NewEntry]) -> None:
    """Store the links of each text, for “What links here” and for link checks."""
    sorted_addresses = [
        sort_addresses(each.rendered.link_addresses | each.entry.own_web_addresses())
        for each in new
    ]
    targets = find_targets(sorted({path for _, paths in sorted_addresses for path in paths}))
    web = keep_web_addresses(sorted({url for urls, _ in sorted_addresses for url in urls}))
    entries = Entry.objects.ids_by_title(
        {title for each in new for title in each.rendered.wiki_titles}
    )
    links = []
    for each, (urls, paths) in zip(new, sorted_addresses, strict=True):
        own = {(title_key(title), ""): title for title in each.rendered.wiki_titles}
        links += [
            Link(entry=each.entry, title=key, words=title[:300], target_id=entries[title])
            for (key, _), title in own.items()
        ]
        links += [Link(entry=each.entry, address=url, web_address_id=web[url]) for url in urls]
        links += [Link(entry=each.entry, address=path, target_id=targets[path]) for path in paths]
    Link.objects.bulk_create(links)


def read_new_data(new: NewEntry) -> dict[str, Any]:
    """Return what a revision keeps of a new entry: see content.editing.revision_data."""
    entry, relations = new.entry, new.relations
    data = {each.name: read_field(entry, each) for each in kept_fields(type(entry))}
    for relation in kept_relations(type(entry)):
        related = relations.get(relation.name, [])
        match relation.name:
            case "people":
                rows = [{**reference(person), "role": role} for person, role in related]
            case "tags":
                rows = sorted(tag.name for tag in related)
            case _:
                rows = [reference(row) for row in sorted(related, key=lambda row: row.pk)]
        data[relation.name] = rows
    return data


def relink(entries: Sequence[Entry]) -> None:
    """Render texts again whose wiki links now lead to these entries, or will once they appear."""
    titles = [entry.title for entry in entries]
    if links_to(titles=titles, entry_id=None).exists():
        relink_later(titles=titles)
    for entry in entries:
        if entry.is_scheduled:
            relink_later(titles=[entry.title], entry_id=entry.pk, at=entry.published_at)
