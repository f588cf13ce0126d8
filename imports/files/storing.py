"""Add an old site's file to the media library: as an image, or else as a document."""

import re
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat

from content.exceptions import DiskFull, FileNotStored, FileRefused
from content.media.documents import OLD_SITE_MAX_BYTES, add_document
from content.media.file_types import FILE_TYPES
from content.media.files import digest, size_of
from content.media.image_encoding import encode_master
from content.media.images import add_image
from content.media.recognition import recognize_from_old_site
from content.models import Document, Image

IMAGE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg|heic)$", re.IGNORECASE)
IMAGE_START = re.compile(rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP|....ftypavi[fs]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Where a file is now. `image_id` is None for a document."""

    url: str
    image_id: int | None = None
    is_new: bool = False


def store_file(
    file: IO[bytes], *, name: str, alt: str = "", title: str = "", is_dry_run: bool = False
) -> StoredFile:
    """Store a file, unless it is already here. A dry run checks it, but writes no file.

    The caller rolls back a dry run. Raises a ContentError, ValidationError, or OSError.
    """
    size = size_of(file)
    if size > OLD_SITE_MAX_BYTES:
        # Don't even read it.
        raise FileRefused(
            f"This file is too large ({filesizeformat(size)}; the limit is "
            f"{filesizeformat(OLD_SITE_MAX_BYTES)}). Put it where large files belong, such as a "
            "video service, and link to it there."
        )
    name, alt, title = name[-300:], alt[:500], title[:300]
    content_hash = digest(file)
    image = Image.objects.with_content(content_hash).first()
    if image is not None and not (image.lacks_alt and alt):
        return StoredFile(image.url, image.pk)
    document = Document.objects.with_content(content_hash).first()
    if document is not None:
        return StoredFile(document.file.url)
    if is_image(file, name):
        is_new = image is None
        if is_dry_run:
            image = image or preview_image(file, name, content_hash)
        else:
            image = add_image(file=file, name=name, alt=alt, require_alt=False)
        return StoredFile(image.url, image.pk, is_new)
    if is_dry_run:
        document = preview_document(file, name, content_hash)
    else:
        document = add_document(file=file, name=name, title=title, from_old_site=True)
    return StoredFile(document.file.url, is_new=True)


def is_image(file: IO[bytes], name: str) -> bool:
    file.seek(0)
    return bool(IMAGE_START.match(file.read(16)) or IMAGE_NAME.search(name))


def preview_image(file: IO[bytes], name: str, content_hash: str) -> Image:
    """Do what `add_image` does, except writing the file."""
    size = size_of(file)
    if size == 0 or size > settings.IMAGE_MAX_BYTES:
        # Refuses it before it writes anything.
        return add_image(file=file, name=name, require_alt=False)
    encoded = encode_master(file)
    return Image.objects.create(
        file=f"images/{content_hash}",
        content_hash=content_hash,
        original_name=name,
        width=encoded.width,
        height=encoded.height,
    )


def preview_document(file: IO[bytes], name: str, content_hash: str) -> Document:
    """Do what `add_document` does, except writing the file."""
    size = size_of(file)
    if size == 0:
        # Refuses it before it writes anything.
        return add_document(file=file, name=name, from_old_site=True)
    extension = recognize_from_old_site(file, name=name)
    return Document.objects.create(
        file=f"documents/{content_hash}.{extension}",
        title=name,
        original_name=name,
        content_type=FILE_TYPES[extension].content_type,
        size=size,
        content_hash=content_hash,
    )


def describe_file_failure(error: Exception) -> str:
    """Return why a file wasn't added, and what the person who runs the import can do."""
    match error:
        case DiskFull():
            return (
                "The site’s disk is full, so this file was not added. Make room, and run the "
                "import again."
            )
        case FileNotStored():
            return (
                "The site can’t write to its media folder, so this file was not added. Let it "
                f"write to {settings.MEDIA_S3_BUCKET or settings.MEDIA_ROOT}, and run the import "
                "again."
            )
        case ValidationError():
            return " ".join(error.messages)
        case OSError():
            return (
                f"This file can’t be read ({error.strerror or error}). Check its permissions, and "
                "run the import again."
            )
    return str(error)
