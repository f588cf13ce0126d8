"""Adds, replaces, renames, reorders, and removes the files of publications."""

from pathlib import PurePath
from typing import IO

from django.db import transaction
from django.utils.text import capfirst, slugify

from content.editing.saving import save_entry
from content.media.documents import add_document
from content.media.files import base_name
from content.models import User
from content.texts import clean_line
from wiki.exceptions import FileDownloaded, SameFile
from wiki.models import FileVersion, Publication, PublicationFile
from wiki.services.pdf_texts import enqueue_text

SLUG_LENGTH, TITLE_LENGTH = 90, 200


@transaction.atomic
def add_file(
    *,
    publication: Publication,
    title: str,
    file: IO[bytes],
    name: str,
    by: User | None = None,
    note: str = "",
) -> PublicationFile:
    """Add a file below a publication's other files. `name` is the uploaded file's name.

    Raises FileRefused, whose message is for the person who chose the file.
    """
    document = keep(file, name=name, title=f"{publication.heading}: {title}", by=by)
    publication = lock_publication(publication.pk)
    others = list(publication.files.all())
    added = PublicationFile(
        publication=publication,
        title=title.strip(),
        slug=free_slug(title, taken={other.slug for other in others}),
        position=max((other.position for other in others), default=-1) + 1,
    )
    added.full_clean()
    added.save()
    create_version(added, number=1, document=document, note=note, by=by)
    save_entry(entry=publication, by=by, reason=f"New file: {added.title}")
    return added


def title_of(name: str) -> str:
    """Return a title for the uploaded file with this name: “Full report” for full_report.pdf."""
    words = " ".join(PurePath(base_name(name)).stem.replace("_", " ").replace("-", " ").split())
    return capfirst(clean_line(words))[:TITLE_LENGTH].strip() or "File"


@transaction.atomic
def add_version(
    *, file: PublicationFile, upload: IO[bytes], name: str, note: str = "", by: User | None = None
) -> FileVersion:
    """Replace a file. Readers get the new version; the previous one keeps its own address.

    `note` says what changed. Raises SameFile and FileRefused.
    """
    document = keep(upload, name=name, title=f"{file.publication.heading}: {file.title}", by=by)
    publication = lock_publication(file.publication_id)
    current = file.versions.first()
    if current.document_id == document.pk:
        raise SameFile
    version = create_version(file, number=current.number + 1, document=document, note=note, by=by)
    reason = f"New version of the file {file.title}" + (f": {note}" if note else "")
    save_entry(entry=publication, by=by, reason=reason)
    return version


def keep(file: IO[bytes], *, name: str, title: str, by: User | None):
    # Before anything is locked: storing a large file takes a while.
    return add_document(file=file, name=name, title=title[:300], by=by, accept_unreadable=True)


def lock_publication(publication_id: int) -> Publication:
    """Lock a publication, so that changes to its files happen one after another."""
    return Publication.objects.select_for_update(no_key=True).get(pk=publication_id)


def create_version(file: PublicationFile, *, number: int, document, note: str, by) -> FileVersion:
    version = FileVersion(
        file=file, number=number, document=document, note=note.strip(), created_by=by
    )
    version.clean_fields(exclude=["created_by", "page_count"])
    if version.ending == "pdf":
        version.save()
        enqueue_text(version.pk)
    else:
        version.text_state = FileVersion.TextState.NO_PDF
        version.save()
    return version


def free_slug(title: str, *, taken: set[str]) -> str:
    stem = slugify(title)[:SLUG_LENGTH].strip("-") or "file"
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


@transaction.atomic
def rename_file(*, file: PublicationFile, title: str) -> None:
    """Change a file's title. Its address stays the same."""
    file.title = title.strip()
    file.full_clean()
    file.save(update_fields=["title"])


@transaction.atomic
def move_file(*, file: PublicationFile, places: int) -> None:
    """Move a file down its publication's list by this many places, or up if negative."""
    files = list(lock_publication(file.publication_id).files.all())
    place = files.index(file)
    files.insert(max(0, place + places), files.pop(place))
    for position, each in enumerate(files):
        each.position = position
    PublicationFile.objects.bulk_update(files, ["position"])


@transaction.atomic
def remove_file(*, file: PublicationFile, by: User | None = None) -> None:
    """Remove a file that no one has downloaded yet. Raises FileDownloaded.

    Its documents stay in the list of documents.
    """
    publication = lock_publication(file.publication_id)
    if file.downloads.exists():
        raise FileDownloaded
    file.delete()
    save_entry(entry=publication, by=by, reason=f"Removed file: {file.title}")


def read_again(*, version: FileVersion) -> None:
    """Queue another reading of a version's text."""
    FileVersion.objects.filter(pk=version.pk).update(text_state=FileVersion.TextState.WAITING)
    enqueue_text(version.pk)
