"""Which uploaded files a set of entries shows. Files are as public as what shows them."""

from functools import reduce
from operator import or_
from pathlib import PurePosixPath

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from content.kinds import all_kinds
from content.models import Document, Entry, Image, Link, Person, Redirect, SiteSettings
from content.models.site_settings import SITE_IMAGES, SITE_TEXTS

# Among the uploads, but only for administrators: no link in a text makes one of these public.
EXPORTS = "exports"
IMAGE_EXTENSIONS = ("jpg", "png", "webp", "gif")


def is_public(path: str) -> bool:
    """Whether a page that everyone can read shows this file. `path` is relative to MEDIA_ROOT."""
    return (
        is_shown_in(path, Entry.objects.published(), drafts=False)
        or is_on_site(path)
        or was_public(path)
    )


def is_shown_in(path: str, entries: QuerySet[Entry], *, drafts: bool) -> bool:
    """Whether one of these entries shows or offers this file.

    `drafts` adds what readers do not see of a public entry yet, such as an unpublished recording.
    """
    in_texts = Entry.images.through.objects.filter(image=OuterRef("pk"), entry__in=entries)
    led = entries.filter(Q(lead_image=OuterRef("pk")) | Q(card_image=OuterRef("pk")))
    if images_at(path).filter(Exists(in_texts) | Exists(led)).exists():
        return True
    # A document, even one of an earlier text; or any file that someone put there and linked to.
    offered = Entry.documents.through.objects.filter(document__file=path, entry__in=entries)
    linked = Link.objects.filter(address=f"{settings.MEDIA_URL}{path}", entry__in=entries)
    if offered.exists() or linked.exists():
        return True
    return any(
        source.rows(drafts)
        .filter(**{f"{source.document}__file": path, f"{source.entry}__in": entries.values("pk")})
        .exists()
        for kind in all_kinds()
        for source in kind.documents
    )


def is_on_site(path: str) -> bool:
    """Whether it is someone's portrait, or in the site settings."""
    images = images_at(path)
    portraits = Person.objects.filter(portrait__in=images)
    in_texts = [Q(**{f"{name}__contains": path}) for name in SITE_TEXTS]
    as_images = [Q(**{f"{name}__in": images}) for name in SITE_IMAGES]
    sites = SiteSettings.objects.filter(reduce(or_, [*in_texts, *as_images]))
    return portraits.exists() or sites.exists()


def was_public(path: str) -> bool:
    """Whether readers had it on the old site, and no entry decides who may have it here.

    The import redirects the old address of a file that other sites may link to.
    """
    addresses = [f"{settings.MEDIA_URL}{path}", *(image.url for image in images_at(path))]
    redirected = Redirect.objects.filter(new_path__in=addresses).exists()
    return redirected and not is_shown_in(path, Entry.objects.all(), drafts=True)


def images_at(path: str) -> QuerySet[Image]:
    """Return the image that has this file, or whose rendition it is."""
    name = PurePosixPath(path)
    if name.parts[:1] != ("renditions",):
        return Image.objects.filter(file=path)
    # renditions/2026/11/class-0a1b2c3d4e-480.avif → images/2026/11/class-0a1b2c3d4e.jpg
    stem = PurePosixPath("images", *name.parts[1:-1], name.stem.rpartition("-")[0])
    return Image.objects.filter(file__in=[f"{stem}.{each}" for each in IMAGE_EXTENSIONS])


def find_document(path: str) -> Document | None:
    return Document.objects.filter(file=path).first()


def find_replacement(path: str) -> Image | Document | None:
    """Return the image or document whose file replaced the one that was here."""
    replaced = {"former_paths__contains": [path]}
    return Image.objects.filter(**replaced).first() or Document.objects.filter(**replaced).first()
