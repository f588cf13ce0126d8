"""Write the site's entries as WordPress exports its own: WXR 1.2, read by `import_wordpress` too.

Each element is on a line of its own and each text in CDATA, as in WordPress's export.php, because
one of the three parsers of its importer reads lines and not XML.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max
from django.utils import timezone
from taggit.models import Tag

from blog.models import Comment, Post
from content.models import Document, Entry, Image, Person, Place, Redirect, Topic
from content.site import site_name, site_tagline
from imports.site.folder import ExportFolder
from imports.site.wxr_fields import write_types
from imports.site.wxr_items import (
    cdata,
    document_number,
    entry_number,
    image_number,
    login_of,
    write_attachment,
    write_entries,
)
from wiki.models import FileVersion

# WordPress reads a whole file into memory.
ENTRIES_PER_FILE = 500
# Imported last: WordPress fetches them, and then changes their addresses in all texts it has.
FILES_NAME = "wordpress-files.xml"
TYPES_NAME = "entry-kinds.php"
HEAD = """\
<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file. In WordPress: Tools, Import, WordPress. -->
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/"
>

<channel>
	<title>{name}</title>
	<link>{site}</link>
	<description>{tagline}</description>
	<pubDate>{now}</pubDate>
	<language>en-US</language>
	<wp:wxr_version>1.2</wp:wxr_version>
	<wp:base_site_url>{site}</wp:base_site_url>
	<wp:base_blog_url>{site}</wp:base_blog_url>

"""
TAIL = "</channel>\n</rss>\n"


def write_exports(
    folder: ExportFolder,
    counts: dict[str, int],
    with_private: bool,
    on_progress: Callable[[str, int], None],
) -> None:
    """Write a file for the images and documents, and one for each 500 entries."""
    heads = [line.encode() for line in write_heads()]
    # Without the moment of the export, which would make every file a new one.
    terms = digest(heads[1:])
    folder.write(
        FILES_NAME,
        lambda: [*heads, *(item.encode() for item in write_attachments()), TAIL.encode()],
        made_from=digest([terms, repr(describe_files())]),
    )
    types = write_types(name=site_name(), site=settings.SITE_URL)
    folder.write(TYPES_NAME, lambda: [types.encode()])
    counts["files"] = Image.objects.count() + Document.objects.count()
    last = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
    done = 0
    for number, first in enumerate(range(1, last + 1, ENTRIES_PER_FILE), start=1):
        pks = range(first, first + ENTRIES_PER_FILE)
        found = Entry.objects.filter(pk__gte=pks[0], pk__lte=pks[-1]).count()
        if not found:
            continue

        def content(pks: range = pks) -> Iterator[bytes]:
            yield from heads
            for item in write_entries(pks, with_private=with_private):
                yield item.encode()
            yield TAIL.encode()

        folder.write(
            f"wordpress-{number:04}.xml", content, made_from=digest([terms, describe_entries(pks)])
        )
        done += found
        on_progress("entries", done)
    counts["entries"] = done


def describe_entries(pks: range) -> str:
    """Return what differs if any of these entries, their labels, or their comments changed."""
    of_entry = {"entry__gte": pks[0], "entry__lte": pks[-1]}
    entries = Entry.objects.filter(pk__gte=pks[0], pk__lte=pks[-1])
    posts = Post.objects.filter(pk__gte=pks[0], pk__lte=pks[-1])
    comments = Comment.objects.filter(post__gte=pks[0], post__lte=pks[-1])
    related = [
        comments.values_list("pk", "status", "name"),
        posts.values_list("pk", "series", "part_number"),
        Redirect.objects.filter(**of_entry).values_list("pk", "old_path"),
        Entry.topics.through.objects.filter(**of_entry).values_list(),
        Entry.places.through.objects.filter(**of_entry).values_list(),
    ]
    return repr(
        [
            entries.aggregate(Count("pk"), Max("modified_at")),
            *(list(rows.order_by("pk")) for rows in related),
        ]
    )


def describe_files() -> list[tuple]:
    return [
        *Image.objects.order_by("pk").values_list("pk", "file", "alt", "credit"),
        *Document.objects.order_by("pk").values_list("pk", "file", "title", "credit"),
        *sorted(publications_by_document().items()),
    ]


def publications_by_document() -> dict[int, tuple[int, str]]:
    """Return {number of a document: (publication that offers or offered it, name there)}."""
    rows = FileVersion.objects.order_by("pk")
    values = rows.values_list("document", "file__publication", "file__title")
    return {document: (publication, title) for document, publication, title in values}


def digest(parts: Iterable[bytes | str]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode() if isinstance(part, str) else part)
    return found.hexdigest()


def write_heads() -> Iterator[str]:
    yield HEAD.format(
        name=cdata(site_name()),
        tagline=cdata(site_tagline()),
        site=settings.SITE_URL,
        now=f"{timezone.now():%a, %d %b %Y %H:%M:%S} +0000",
    )
    for person in Person.objects.order_by("pk"):
        first, _, last = person.name.rpartition(" ")
        yield (
            f"\t<wp:author><wp:author_id>{person.pk}</wp:author_id>"
            f"<wp:author_login>{cdata(login_of(person))}</wp:author_login>"
            "<wp:author_email></wp:author_email>"
            f"<wp:author_display_name>{cdata(person.name)}</wp:author_display_name>"
            f"<wp:author_first_name>{cdata(first)}</wp:author_first_name>"
            f"<wp:author_last_name>{cdata(last)}</wp:author_last_name></wp:author>\n"
        )
    for topic in parents_first(Topic):
        yield (
            f"\t<wp:category><wp:term_id>{topic.pk}</wp:term_id>"
            f"<wp:category_nicename>{cdata(topic.slug)}</wp:category_nicename>"
            f"<wp:category_parent>{cdata(topic.parent.slug if topic.parent else '')}"
            f"</wp:category_parent><wp:cat_name>{cdata(topic.name)}</wp:cat_name>"
            f"<wp:category_description>{cdata(topic.description)}</wp:category_description>"
            "</wp:category>\n"
        )
    for tag in Tag.objects.order_by("pk"):
        yield (
            f"\t<wp:tag><wp:term_id>{tag.pk}</wp:term_id><wp:tag_slug>{cdata(tag.slug)}"
            f"</wp:tag_slug><wp:tag_name>{cdata(tag.name)}</wp:tag_name></wp:tag>\n"
        )
    for place in parents_first(Place):
        yield (
            f"\t<wp:term><wp:term_id>{place.pk}</wp:term_id><wp:term_taxonomy>{cdata('place')}"
            f"</wp:term_taxonomy><wp:term_slug>{cdata(place.slug)}</wp:term_slug><wp:term_parent>"
            f"{cdata(place.parent.slug if place.parent else '')}</wp:term_parent><wp:term_name>"
            f"{cdata(place.name)}</wp:term_name></wp:term>\n"
        )


def parents_first(model: type[Topic | Place]) -> list:
    """Return the rows of a tree: WordPress adds a term only after the one above it."""
    waiting = list(model._base_manager.select_related("parent").order_by("pk"))
    found: dict[int | None, None] = {None: None}
    rows = []
    while waiting:
        ready = [row for row in waiting if row.parent_id in found]
        rows += ready
        found |= dict.fromkeys(row.pk for row in ready)
        waiting = [row for row in waiting if row.pk not in found]
    return rows


def write_attachments() -> Iterator[str]:
    titles = AttachmentTitles()
    publications = publications_by_document()
    for image in Image.objects.order_by("pk").iterator(chunk_size=500):
        yield write_attachment(
            number=image_number(image.pk),
            title=titles.choose(image.original_name or image.file.name, image.uploaded_at),
            path=image.url,
            caption=image.credit,
            moment=image.uploaded_at,
            meta={"_wp_attachment_image_alt": image.alt} if image.alt else {},
        )
    for document in Document.objects.order_by("pk").iterator(chunk_size=500):
        publication, title = publications.get(document.pk, (None, document.title))
        yield write_attachment(
            number=document_number(document.pk),
            title=titles.choose(title, document.uploaded_at),
            path=document.file.url,
            caption=document.credit,
            moment=document.uploaded_at,
            meta={},
            parent=entry_number(publication) if publication else 0,
        )


class AttachmentTitles:
    """WordPress takes files with the same title and moment for one, and skips all but the first."""

    def __init__(self) -> None:
        self.seen: Counter[tuple[str, datetime]] = Counter()

    def choose(self, title: str, moment: datetime) -> str:
        key = title.casefold(), moment.replace(microsecond=0)
        self.seen[key] += 1
        return title if self.seen[key] == 1 else f"{title} ({self.seen[key]})"
