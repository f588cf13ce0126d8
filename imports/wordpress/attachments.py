"""The attachments in exports: which files belong to a post, and which a gallery shows."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from imports.values import read_name, read_plain
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.shortcodes import AttachedImage

IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attachment:
    post_id: str
    parent: str
    image: AttachedImage


class Attachments:
    def __init__(self, exports: Iterable[Export]) -> None:
        self.by_id = {
            (export.site.url, item.post_id): read_attachment(item)
            for export in exports
            for item in export.items
            if item.post_type == "attachment"
        }
        self.by_parent: dict[tuple[str, str], list[Attachment]] = defaultdict(list)
        for (site, _), attachment in self.by_id.items():
            self.by_parent[site, attachment.parent].append(attachment)

    def find(self, site: str, post_id: str) -> Attachment | None:
        return self.by_id.get((site, post_id))

    def find_images(
        self, site: str, item: ExportItem, attributes: Mapping[str, str]
    ) -> list[AttachedImage]:
        """Return the images of a [gallery]: those that it lists, or all that belong to its post."""
        named = attributes.get("ids") or attributes.get("include") or ""
        found: list[Attachment | None] = []
        if wanted := re.findall(r"\d+", named):
            found += [self.find(site, post_id) for post_id in wanted]
        else:
            excluded = re.findall(r"\d+", attributes.get("exclude", ""))
            of_post = self.by_parent.get((site, attributes.get("id", item.post_id)), [])
            found += [each for each in of_post if each.post_id not in excluded]
        return [
            attachment.image
            for attachment in found
            if attachment and IMAGE_FILE.search(urlsplit(attachment.image.url).path)
        ]


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
