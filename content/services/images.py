"""Pictures: taken in, described, and taken away again."""

import hashlib
import logging
from pathlib import PurePath
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.text import slugify

from content.exceptions import AltTextMissing, ImageEmpty, ImageTooHeavy
from content.models import Image, User
from content.services.pictures import Picture, encode_master

logger = logging.getLogger(__name__)


def add_image(
    *,
    file: IO[bytes],
    name: str,
    alt: str = "",
    decorative: bool = False,
    credit: str = "",
    licence: str = "",
    by: User | None = None,
    require_alt: bool = True,
) -> Image:
    """Keep a picture, encoded anew, and have its smaller copies made.

    The same file a second time is the same image; what was unknown of it is filled in.
    Raises an ImageRefused, whose message is for the person who chose the file, and a
    ValidationError for words that are too long. `require_alt=False` is for imports.
    """
    size = measure(file)
    if size == 0:
        raise ImageEmpty
    if size > settings.IMAGE_MAX_BYTES:
        raise ImageTooHeavy(
            f"This file is too large ({filesizeformat(size)}): save the picture smaller, with at "
            f"most {filesizeformat(settings.IMAGE_MAX_BYTES)}, and upload that."
        )
    words = {
        "alt": alt.strip(),
        "decorative": decorative,
        "credit": credit.strip(),
        "licence": licence.strip(),
    }
    content_hash = digest(file)
    image = Image.objects.filter(content_hash=content_hash).first()
    lacks_alt = image is None or image.lacks_alt
    if require_alt and lacks_alt and not words["alt"] and not decorative:
        raise AltTextMissing
    if image is None:
        Image(**words).clean_fields(exclude=FROM_THE_FILE)
        picture = encode_master(file)
        image, created = keep(picture, name=name, content_hash=content_hash, by=by, **words)
        if created:
            return image
    return fill_in(image, **words)


FROM_THE_FILE = ["file", "original_name", "content_hash", "width", "height", "renditions"]


@transaction.atomic
def keep(picture: Picture, *, name: str, content_hash: str, by: User | None, **words):
    """Return (image, whether it is new).

    The row comes before the file: of two uploads of the same file at once, the second waits at the
    unique hash for the first, and only the first writes.
    """
    now = timezone.now()
    path = f"images/{now:%Y/%m}/{file_stem(name)}-{content_hash[:10]}.{picture.extension}"
    image, created = Image.objects.get_or_create(
        content_hash=content_hash,
        defaults={
            "file": path,
            "original_name": PurePath(name).name[:300],
            "width": picture.width,
            "height": picture.height,
            "uploaded_by": by,
            "uploaded_at": now,
            **words,
        },
    )
    if created:
        write(path, picture.content)
    return image, created


def write(path: str, content: bytes) -> None:
    # What is there already was left by an upload that was rolled back.
    default_storage.delete(path)
    default_storage.save(path, ContentFile(content))


def fill_in(image: Image, *, alt: str, decorative: bool, credit: str, licence: str) -> Image:
    """Add what an image does not say yet; what it says stays."""
    if image.lacks_alt:
        image.alt, image.decorative = alt, decorative and not alt
    image.credit = image.credit or credit
    image.licence = image.licence or licence
    image.clean_fields(exclude=FROM_THE_FILE)
    image.save(update_fields=["alt", "decorative", "credit", "licence"])
    return image


def measure(file: IO[bytes]) -> int:
    file.seek(0, 2)
    return file.tell()


def digest(file: IO[bytes]) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def file_stem(name: str) -> str:
    return slugify(PurePath(name).stem)[:80].strip("-") or "image"
