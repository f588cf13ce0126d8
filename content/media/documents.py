"""Files to download: taken in, and taken away again."""

from pathlib import PurePath
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import ProtectedError
from django.template.defaultfilters import filesizeformat
from django.utils.text import get_text_list

from content.exceptions import DocumentEmpty, DocumentInUse, DocumentTooHeavy
from content.media.file_types import FILE_TYPES
from content.media.files import base_name, delete_files, digest, measure, path_for, write
from content.media.recognition import recognize
from content.models import Document, Entry, User

FROM_THE_FILE = ["file", "original_name", "content_type", "size", "content_hash"]


def add_document(
    *,
    file: IO[bytes],
    name: str,
    title: str = "",
    credit: str = "",
    license: str = "",
    by: User | None = None,
    accept_unreadable: bool = False,
) -> Document:
    """Keep a document as it is, once it is known to be one that can harm nobody.

    The same file a second time is the same document; what was unknown of it is filled in. Without
    a title it is called like its file. With `accept_unreadable`, a PDF that has a password or is
    damaged is kept too: what was published once must not be lost. Raises a DocumentRefused, whose
    message is for the person who chose the file, and a ValidationError for words that are too long.
    """
    size = measure(file)
    if size == 0:
        raise DocumentEmpty
    if size > settings.DOCUMENT_MAX_BYTES:
        raise DocumentTooHeavy(
            f"This file is too large ({filesizeformat(size)}): save it smaller, such as with "
            f"smaller pictures, with at most {filesizeformat(settings.DOCUMENT_MAX_BYTES)}, and "
            "upload that."
        )
    words = {
        "title": title.strip() or PurePath(name).stem[:300],
        "credit": credit.strip(),
        "license": license.strip(),
    }
    Document(**words).clean_fields(exclude=FROM_THE_FILE)
    content_hash = digest(file)
    document = Document.objects.filter(content_hash=content_hash).first()
    # Of what is known too: one who must have it readable may come after one who need not.
    extension = recognize(file, name=name, accept_unreadable=accept_unreadable)
    if document is None:
        document, created = keep(
            file,
            name=name,
            extension=extension,
            content_hash=content_hash,
            size=size,
            uploaded_by=by,
            **words,
        )
        if created:
            return document
    return fill_in(document, credit=words["credit"], license=words["license"])


@transaction.atomic
def keep(file: IO[bytes], *, name: str, extension: str, content_hash: str, **facts):
    """Return (document, whether it is new); the row comes first, as for a picture."""
    path = path_for(name, folder="documents", content_hash=content_hash, extension=extension)
    document, created = Document.objects.get_or_create(
        content_hash=content_hash,
        defaults={
            "file": path,
            "original_name": base_name(name),
            "content_type": FILE_TYPES[extension].content_type,
            **facts,
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
    """Delete a document with its file. Raises DocumentInUse, which names the entries."""
    linking = Entry.objects.filter(body__contains=document.file.url).order_by("pk")
    titles = [f"“{entry.heading}”" for entry in linking.only("title", "excerpt_html")[:5]]
    if titles:
        raise DocumentInUse(
            f"This document is linked in {get_text_list(titles, 'and')}: take the link out first."
        )
    path = document.file.name
    try:
        document.delete()
    except ProtectedError as error:
        holders = sorted({f"“{holder}”" for holder in error.protected_objects})
        raise DocumentInUse(
            f"This document is in use as {get_text_list(holders[:5], 'and')}: it stays as long as "
            "that does."
        ) from error
    transaction.on_commit(lambda: delete_files([path]))
