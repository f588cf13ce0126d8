"""Pictures: taken in, described, and taken away again."""

from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils.text import get_text_list

from content.exceptions import AltTextMissing, ImageEmpty, ImageInUse, ImageTooHeavy
from content.media.files import base_name, delete_files, digest, measure, path_for, write
from content.media.image_encoding import Picture, encode_master
from content.media.renditions import enqueue_renditions
from content.models import Entry, FrontPage, Image, Person, User
from content.rendering import rerender_image

DESCRIPTION = ["alt", "decorative", "credit", "license"]
FROM_THE_FILE = ["file", "original_name", "content_hash", "width", "height", "renditions"]


def add_image(
    *,
    file: IO[bytes],
    name: str,
    alt: str = "",
    decorative: bool = False,
    credit: str = "",
    license: str = "",
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
        "decorative": decorative and not alt.strip(),
        "credit": credit.strip(),
        "license": license.strip(),
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


@transaction.atomic
def keep(picture: Picture, *, name: str, content_hash: str, by: User | None, **words):
    """Return (image, whether it is new).

    The row comes before the file: of two uploads of the same file at once, the second waits at the
    unique hash for the first, and only the first writes.
    """
    path = path_for(name, folder="images", content_hash=content_hash, extension=picture.extension)
    image, created = Image.objects.get_or_create(
        content_hash=content_hash,
        defaults={
            "file": path,
            "original_name": base_name(name),
            "width": picture.width,
            "height": picture.height,
            "uploaded_by": by,
            **words,
        },
    )
    if created:
        write(path, ContentFile(picture.content))
        enqueue_renditions([image.pk])
    return image, created


def fill_in(image: Image, *, alt: str, decorative: bool, credit: str, license: str) -> Image:
    """Add what an image does not say yet; what it says stays."""
    known = {"alt": image.alt, "decorative": image.decorative}
    given = {"alt": alt, "decorative": decorative}
    return describe_image(
        image=image,
        **(given if image.lacks_alt else known),
        credit=image.credit or credit,
        license=image.license or license,
    )


@transaction.atomic
def describe_image(
    *, image: Image, alt: str, decorative: bool, credit: str = "", license: str = ""
) -> Image:
    """Change what an image says of itself, and show it wherever the image is shown.

    Words win over `decorative`. Raises a ValidationError for words that are too long.
    """
    stored = Image.objects.select_for_update().values(*DESCRIPTION).get(pk=image.pk)
    image.alt, image.credit, image.license = alt.strip(), credit.strip(), license.strip()
    image.decorative = decorative and not image.alt
    image.clean_fields(exclude=FROM_THE_FILE)
    if {field: getattr(image, field) for field in DESCRIPTION} != stored:
        image.save(update_fields=DESCRIPTION)
        rerender_image(image=image)
    return image


@transaction.atomic
def delete_image(*, image: Image) -> None:
    """Delete a picture with its files. Raises ImageInUse, which names where it is shown."""
    image = Image.objects.select_for_update().get(pk=image.pk)
    places = places_of(image)
    if places:
        raise ImageInUse(
            f"This picture is shown in {get_text_list(places, 'and')}: take it out of there first."
        )
    paths = [image.file.name, *(rendition["path"] for rendition in image.renditions)]
    image.delete()
    transaction.on_commit(lambda: delete_files(paths))


def places_of(image: Image, *, limit: int = 5) -> list[str]:
    """Return where an image is shown, as words for a sentence."""
    entries = Entry.objects.filter(Q(lead_image=image) | Q(images=image)).distinct()
    people = Person.objects.filter(portrait=image)
    places = [
        f"“{entry.heading}”" for entry in entries.only("title", "excerpt_html").order_by("pk")
    ]
    places += [f"the portrait of {person.name}" for person in people]
    for front_page in FrontPage.objects.all():
        if front_page.parent_logo_id == image.pk:
            places.append("the head of the front page")
        if Image.objects.with_urls(front_page.render()).filter(pk=image.pk).exists():
            places.append("the mission on the front page")
    more = len(places) - limit
    return [*places[:limit], f"{more} more places"] if more > 1 else places
