"""Convert a post or page of the old site to the fields of an entry."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from taggit.models import Tag

from blog.models import Post
from content.models import Entry, Image, Page, Person, Sector, Status, Topic
from imports.html.losses import parse
from imports.reports import ImportReport
from imports.values import looks_like_file_name, read_moment, read_name, read_plain, shorten
from imports.wordpress import comments
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.formatting import FormattedBody, format_body
from imports.wordpress.media import MediaImport, absolute_address
from imports.wordpress.people import People
from imports.wordpress.surroundings import (
    SharedParts,
    body_of,
    read_shared_parts,
    surroundings_of,
)
from imports.wordpress.terms import HIGHER_EDUCATION, Terms

STATUSES = {
    "publish": Status.PUBLISHED,
    "future": Status.PUBLISHED,
    "pending": Status.REVIEW,
    "draft": Status.DRAFT,
    "private": Status.DRAFT,
}
LEFT_OUT = {"trash": "in the trash", "auto-draft": "empty drafts", "inherit": "revisions"}
MODELS = {"post": Post, "page": Page}
NO_TITLE = "No title"
NO_TOPIC = "No topic"
DESCRIPTIONS = "Images whose alt text is a file name"
MISSING_IMAGES = "Images that are still on the old site"
SHORTCODES = "Plug-in shortcodes, kept as text"
KEPT_HTML = "Posts with blocks kept as HTML (and how many)"
LOST = "Words or links that were lost"
HIDDEN = "Imported as drafts, although they have another status in WordPress"
COMMENTS_ON_PAGES = "comments on pages (kept in the page’s “Needs attention” field)"
DYNAMIC_BLOCKS = "Blocks that WordPress filled in for each visitor, which are left out"
MISSING_PARTS = "Parts of posts that aren’t in the export"
REMOVED = "Scripts, styles, and forms, which were removed"


@dataclass(slots=True)
class ConvertedItem:
    """What to save for an item: the entry's fields and relations, and remarks for the report."""

    fields: dict
    people: list[Person]
    topics: list[Topic]
    tags: list[Tag]
    attention: list[str] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """A hash by which a later import can tell whether the item changed in the export."""
        facts = {
            key: value.content_hash if isinstance(value, Image) else value
            for key, value in self.fields.items()
        }
        facts["people"] = [person.pk for person in self.people]
        facts["topics"] = sorted(topic.pk for topic in self.topics)
        facts["tags"] = sorted(tag.pk for tag in self.tags)
        return hashlib.sha256(json.dumps(facts, default=str, sort_keys=True).encode()).hexdigest()

    def remark(self, heading: str, sentence: str) -> None:
        self.remarks.append((heading, sentence))


class ItemConverter:
    """Converts items. Adds images to the library, and writes nothing else."""

    def __init__(
        self, *, people: People, terms: Terms, media: MediaImport, report: ImportReport
    ) -> None:
        self.people = people
        self.terms = terms
        self.media = media
        self.report = report
        self.shared_parts: dict[Path, SharedParts] = {}

    def convert(self, export: Export, item: ExportItem) -> ConvertedItem:
        title = read_name(item.title)
        status, published_at = read_publication(item)
        converted = ConvertedItem(
            fields={
                "title": shorten(title, 300),
                "summary": read_plain(item.excerpt),
                "status": status,
                "published_at": published_at,
                "sector": read_sector(item),
            },
            people=self.people.find(item),
            topics=self.terms.find_topics(item),
            tags=self.terms.find_tags(item),
        )
        name = f"“{title}”" if title else f"number {item.post_id}"
        if len(title) > 300:
            converted.attention.append(f"The title was too long and was cut off: {title}")
        if item.post_type == "post":
            converted.fields |= {
                "is_sticky": item.is_sticky,
                "comments_open": item.comments_open,
            }
            self._note_topics(converted, name)
        else:
            converted.fields["show_in_footer"] = False
            self._note_comments(converted, item)
        if not title:
            converted.attention.append("It has no title.")
            converted.remark(NO_TITLE, f"{name} ({item.link})")
        self._note_status(converted, item, name)
        self._write_body(converted, export, item, name)
        self._choose_lead_image(converted, export, item, name)
        return converted

    def _write_body(
        self, converted: ConvertedItem, export: Export, item: ExportItem, name: str
    ) -> None:
        missing: list[str] = []

        def map_address(address: str, alt: str) -> str:
            address = absolute_address(address, base=item.link or export.site.url)
            image = self.media.import_image(address, alt=alt)
            if image is None and self.media.is_from_old_site(address):
                missing.append(address)
            return image.url if image else address

        formatted = format_body(
            body_of(item),
            surroundings=surroundings_of(item, self._shared_parts(export)),
            find_images=lambda attributes: self.media.find_images(
                export.site.url, item, attributes
            ),
            map_address=map_address,
        )
        converted.fields["body"] = formatted.markdown
        for address in dict.fromkeys(missing):
            converted.attention.append(f"This image is still on the old site: {address}")
            converted.remark(MISSING_IMAGES, f"{name}: {address}")
        note_conversion(converted, formatted, name)
        lost_links = [link["href"] for link in parse(item.excerpt).find_all("a", href=True)]
        if lost_links:
            converted.attention.append(f"Links in the summary were removed: {' '.join(lost_links)}")

    def _shared_parts(self, export: Export) -> SharedParts:
        if export.path not in self.shared_parts:
            self.shared_parts[export.path] = read_shared_parts(export.items)
        return self.shared_parts[export.path]

    def _choose_lead_image(
        self, converted: ConvertedItem, export: Export, item: ExportItem, name: str
    ) -> None:
        converted.fields |= {"lead_image": None, "lead_image_caption": ""}
        for thumbnail in item.meta_values("_thumbnail_id")[:1]:
            attachment = self.media.find_attachment(export.site.url, thumbnail)
            if attachment is None:
                converted.attention.append("Its lead image isn’t in the export.")
                converted.remark(MISSING_IMAGES, f"{name}: its lead image isn’t in the export")
                return
            attached = attachment.image
            image = self.media.import_image(attached.url, alt=attached.alt)
            if image is None:
                converted.attention.append(
                    f"Its lead image is still on the old site: {attached.url}"
                )
                converted.remark(MISSING_IMAGES, f"{name}: {attached.url} (lead image)")
                return
            converted.fields |= {
                "lead_image": image,
                "lead_image_caption": shorten(attached.caption, 500),
            }

    def _note_topics(self, converted: ConvertedItem, name: str) -> None:
        if not converted.topics:
            converted.attention.append("It has no topic.")
            converted.remark(NO_TOPIC, name)

    def _note_status(self, converted: ConvertedItem, item: ExportItem, name: str) -> None:
        reason = ""
        if item.password:
            reason = "it was password-protected"
        elif item.status == "private":
            reason = "it was private"
        elif item.status not in STATUSES:
            reason = f"its status, “{item.status}”, isn’t recognized"
        elif (
            STATUSES[item.status] == Status.PUBLISHED and converted.fields["status"] != "published"
        ):
            reason = "it has no date"
        if reason:
            converted.attention.append(f"It is a draft, because {reason}.")
            converted.remark(HIDDEN, f"{name}: {reason}")

    def _note_comments(self, converted: ConvertedItem, item: ExportItem) -> None:
        for old in item.comments:
            if old.approved == "spam":
                self.report.not_imported["spam comments"] += 1
                continue
            self.report.not_imported[COMMENTS_ON_PAGES] += 1
            converted.attention.append(comments.describe_comment(old))


def note_conversion(converted: ConvertedItem, formatted: FormattedBody, name: str) -> None:
    """Say what an editor should know about a body's conversion."""
    for _, alt in formatted.images:
        if alt and looks_like_file_name(alt):
            converted.attention.append(f"An image’s alt text is a file name: “{alt}”.")
            converted.remark(DESCRIPTIONS, f"{name}: “{alt}”")
    for shortcode in formatted.unknown_shortcodes:
        converted.attention.append(
            f"[{shortcode}] belongs to a WordPress plug-in and has no effect here."
        )
        converted.remark(SHORTCODES, f"{name}: [{shortcode}]")
    for block in formatted.dynamic_blocks:
        converted.attention.append(
            f"WordPress filled this block in for each visitor, so it is left out: {block}"
        )
        converted.remark(DYNAMIC_BLOCKS, f"{name}: {block}")
    for what in formatted.missing:
        converted.attention.append(f"The export doesn’t have {what}, which readers saw here.")
        converted.remark(MISSING_PARTS, f"{name}: {what}")
    if formatted.removed:
        converted.remark(REMOVED, f"{name}: {', '.join(formatted.removed)}")
    if formatted.kept_html:
        converted.remark(KEPT_HTML, f"{name}: {formatted.kept_html}")
    if formatted.losses:
        lost = ", ".join((*formatted.losses.words[:10], *formatted.losses.links[:10]))
        converted.attention.append(
            f"Some words or links were lost. Compare with the original: {lost}"
        )
        converted.remark(LOST, f"{name}: {lost}")


def read_publication(item: ExportItem) -> tuple[Status, datetime | None]:
    status = STATUSES.get(item.status, Status.DRAFT)
    if item.password:
        status = Status.DRAFT
    moment = read_moment(gmt=item.date_gmt, local=item.date, feed=item.feed_date)
    if item.status in {"draft", "pending"}:
        # For drafts, WordPress has the date of the last change here, not a publication date.
        moment = None
    if status == Status.PUBLISHED and moment is None:
        status = Status.DRAFT
    return status, moment


def read_modification(item: ExportItem) -> datetime:
    moment = read_moment(gmt=item.modified_gmt, local=item.modified)
    written = read_moment(gmt=item.date_gmt, local=item.date, feed=item.feed_date)
    return min(moment or written or timezone.now(), timezone.now())


def read_sector(item: ExportItem) -> Sector:
    slugs = {term.slug for term in item.terms if term.taxonomy == "category"}
    return Sector.HIGHER_EDUCATION if HIGHER_EDUCATION in slugs else Sector.K12


def set_fields(entry: Entry, converted: ConvertedItem) -> None:
    for name, value in converted.fields.items():
        setattr(entry, name, value)
    entry.attention = "\n".join(dict.fromkeys(converted.attention))
