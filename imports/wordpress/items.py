"""Convert a post or page of the old site to the fields of an entry."""

from datetime import datetime

from django.utils import timezone

from content.models import Entry, Sector, Status
from content.moments import LAST_YEAR, is_in_bounds
from imports.html.losses import parse
from imports.reports import ImportReport
from imports.values import (
    looks_like_file_name,
    parse_date,
    read_moment,
    read_name,
    read_plain,
    shorten,
)
from imports.wordpress import comments
from imports.wordpress.converted import ConvertedItem
from imports.wordpress.custom_fields import keep_custom_fields
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.formatting import format_body
from imports.wordpress.kinds import read_kind
from imports.wordpress.media import MediaImport, absolute_address
from imports.wordpress.people import WITH_AUTHORS, People
from imports.wordpress.post_types import ImportChoices
from imports.wordpress.publication_files import find_files
from imports.wordpress.related import RelatedItems
from imports.wordpress.search_engines import apply_search_engine_fields
from imports.wordpress.seo import read_search_engine_fields
from imports.wordpress.terms import HIGHER_EDUCATION, Terms

STATUSES = {
    "publish": Status.PUBLISHED,
    "future": Status.PUBLISHED,
    "pending": Status.REVIEW,
    "draft": Status.DRAFT,
    "private": Status.DRAFT,
}
LEFT_OUT = {"trash": "in the trash", "auto-draft": "empty drafts", "inherit": "revisions"}
NO_TITLE = "No title"
NO_TOPIC = "No topic"
DESCRIPTIONS = "Images whose alt text is a file name"
MISSING_IMAGES = "Images that are still on the old site"
SHORTCODES = "Plug-in shortcodes, kept as text"
KEPT_HTML = "Posts with blocks kept as HTML (and how many)"
LOST = "Words or links that were lost"
HIDDEN = "Imported as drafts, although they have another status in WordPress"
COMMENTS_ON_PAGES = "comments on pages (kept in the page’s “Needs attention” field)"
COMMENTS_ON_OTHERS = "comments on {kind}s (kept in the “Needs attention” field)"
REMOVED = "Scripts, styles, and forms, which were removed"


class ItemConverter:
    """Converts items. Adds images to the library, and writes nothing else."""

    def __init__(
        self,
        *,
        people: People,
        terms: Terms,
        media: MediaImport,
        report: ImportReport,
        choices: ImportChoices | None = None,
        related: RelatedItems | None = None,
    ) -> None:
        self.people = people
        self.terms = terms
        self.media = media
        self.report = report
        self.choices = choices or ImportChoices()
        self.related = related or RelatedItems()

    def convert(self, export: Export, item: ExportItem) -> ConvertedItem:
        """Raises ValidationError for an item that can't become what it is to become."""
        kind = self.choices.kind_of(item) or item.post_type
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
            people=self.people.find(item) if kind in WITH_AUTHORS else [],
            topics=self.terms.find_topics(item),
            tags=self.terms.find_tags(item),
            places=self.terms.find_places(item),
        )
        name = f"“{title}”" if title else f"number {item.post_id}"
        if len(title) > 300:
            converted.attention.append(f"The title was too long and was cut off: {title}")
        facts = read_kind(
            kind,
            item,
            site=export.site,
            venues=self.related.venues_of(export.site.url),
        )
        converted.fields |= facts.fields
        converted.attention += facts.attention
        converted.used_keys |= facts.used_keys
        converted.cancellation_note = facts.cancellation_note
        if kind == "post":
            self._note_primary_topic(converted, export, item)
            self._note_topics(converted, name)
        else:
            self._note_comments(converted, item, kind)
        if not title:
            converted.attention.append("It has no title.")
            converted.remark(NO_TITLE, f"{name} ({item.link})")
        self._note_status(converted, item, name)
        self._write_body(converted, export, item, name)
        self._keep_custom_fields(converted, export, item)
        self._choose_lead_image(converted, export, item, name)
        if converted.fields["lead_image"] is None:
            converted.used_keys.discard("_thumbnail_id")
            converted.unused_keys["_thumbnail_id"] = "its image is still on the old site"
        apply_search_engine_fields(
            converted, item, kind=kind, site=export.site, media=self.media, terms=self.terms
        )
        if kind == "publication":
            find_files(
                converted,
                item,
                site=export.site.url,
                name=name,
                media=self.media,
                related=self.related,
            )
        return converted

    def _keep_custom_fields(
        self, converted: ConvertedItem, export: Export, item: ExportItem
    ) -> None:
        def map_address(address: str, alt: str) -> str:
            address = absolute_address(address, base=item.link or export.site.url)
            image = self.media.import_image(address, alt=alt)
            return image.url if image else address

        keep_custom_fields(converted, item, wanted=self.choices.meta_keys, map_address=map_address)

    def _note_primary_topic(
        self, converted: ConvertedItem, export: Export, item: ExportItem
    ) -> None:
        """Give a post without a topic its primary category."""
        found = read_search_engine_fields(item, site_title=export.site.title)
        number = found.values.get("primary_category", "")
        topic = self.terms.find_numbered_topic(export.site.url, number)
        if topic and not converted.topics:
            converted.topics.append(topic)

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
            item.content,
            find_images=lambda attributes: self.media.find_images(
                export.site.url, item, attributes
            ),
            map_address=map_address,
        )
        converted.fields["body"] = formatted.markdown
        for address in dict.fromkeys(missing):
            converted.attention.append(f"This image is still on the old site: {address}")
            converted.remark(MISSING_IMAGES, f"{name}: {address}")
        for _, alt in formatted.images:
            if alt and looks_like_file_name(alt):
                converted.attention.append(f"An image’s alt text is a file name: “{alt}”.")
                converted.remark(DESCRIPTIONS, f"{name}: “{alt}”")
        for shortcode in formatted.unknown_shortcodes:
            converted.attention.append(
                f"[{shortcode}] belongs to a WordPress plug-in and has no effect here."
            )
            converted.remark(SHORTCODES, f"{name}: [{shortcode}]")
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
        lost_links = [link["href"] for link in parse(item.excerpt).find_all("a", href=True)]
        if lost_links:
            converted.attention.append(f"Links in the summary were removed: {' '.join(lost_links)}")

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
            reason = describe_date(item)
        if reason:
            converted.attention.append(f"It is a draft, because {reason}.")
            converted.remark(HIDDEN, f"{name}: {reason}")

    def _note_comments(self, converted: ConvertedItem, item: ExportItem, kind: str) -> None:
        why = COMMENTS_ON_PAGES if kind == "page" else COMMENTS_ON_OTHERS.format(kind=kind)
        for old in item.comments:
            if old.approved == "spam":
                self.report.not_imported["spam comments"] += 1
                continue
            self.report.not_imported[why] += 1
            converted.attention.append(comments.describe_comment(old))


def read_publication(item: ExportItem) -> tuple[Status, datetime | None]:
    status = STATUSES.get(item.status, Status.DRAFT)
    if item.password:
        status = Status.DRAFT
    moment = read_moment(gmt=item.date_gmt, local=item.date, feed=item.feed_date)
    if out_of_bounds(item):
        moment = None
    if item.status in {"draft", "pending"}:
        # For drafts, WordPress has the date of the last change here, not a publication date.
        moment = None
    if status == Status.PUBLISHED and moment is None:
        status = Status.DRAFT
    return status, moment


def out_of_bounds(item: ExportItem) -> str:
    """Return the item's date if it is one that no page could show, such as 9999-12-31, or ""."""
    for text in (item.date_gmt, item.date):
        moment = parse_date(text)
        if moment and not is_in_bounds(moment):
            return text
    return ""


def describe_date(item: ExportItem) -> str:
    date = out_of_bounds(item)
    if date:
        return f"its date, {date}, is after {LAST_YEAR}. Set the date that was meant"
    return "it has no date"


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
