"""Find the old site's images in a copy of its uploads, and add them to the media library."""

import re
from html import unescape
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings

from content.domains import ascii_domain
from content.exceptions import ContentError, DiskFull, FileNotStored
from content.media.files import digest
from content.media.image_encoding import encode_master
from content.media.images import add_image
from content.models import Image
from imports.reports import ImportReport, Outcome
from imports.wordpress.attachments import Attachments
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.shortcodes import read_attributes

UPLOADS = re.compile(
    r"(?:/wp-content/uploads|/files|\.files\.wordpress\.com)/(?P<path>[^?#]+)", re.IGNORECASE
)
# WordPress stores smaller copies of each image. Import the original.
IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(["'])(.*?)\2""", re.DOTALL)
FULL_SIZE = re.compile(
    r"""<a\b[^>]*\bhref=["']([^"']+\.(?:jpe?g|png|gif|webp|avif))["'][^>]*>\s*<img""",
    re.IGNORECASE,
)
GALLERY = re.compile(r"\[gallery\b([^\]]*)\]", re.IGNORECASE)
SMALLER_COPY = re.compile(r"-(?:\d+x\d+|scaled)(?=\.\w+$)")


class MediaImport:
    """The files of the old site: the attachments in the exports, and the images in `folder`."""

    def __init__(self, folder: Path | None, exports: list[Export], report: ImportReport) -> None:
        self.folder = folder.resolve() if folder else None
        self.report = report
        self.attachments = Attachments(exports)
        addresses = [each.image.url for each in self.attachments.by_id.values()]
        addresses += [export.site.url for export in exports]
        self.hosts = {host_of(address) for address in addresses} - {""}
        self.images: dict[Path, Image | None] = {}

    def is_from_old_site(self, address: str) -> bool:
        host = host_of(address)
        return bool(UPLOADS.search(address)) and any(
            is_related(host, other) for other in self.hosts
        )

    def import_image(self, address: str, *, alt: str) -> Image | None:
        """Return the image for an old address, or None if its file isn't in the folder."""
        path = self.find_file(address)
        if path is None:
            return None
        if path not in self.images:
            self.images[path] = self._add(path, alt)
        return self.images[path]

    def import_files_of(self, export: Export, item: ExportItem) -> dict[str, Image | None]:
        """Import the images that an item shows. Return {absolute old address: image, if any}."""
        base = item.link or export.site.url
        alts = {}
        for tag in IMAGE.findall(item.content):
            attributes = {name.lower(): value for name, _, value in ATTRIBUTE.findall(tag)}
            alts[absolute_address(unescape(attributes.get("src", "")), base=base)] = unescape(
                attributes.get("alt", "")
            )
        for link in FULL_SIZE.findall(item.content):
            alts.setdefault(absolute_address(unescape(link), base=base), "")
        for gallery in GALLERY.findall(item.content):
            shown = self.attachments.find_images(export.site.url, item, read_attributes(gallery))
            alts |= {image.url: image.alt for image in shown}
        for thumbnail in item.meta_values("_thumbnail_id")[:1]:
            attachment = self.attachments.find(export.site.url, thumbnail)
            if attachment:
                alts.setdefault(attachment.image.url, attachment.image.alt)
        return {
            address: self.import_image(address, alt=alt)
            for address, alt in alts.items()
            if self.is_from_old_site(address)
        }

    def find_file(self, address: str) -> Path | None:
        found = UPLOADS.search(address)
        if self.folder is None or found is None or not self.is_from_old_site(address):
            return None
        name = unquote(found["path"])
        for candidate in (SMALLER_COPY.sub("", name), SMALLER_COPY.sub("-scaled", name), name):
            path = (self.folder / candidate).resolve()
            if path.is_relative_to(self.folder) and path.is_file():
                return path
        return None

    def _add(self, path: Path, alt: str) -> Image | None:
        before = Image.objects.count()
        try:
            with path.open("rb") as file:
                if self.report.is_dry_run:
                    image = preview_image(file, path.name)
                else:
                    image = add_image(file=file, name=path.name, alt=alt[:500], require_alt=False)
        except (ContentError, OSError) as error:
            self.report.count("Images", Outcome.FAILED)
            self.report.fail(str(path), describe_image_failure(error))
            return None
        is_new = Image.objects.count() > before
        self.report.count("Images", Outcome.NEW if is_new else Outcome.UNCHANGED)
        return image


def describe_image_failure(error: ContentError | OSError) -> str:
    """Return why an image wasn't added, and what the person who runs the import can do."""
    match error:
        case DiskFull():
            return (
                "The site’s disk is full, so this image was not added. Make room, and run the "
                "import again."
            )
        case FileNotStored():
            return (
                "The site can’t write to its media folder, so this image was not added. Let it "
                f"write to {settings.MEDIA_ROOT}, and run the import again."
            )
        case OSError():
            return (
                f"This file can’t be read ({error.strerror or error}). Check its permissions, and "
                "run the import again."
            )
    return str(error)


def preview_image(file: BinaryIO, name: str) -> Image:
    """Do what `add_image` does, except writing the file. The dry run rolls the row back."""
    content_hash = digest(file)
    image = Image.objects.with_content(content_hash).first()
    if image is None:
        encoded = encode_master(file)
        image = Image.objects.create(
            file=f"images/{content_hash}",
            content_hash=content_hash,
            original_name=name,
            width=encoded.width,
            height=encoded.height,
        )
    return image


def host_of(address: str) -> str:
    try:
        return ascii_domain(urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_related(host: str, other: str) -> bool:
    """Whether two hosts belong to the same domain. Blogs often move within one."""
    return bool(host) and (host == other or host.split(".")[-2:] == other.split(".")[-2:])


def absolute_address(address: str, *, base: str) -> str:
    """Make an image's address absolute."""
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address
