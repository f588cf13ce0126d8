"""Find the old site's images in a copy of its uploads, and add them to the media library."""

import re
from dataclasses import dataclass
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
from imports.values import read_name, read_plain
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.shortcodes import AttachedImage

UPLOADS = re.compile(
    r"(?:/wp-content/uploads|/files|\.files\.wordpress\.com)/(?P<path>[^?#]+)", re.IGNORECASE
)
# WordPress stores smaller copies of each image. Import the original.
SMALLER_COPY = re.compile(r"-(?:\d+x\d+|scaled)(?=\.\w+$)")
IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attachment:
    post_id: str
    parent: str
    image: AttachedImage


class MediaImport:
    """The attachments in the exports, and the image files in `folder`, if given."""

    def __init__(self, folder: Path | None, exports: list[Export], report: ImportReport) -> None:
        self.folder = folder.resolve() if folder else None
        self.report = report
        self.attachments = {
            (export.site.url, item.post_id): read_attachment(item)
            for export in exports
            for item in export.items
            if item.post_type == "attachment"
        }
        addresses = [attachment.image.url for attachment in self.attachments.values()]
        addresses += [export.site.url for export in exports]
        self.hosts = {host_of(address) for address in addresses} - {""}
        self.images: dict[Path, Image | None] = {}

    def find_attachment(self, site: str, post_id: str) -> Attachment | None:
        return self.attachments.get((site, post_id))

    def find_images(
        self, site: str, item: ExportItem, attributes: dict[str, str]
    ) -> list[AttachedImage]:
        """Return the images of a [gallery]: those that it lists, or all that belong to its post."""
        named = attributes.get("ids") or attributes.get("include") or ""
        if wanted := re.findall(r"\d+", named):
            found = [self.find_attachment(site, post_id) for post_id in wanted]
        else:
            post_id = attributes.get("id", item.post_id)
            excluded = re.findall(r"\d+", attributes.get("exclude", ""))
            found = [
                attachment
                for (of_site, _), attachment in self.attachments.items()
                if of_site == site
                and attachment.parent == post_id
                and attachment.post_id not in excluded
            ]
        return [
            attachment.image
            for attachment in found
            if attachment and IMAGE_FILE.search(urlsplit(attachment.image.url).path)
        ]

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


def read_attachment(item: ExportItem) -> Attachment:
    alt = next(iter(item.meta_values("_wp_attachment_image_alt")), "")
    return Attachment(
        post_id=item.post_id,
        parent=item.parent,
        image=AttachedImage(
            url=item.attachment_url or item.guid,
            alt=read_name(alt),
            caption=read_plain(item.excerpt),
        ),
    )


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
