"""The files that exports list, and which of an old site's files an item refers to.

Needs neither the database nor the files.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from imports.files.viewers import file_behind
from imports.values import read_name, read_plain
from imports.wordpress.blocks import find_blocks
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.file_addresses import (
    SIZE,
    OldFiles,
    absolute_address,
    addresses_in_html,
    domain_of,
    split,
)
from imports.wordpress.page_builders import pictures_in
from imports.wordpress.shortcode_attributes import read_attributes
from imports.wordpress.shortcodes import AttachedImage

IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
GALLERY = re.compile(r"\[gallery\b([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class FileReference:
    """An address in a text. `alt` describes it, if it is an image."""

    address: str
    alt: str = ""
    has_caption: bool = False  # The text shows the caption of the attachment.


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an export lists."""

    post_id: str
    parent: str
    image: AttachedImage
    title: str = ""
    description: str = ""
    is_hidden: bool = False  # its post wasn't public


class Attachments:
    """The attachments of exports, by their site and number."""

    def __init__(self, exports: list[Export]) -> None:
        self.by_id: dict[tuple[str, str], Attachment] = {}
        self.by_parent: defaultdict[tuple[str, str], list[Attachment]] = defaultdict(list)
        for export in exports:
            self._list_attachments(export)
        self.old_files = find_old_files(exports, self.by_id.values())

    def _list_attachments(self, export: Export) -> None:
        hidden = {
            item.post_id
            for item in export.items
            if item.post_type != "attachment" and not is_public_item(item)
        }
        for item in export.items:
            if item.post_type == "attachment":
                attachment = read_attachment(export, item, is_hidden=item.parent in hidden)
                if (export.site.url, item.post_id) not in self.by_id:
                    self.by_parent[export.site.url, item.parent].append(attachment)
                self.by_id[export.site.url, item.post_id] = attachment

    def addresses_in(
        self, site: str, item: ExportItem, parts: Sequence[str] = ()
    ) -> list[FileReference]:
        """Return the old site's files that an item refers to, each once.

        `parts` are texts that it shows besides its own.
        """
        base = item.link or site
        texts = [item.content, *parts]
        texts += [comment.content for comment in item.comments if comment.approved != "spam"]
        found = [
            FileReference(absolute_address(file_behind(address), base=base), alt.strip())
            for text in texts
            for address, alt in addresses_in_html(text)
        ]
        shown = self.images_shown(site, item, parts)
        found += [FileReference(image.url, image.alt, has_caption=True) for image in shown]
        references: dict[str, FileReference] = {}
        for reference in found:
            if key := self.old_files.key_of(reference.address):
                known = references.get(key, reference)
                references[key] = FileReference(
                    known.address,
                    known.alt or reference.alt,
                    known.has_caption | reference.has_caption,
                )
        return list(references.values())

    def images_shown(
        self, site: str, item: ExportItem, parts: Sequence[str] = ()
    ) -> list[AttachedImage]:
        """Return the images that an item shows with what the export says of them elsewhere."""
        shown = [
            image
            for text in (item.content, *parts)
            for gallery in GALLERY.findall(text)
            for image in self.find_images(site, item, read_attributes(gallery))
        ]
        numbers = [number for text in (item.content, *parts) for number in numbers_in(text)]
        found = (self.find_attachment(site, number) for number in dict.fromkeys(numbers))
        shown += [attachment.image for attachment in found if attachment]
        if lead := self.find_lead_image(site, item):
            shown.append(lead.image)
        return shown

    def find_attachment(self, site: str, post_id: str) -> Attachment | None:
        return self.by_id.get((site, post_id))

    def find_lead_image(self, site: str, item: ExportItem) -> Attachment | None:
        wanted = item.meta_values("_thumbnail_id")[:1]
        return self.find_attachment(site, wanted[0]) if wanted else None

    def find_images(
        self, site: str, item: ExportItem, attributes: Mapping[str, str]
    ) -> list[AttachedImage]:
        """Return the images of a [gallery]: those that it lists, or all that belong to its post."""
        if wanted := listed_images(attributes):
            found = [self.find_attachment(site, post_id) for post_id in wanted]
        else:
            excluded = re.findall(r"\d+", attributes.get("exclude", ""))
            found = [
                attachment
                for attachment in self.by_parent.get((site, attributes.get("id", item.post_id)), ())
                if attachment.post_id not in excluded
            ]
        return [
            attachment.image
            for attachment in found
            if attachment and IMAGE_FILE.search(urlsplit(attachment.image.url).path)
        ]


def find_old_files(exports: list[Export], attachments: Iterable[Attachment]) -> OldFiles:
    """Return by what the exports' files are recognized."""
    sites = [split(export.site.url) for export in exports]
    folders = frozenset((host, f"{path.rstrip('/')}/") for host, path in sites if host)
    addresses = [attachment.image.url for attachment in attachments]
    hosts = {split(address)[0] for address in addresses} | {host for host, _ in folders}
    hosts.discard("")
    found = OldFiles(
        folders=folders,
        hosts=frozenset(hosts),
        domains=frozenset(map(domain_of, hosts)),
        has_several_sites=len({domain_of(host) for host, _ in folders}) > 1,
    )
    sized = (found.exact_key_of(address) for address in addresses if SIZE.search(address))
    return replace(found, not_copies=frozenset(filter(None, sized)))


def is_public_item(item: ExportItem) -> bool:
    return item.status == "publish" and not item.password


def numbers_in(text: str) -> list[str]:
    """Return the numbers of pictures that a text shows without [gallery] or their addresses."""
    blocks = find_blocks(text) if "<!-- wp:gallery" in text else ()
    galleries = [block for block in blocks if block.name == "gallery" and block.is_void]
    ids = [block.attributes.get("ids") for block in galleries]
    listed = [str(number) for some in ids if isinstance(some, list) for number in some]
    return [*listed, *pictures_in(text)]


def listed_images(attributes: Mapping[str, str]) -> list[str]:
    """Return the numbers of the attachments that a [gallery] lists."""
    return re.findall(r"\d+", attributes.get("ids") or attributes.get("include") or "")


def read_attachment(export: Export, item: ExportItem, *, is_hidden: bool) -> Attachment:
    alt = next(iter(item.meta_values("_wp_attachment_image_alt")), "")
    address = item.attachment_url.strip()
    for name in item.meta_values("_wp_attached_file")[:1] if not address else ():
        address = f"{export.site.url.rstrip('/')}/wp-content/uploads/{name}"
    return Attachment(
        post_id=item.post_id,
        parent=item.parent,
        image=AttachedImage(
            url=address or item.guid,
            alt=read_name(alt),
            caption=read_plain(item.excerpt),
        ),
        title=read_name(item.title),
        description=read_plain(item.content),
        is_hidden=is_hidden,
    )
