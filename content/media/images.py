"""Adding, describing, and deleting images."""

from io import BytesIO
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst

from content.exceptions import AltTextMissing, FileRefused, ImageInUse
from content.media import refusals
from content.media.files import base_name, build_path, delete_files, digest, size_of, write
from content.media.image_encoding import EncodedImage, encode_master
from content.media.renditions import enqueue_renditions
from content.models import Entry, Image, Person, Redirect, SiteSettings, User
from content.models.site_settings import SITE_IMAGES, SITE_TEXTS
from content.phrases import join_list
from content.rendering import render_text, rerender_image

DESCRIPTION_FIELDS = ["alt", "decorative", "credit", "license"]
# In pixels: the least width and height of a crop.
MIN_CROP = 100
# The most places to name in one sentence.
MAX_NAMED = 5
FILE_FIELDS = [
    *("file", "original_name", "content_hash", "stored_hash"),
    *("width", "height", "renditions"),
]


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
    """Store an image in the site's own encoding, and enqueue its renditions.

    The same file uploaded again is the same image, and only empty fields are filled in.
    `require_alt=False` is for imports. Raises a FileRefused with a message for the person who
    chose the file, or a ValidationError if a text is too long.
    """
    check_image_size(size_of(file))
    description = {
        "alt": alt.strip(),
        "decorative": decorative and not alt.strip(),
        "credit": credit.strip(),
        "license": license.strip(),
    }
    content_hash = digest(file)
    image = Image.objects.with_content(content_hash).first()
    lacks_alt = image is None or image.lacks_alt
    if require_alt and lacks_alt and not description["alt"] and not decorative:
        raise AltTextMissing
    if image is None:
        Image(**description).clean_fields(exclude=FILE_FIELDS)
        master = encode_master(file)
        image, created = store(master, name=name, content_hash=content_hash, by=by, **description)
        if created:
            return image
    return fill_in(image, **description)


def check_image_size(size: int) -> None:
    """Raises a FileRefused."""
    if size == 0:
        raise FileRefused(refusals.IMAGE_EMPTY)
    if size > settings.IMAGE_MAX_BYTES:
        raise FileRefused(
            f"This file is too large ({filesizeformat(size)}). Save a version of at most "
            f"{filesizeformat(settings.IMAGE_MAX_BYTES)}, and upload that."
        )


@transaction.atomic
def store(
    master: EncodedImage, *, name: str, content_hash: str, by: User | None, **description
) -> tuple[Image, bool]:
    """Return the image and whether it is new.

    The row comes before the file. When the same file is uploaded twice at once, the second upload
    waits for the first at the unique hash, and only the first writes the file.
    """
    path = build_path(name, folder="images", content_hash=content_hash, extension=master.extension)
    image, created = Image.objects.get_or_create(
        content_hash=content_hash,
        defaults={
            "file": path,
            "original_name": base_name(name),
            "stored_hash": digest(BytesIO(master.content)),
            "width": master.width,
            "height": master.height,
            "uploaded_by": by,
            **description,
        },
    )
    if created:
        write(path, ContentFile(master.content))
        enqueue_renditions([image.pk])
    return image, created


def fill_in(image: Image, *, alt: str, decorative: bool, credit: str, license: str) -> Image:
    """Fill in the empty parts of an image's description."""
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
    """Change an image's description, and rerender the entries that show it.

    With an alternative text, `decorative` is ignored. Raises a ValidationError if a text is too
    long.
    """
    stored = Image.objects.select_for_update().values(*DESCRIPTION_FIELDS).get(pk=image.pk)
    image.alt, image.credit, image.license = alt.strip(), credit.strip(), license.strip()
    image.decorative = decorative and not image.alt
    image.clean_fields(exclude=FILE_FIELDS)
    if {field: getattr(image, field) for field in DESCRIPTION_FIELDS} != stored:
        image.save(update_fields=DESCRIPTION_FIELDS)
        rerender_image(image=image)
    return image


@transaction.atomic
def focus_image(*, image: Image, focus_x: int, focus_y: int) -> None:
    """Set the point around which cards and shares crop an image, in percent."""
    image.focus_x, image.focus_y = focus_x, focus_y
    image.clean_fields(exclude=[*FILE_FIELDS, *DESCRIPTION_FIELDS])
    image.save(update_fields=["focus_x", "focus_y"])


def crop_image(*, image: Image, box: tuple[float, float, float, float], by: User | None) -> Image:
    """Store a part of an image as an image of its own. The original and its uses stay as they are.

    `box` is left, top, width, and height, in percent of the image. The same part is the same
    image. Raises a FileRefused.
    """
    # Pillow takes long to import.
    from PIL import Image as Picture

    left, top, width, height = box
    if width <= 0 or height <= 0:
        raise FileRefused("The crop is empty. Make it wider and taller than 0 percent.")
    # Of tenths, which are not exact, a sum can be a little above 100.
    right, bottom = round(left + width, 3), round(top + height, 3)
    inside = left >= 0 and top >= 0 and right <= 100 and bottom <= 100
    if not inside:
        raise FileRefused("The crop reaches outside the picture. Move it or make it smaller.")
    edges = (
        round(image.width * left / 100),
        round(image.height * top / 100),
        round(image.width * right / 100),
        round(image.height * bottom / 100),
    )
    size = (edges[2] - edges[0], edges[3] - edges[1])
    if min(size) < MIN_CROP:
        raise FileRefused(
            f"The crop would be {size[0]} × {size[1]} pixels. Make it at least {MIN_CROP} pixels "
            "wide and tall."
        )
    cropped = BytesIO()
    try:
        with image.file.open() as file, Picture.open(file) as picture:
            picture.crop(edges).save(cropped, format="PNG")
    except OSError as error:
        raise FileRefused(refusals.IMAGE_UNREADABLE) from error
    cropped.seek(0)
    content_hash = digest(cropped)
    description = {field: getattr(image, field) for field in DESCRIPTION_FIELDS}
    return store(
        encode_master(cropped),
        name=image.original_name,
        content_hash=content_hash,
        by=by,
        **description,
    )[0]


@transaction.atomic
def delete_image(*, image: Image) -> None:
    """Delete an image and its files. Raises ImageInUse, which says where it is shown."""
    image = Image.objects.select_for_update().get(pk=image.pk)
    uses = [words for words, _ in find_uses(image)]
    if uses:
        more = len(uses) - MAX_NAMED
        named = [*uses[:MAX_NAMED], f"{more} more places"] if more > 1 else uses
        raise ImageInUse(f"This image is shown in {join_list(named)}. Remove it there first.")
    paths = [image.file.name, *(rendition["path"] for rendition in image.renditions)]
    Redirect.objects.filter(new_path=image.url).delete()
    image.delete()
    transaction.on_commit(lambda: delete_files(paths))


def find_uses(image: Image) -> list[tuple[str, Entry | Person | SiteSettings]]:
    """Return where an image is shown: a phrase for a sentence, and what shows it."""
    entries = Entry.objects.filter(
        Q(lead_image=image) | Q(card_image=image) | Q(images=image)
    ).distinct()
    shown = entries.as_links().order_by("pk")
    uses: list[tuple[str, Entry | Person | SiteSettings]] = [
        (f"“{entry.heading}”", entry) for entry in shown
    ]
    for person in Person.objects.filter(portrait=image):
        uses.append((f"the portrait of {person.name}", person))
    for site in SiteSettings.objects.all():
        for name in (*SITE_IMAGES, *SITE_TEXTS):
            if is_used_in(site, name, image):
                label = capfirst(SiteSettings._meta.get_field(name).verbose_name)
                uses.append((f"“{label}” in the site settings", site))
    return uses


def is_used_in(site: SiteSettings, name: str, image: Image) -> bool:
    if name in SITE_IMAGES:
        return getattr(site, f"{name}_id") == image.pk
    urls = render_text(getattr(site, name)).image_urls
    return Image.objects.with_urls(urls).filter(pk=image.pk).exists()
