"""Replacing the file of an image or a document. The texts that show or link to it stay as they are.

A stored file never changes, because browsers keep it. So the new one gets an address of its own,
and the address of the one that it replaces leads there: see `with_urls` and content.views.media.
"""

from io import BytesIO
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Q

from content.copies.making import make_many_copies_later
from content.exceptions import FileRefused
from content.kinds import all_kinds
from content.media.documents import check_size
from content.media.file_types import FILE_TYPES
from content.media.files import base_name, build_path, delete_files, digest, size_of, write
from content.media.image_encoding import encode_master
from content.media.images import check_image_size
from content.media.recognition import recognize
from content.media.renditions import enqueue_renditions
from content.models import Document, Entry, Image
from content.rendering import rerender_image

KEEPS_VERSIONS = (
    "It belongs to “{}”, which keeps every version for readers. Add the new file there instead."
)


def replace_image(image: Image, *, file: IO[bytes], name: str) -> Image:
    """Show another picture wherever this image is shown. Raises a FileRefused."""
    check_image_size(size_of(file))
    content_hash = digest(file)
    refuse_known(Image, content_hash)
    master = encode_master(file)
    with transaction.atomic():
        image = Image.objects.select_for_update().get(pk=image.pk)
        outdated = [image.file.name, *(rendition["path"] for rendition in image.renditions)]
        path = build_path(
            name, folder="images", content_hash=content_hash, extension=master.extension
        )
        move_file(image, path)
        image.original_name, image.content_hash = base_name(name), content_hash
        image.stored_hash = digest(BytesIO(master.content))
        image.width, image.height = master.width, master.height
        image.renditions, image.rendered_at = [], None
        image.save()
        write(path, ContentFile(master.content))
        rerender_image(image=image)
        enqueue_renditions([image.pk])
        shown_in = Entry.objects.filter(Q(lead_image=image) | Q(images=image)).distinct()
        make_many_copies_later(list(shown_in))
        transaction.on_commit(lambda: delete_files(filter(None, outdated)))
    return image


def replace_document(document: Document, *, file: IO[bytes], name: str) -> Document:
    """Offer another file wherever this document is linked. Raises a FileRefused."""
    check_size(size_of(file), limit=settings.DOCUMENT_MAX_BYTES)
    content_hash = digest(file)
    refuse_known(Document, content_hash)
    extension = recognize(file, name=name)
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document.pk)
        refuse_versions(document)
        outdated = [document.file.name]
        path = build_path(name, folder="documents", content_hash=content_hash, extension=extension)
        move_file(document, path)
        document.original_name, document.content_hash = base_name(name), content_hash
        document.content_type = FILE_TYPES[extension].content_type
        document.size = size_of(file)
        document.save()
        write(path, File(file))
        transaction.on_commit(lambda: delete_files(filter(None, outdated)))
    return document


def move_file(row: Image | Document, path: str) -> None:
    former = [*row.former_paths, row.file.name]
    # Someone may go back to the file that was there before.
    row.former_paths = [each for each in dict.fromkeys(former) if each != path]
    row.file.name = path


def refuse_known(model: type[Image] | type[Document], content_hash: str) -> None:
    known = model._default_manager.with_content(content_hash).first()
    if known:
        raise FileRefused(f"This file is already here, as “{known}”. Use that one instead.")


def refuse_versions(document: Document) -> None:
    """Refuse the document of something that keeps earlier files, as a publication does."""
    for kind in all_kinds():
        for source in kind.documents:
            rows = source.rows(True).filter(**{source.document: document})
            entry = rows.values_list(source.entry, flat=True).first()
            if source.keeps_versions and entry:
                title = Entry.objects.values_list("title", flat=True).get(pk=entry)
                raise FileRefused(KEEPS_VERSIONS.format(title))
