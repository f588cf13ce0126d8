"""Convert a post or page of the old site to the fields of an entry."""

from content.models import Entry, Sector, Status
from imports.html.losses import parse
from imports.values import looks_like_file_name, read_name, read_plain, shorten
from imports.wordpress import comments
from imports.wordpress.attachments import is_public_item
from imports.wordpress.bodies import ConvertedText
from imports.wordpress.converted import ConvertedItem
from imports.wordpress.enclosures import KEY as ENCLOSURE
from imports.wordpress.enclosures import enclosures_of
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.formatting import FormattedBody
from imports.wordpress.kinds import read_kind
from imports.wordpress.media import MediaImport
from imports.wordpress.meta_keys import BUILDER_KEYS, kept_fields
from imports.wordpress.people import WITH_AUTHORS, People
from imports.wordpress.post_types import ImportChoices
from imports.wordpress.publication import STATUSES, describe_date, read_publication
from imports.wordpress.publication_files import find_files
from imports.wordpress.related import RelatedItems
from imports.wordpress.search_engines import apply_search_engine_fields
from imports.wordpress.seo import read_search_engine_fields
from imports.wordpress.terms import HIGHER_EDUCATION, Terms

LONGEST_HIDDEN = 2_000
LEFT_OUT = {"trash": "in the trash", "auto-draft": "empty drafts", "inherit": "revisions"}
NO_TITLE = "No title"
NO_TOPIC = "No topic"
NO_TEXT = "Published without a text"
DESCRIPTIONS = "Images whose alt text is a file name"
MISSING_FILES = "Files that are still on the old site, by post"
MISSING_PAGES = "Links to pages of the old site that weren’t imported"
SHORTCODES = "Plug-in shortcodes, kept as text"
KEPT_HTML = "Posts with blocks kept as HTML (and how many)"
LOST = "Words or links that were lost"
HIDDEN = "Imported as drafts, although they have another status in WordPress"
DYNAMIC_BLOCKS = "Blocks that WordPress filled in for each visitor, which are left out"
MISSING_PARTS = "Parts of posts that aren’t in the export"
READ_MORE = "Words of “read more” links, which are the same for all posts here"
HIDDEN_TEXT = "Texts that the old site hid from readers, which are left out"
AS_TYPED = "Texts that can’t be rendered, so readers see them as typed"
REMOVED = "Scripts, styles, and forms, which were removed"


class ItemConverter:
    """Converts items whose texts and files were brought over before. Writes nothing."""

    def __init__(
        self,
        *,
        people: People,
        terms: Terms,
        media: MediaImport,
        choices: ImportChoices,
        related: RelatedItems,
    ) -> None:
        self.people = people
        self.terms = terms
        self.media = media
        self.choices = choices
        self.related = related

    def convert(self, export: Export, item: ExportItem, text: ConvertedText) -> ConvertedItem:
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
            self._note_comments(converted, item)
        if not title:
            converted.attention.append("It has no title.")
            converted.remark(NO_TITLE, f"{name} ({item.link})")
        self._note_status(converted, item, name)
        note_text(converted, item, text, name)
        converted.used_keys |= {key for key, _ in kept_fields(item, self.choices.meta_keys)}
        converted.used_keys |= {ENCLOSURE} if enclosures_of(item) else set()
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

    def _note_primary_topic(
        self, converted: ConvertedItem, export: Export, item: ExportItem
    ) -> None:
        """Give a post without a topic its primary category."""
        found = read_search_engine_fields(item, site_title=export.site.title)
        number = found.values.get("primary_category", "")
        topic = self.terms.find_numbered_topic(export.site.url, number)
        if topic and not converted.topics:
            converted.topics.append(topic)

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
            reason = describe_date(item)
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
    converted.fields["body"] = text.markdown
    if not text.markdown.strip() and is_public_item(item):
        note_empty(converted, item, name)
    converted.missing_pages = text.missing_pages
    for sentence in text.missing_files:
        converted.attention.append(sentence)
        converted.remark(MISSING_FILES, f"{name}: {sentence}")
    for address in text.missing_pages:
        converted.attention.append(f"This page of the old site isn’t here: {address}")
        converted.remark(MISSING_PAGES, f"{name}: {address}")
    note_conversion(converted, formatted, name)
    if text.rendered.problem:
        converted.attention.append(f"{text.rendered.problem} Readers see it as typed.")
        converted.remark(AS_TYPED, f"{name}: {text.rendered.problem}")
    lost_links = [link["href"] for link in parse(item.excerpt).find_all("a", href=True)]
    if lost_links:
        converted.attention.append(f"Links in the summary were removed: {' '.join(lost_links)}")


def note_empty(converted: ConvertedItem, item: ExportItem, name: str) -> None:
    """Say where a page builder may have kept the text of a page that has none."""
    keys = ", ".join(sorted({key for key, value in item.meta if key in BUILDER_KEYS and value}))
    why = f"a page builder may have kept it in the meta key {keys}" if keys else ""
    converted.attention.append(f"It has no text{f': {why}' if why else ''}.")
    converted.remark(NO_TEXT, f"{name}: {why}" if why else name)


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
    for words in formatted.read_more:
        converted.remark(READ_MORE, f"{name}: “{words}”")
    for words in formatted.hidden:
        shown = shorten(words, LONGEST_HIDDEN)
        converted.attention.append(
            f"The old site hid this from readers, so it is left out: {shown}"
        )
        converted.remark(HIDDEN_TEXT, f"{name}: {shown}")
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
