"""Convert a post or page of the old site to the fields of an entry."""

import hashlib
import json
from dataclasses import dataclass, field

from taggit.models import Tag

from blog.models import Post
from content.models import Entry, Image, Page, Person, Sector, Status, Topic
from imports.html.losses import parse
from imports.values import looks_like_file_name, read_name, read_plain, shorten
from imports.wordpress import comments
from imports.wordpress.bodies import ConvertedText
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.formatting import FormattedBody
from imports.wordpress.media import MediaImport
from imports.wordpress.people import People
from imports.wordpress.publication import STATUSES, read_publication
from imports.wordpress.terms import HIGHER_EDUCATION, Terms

LEFT_OUT = {"trash": "in the trash", "auto-draft": "empty drafts", "inherit": "revisions"}
MODELS = {"post": Post, "page": Page}
NO_TITLE = "No title"
NO_TOPIC = "No topic"
DESCRIPTIONS = "Images whose alt text is a file name"
MISSING_FILES = "Files that are still on the old site, by post"
MISSING_PAGES = "Links to pages of the old site that weren’t imported"
SHORTCODES = "Plug-in shortcodes, kept as text"
KEPT_HTML = "Posts with blocks kept as HTML (and how many)"
LOST = "Words or links that were lost"
HIDDEN = "Imported as drafts, although they have another status in WordPress"
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
    # Whether it links to a page that may be there the next time.
    is_incomplete: bool = False
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
    """Converts items whose texts and files were brought over before. Writes nothing."""

    def __init__(self, *, people: People, terms: Terms, media: MediaImport) -> None:
        self.people = people
        self.terms = terms
        self.media = media

    def convert(self, export: Export, item: ExportItem, text: ConvertedText) -> ConvertedItem:
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
        note_text(converted, item, text, name)
        self._choose_lead_image(converted, export, item, name)
        return converted

    def _choose_lead_image(
        self, converted: ConvertedItem, export: Export, item: ExportItem, name: str
    ) -> None:
        converted.fields |= {"lead_image": None, "lead_image_caption": ""}
        if not item.meta_values("_thumbnail_id"):
            return
        attachment = self.media.attachments.find_lead_image(export.site.url, item)
        if attachment is None:
            converted.attention.append("Its lead image isn’t in the export.")
            converted.remark(MISSING_FILES, f"{name}: its lead image isn’t in the export")
            return
        attached = attachment.image
        image = self.media.find_image(attached.url)
        if image is None:
            converted.attention.append(f"Its lead image is still on the old site: {attached.url}")
            converted.remark(MISSING_FILES, f"{name}: {attached.url} (lead image)")
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
            if old.approved != "spam":
                converted.attention.append(comments.describe_comment(old))


def note_text(converted: ConvertedItem, item: ExportItem, text: ConvertedText, name: str) -> None:
    """Take over the text, and note what an editor should know about its conversion."""
    formatted = text.formatted
    converted.fields["body"] = formatted.markdown
    converted.is_incomplete = bool(text.missing_pages)
    for sentence in text.missing_files:
        converted.attention.append(sentence)
        converted.remark(MISSING_FILES, f"{name}: {sentence}")
    for address in text.missing_pages:
        converted.attention.append(f"This page of the old site isn’t here: {address}")
        converted.remark(MISSING_PAGES, f"{name}: {address}")
    note_conversion(converted, formatted, name)
    lost_links = [link["href"] for link in parse(item.excerpt).find_all("a", href=True)]
    if lost_links:
        converted.attention.append(f"Links in the summary were removed: {' '.join(lost_links)}")


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


def read_sector(item: ExportItem) -> Sector:
    slugs = {term.slug for term in item.terms if term.taxonomy == "category"}
    return Sector.HIGHER_EDUCATION if HIGHER_EDUCATION in slugs else Sector.K12


def set_fields(entry: Entry, converted: ConvertedItem) -> None:
    for name, value in converted.fields.items():
        setattr(entry, name, value)
    entry.attention = "\n".join(dict.fromkeys(converted.attention))
