"""Adding and deleting documents: files to download."""

from pathlib import PurePath
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.template.defaultfilters import filesizeformat

from content.exceptions import DocumentInUse, FileRefused
from content.media import refusals
from content.media.file_types import FILE_TYPES
from content.media.files import base_name, build_path, delete_files, digest, size_of, write
from content.media.recognition import recognize, recognize_from_old_site
from content.models import Document, Entry, Redirect, User
from content.phrases import join_list

# Recordings of an old site are larger than what people send through a browser.
OLD_SITE_MAX_BYTES = 1024**3
FILE_FIELDS = ["file", "original_name", "content_type", "size", "content_hash"]


def add_document(
    *,
    file: IO[bytes],
    name: str,
    title: str = "",
    credit: str = "",
    license: str = "",
    by: User | None = None,
    accept_unreadable: bool = False,
    from_old_site: bool = False,
) -> Document:
    """Store a document unchanged, after checking that it is safe for readers.

    The same file uploaded again is the same document, and only empty fields are filled in. The
    title defaults to the file name. `accept_unreadable` is for imports, which must not lose a
    published PDF that has a password or is damaged; `from_old_site` also accepts recordings,
    archives, and old formats. Raises a FileRefused with a message for the person who chose the
    file, or a ValidationError if a text is too long.
    """
    size = size_of(file)
    check_size(size, limit=OLD_SITE_MAX_BYTES if from_old_site else settings.DOCUMENT_MAX_BYTES)
    description = {
        "title": title.strip() or PurePath(name).stem[:300],
        "credit": credit.strip(),
        "license": license.strip(),
    }
    Document(**description).clean_fields(exclude=FILE_FIELDS)
    content_hash = digest(file)
    document = Document.objects.with_content(content_hash).first()
    # Also check a known file: it may have been added with accept_unreadable.
    if from_old_site:
        extension = recognize_from_old_site(file, name=name)
    else:
        extension = recognize(file, name=name, accept_unreadable=accept_unreadable)
    if document is None:
        document, created = store(
            file,
            name=name,
            extension=extension,
            content_hash=content_hash,
            size=size,
            uploaded_by=by,
            **description,
        )
        if created:
            return document
    return fill_in(document, credit=description["credit"], license=description["license"])


def check_size(size: int, *, limit: int) -> None:
    """Raises a FileRefused."""
    if size == 0:
        raise FileRefused(refusals.DOCUMENT_EMPTY)
    if size > limit:
        raise FileRefused(
            f"This file is too large ({filesizeformat(size)}). Save a version of at most "
            f"{filesizeformat(limit)}, for instance with smaller images, and upload that."
        )


@transaction.atomic
def store(
    file: IO[bytes], *, name: str, extension: str, content_hash: str, **fields
) -> tuple[Document, bool]:
    """Return the document and whether it is new. The row comes first, as for an image."""
    path = build_path(name, folder="documents", content_hash=content_hash, extension=extension)
    document, created = Document.objects.get_or_create(
        content_hash=content_hash,
        defaults={
            "file": path,
            "original_name": base_name(name),
            "content_type": FILE_TYPES[extension].content_type,
            **fields,
        },
    )
    if created:
        write(path, File(file))
    return document, created


def fill_in(document: Document, *, credit: str, license: str) -> Document:
    document.credit = document.credit or credit
    document.license = document.license or license
    document.save(update_fields=["credit", "license"])
    return document


@transaction.atomic
def delete_document(*, document: Document) -> None:
    """Delete a document and its file. Raises DocumentInUse, which names the entries."""
    titles = [f"“{entry.heading}”" for entry in entries_offering(document)[:5]]
    if titles:
        raise DocumentInUse(
            f"This document is linked in {join_list(titles)}. Remove the links first."
        )
    path = document.file.name
    try:
        Redirect.objects.filter(new_path=document.file.url).delete()
        document.delete()
    except ProtectedError as error:
        users = sorted({f"“{user}”" for user in error.protected_objects})
        raise DocumentInUse(
            f"This document is in use by {join_list(users[:5])}. Delete that first."
        ) from error
    transaction.on_commit(lambda: delete_files([path]))


def entries_offering(document: Document) -> QuerySet[Entry]:
    """Return the entries whose text, or an earlier one that readers can open, links to it."""
    return document.entries.as_links().order_by("pk")
