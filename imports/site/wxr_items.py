"""Items of a WordPress export: entries with their comments, and attachments."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import batched
from pathlib import PurePosixPath

from django.utils import timezone

from blog.models import Comment, Post
from content.kinds import all_kinds
from content.labels import Contributor
from content.markdown import absolute_links
from content.models import Entry, Person, Status, entry_model
from content.paths import absolute
from imports.own_keys import PART_KEY, SERIES_KEY
from imports.site.wxr_fields import custom_fields

# Control characters, which XML can't have.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
APPROVED = {
    Comment.Status.APPROVED: "1",
    Comment.Status.PENDING: "0",
    Comment.Status.UNCONFIRMED: "0",
    Comment.Status.HIDDEN: "trash",
    Comment.Status.SPAM: "spam",
    Comment.Status.DELETED: "trash",
}
BATCH = 50
NO_MOMENT = "0000-00-00 00:00:00"
MORE = "\n<!--more-->\n"
LONGEST_LOGIN = 60
# WordPress has no copies in other sizes, and makes its own.
COPIES = re.compile(r'</?picture>|<source type="image/[^>]*>')


def cdata(text: str) -> str:
    return f"<![CDATA[{NOT_XML.sub('', text).replace(']]>', ']]]]><![CDATA[>')}]]>"


# WordPress numbers entries, images, and documents together. It keeps a number that is free, and so
# finds the lead picture that another file has. A new WordPress has used the first few.
FIRST_NUMBER = 1_000


def entry_number(pk: int) -> int:
    return FIRST_NUMBER + 3 * pk


def image_number(pk: int) -> int:
    return FIRST_NUMBER + 3 * pk + 1


def document_number(pk: int) -> int:
    return FIRST_NUMBER + 3 * pk + 2


def login_of(person: Person | Contributor) -> str:
    """Return a name that WordPress takes as a user's: ASCII, and at most 60 characters."""
    slug = person.slug
    return slug if slug.isascii() and len(slug) <= LONGEST_LOGIN else f"person-{person.id}"


def write_attachment(
    *,
    number: int,
    title: str,
    path: str,
    caption: str,
    moment: datetime,
    meta: dict[str, str],
    parent: int = 0,
) -> str:
    address = absolute(path)
    return write_item(
        number=number,
        title=title,
        link=address,
        guid=address,
        author="",
        content="",
        excerpt=caption,
        moment=moment,
        modified_at=moment,
        slug=PurePosixPath(path).stem,
        status="inherit",
        parent=parent,
        post_type="attachment",
        more=[f"\t\t<wp:attachment_url>{cdata(address)}</wp:attachment_url>\n"],
        meta=meta,
    )


def write_entries(pks: range, *, with_private: bool) -> Iterator[str]:
    for kind in all_kinds():
        rows = entry_model(kind).objects.filter(pk__gte=pks[0], pk__lte=pks[-1]).order_by("pk")
        for batch in batched(rows.iterator(chunk_size=BATCH), BATCH):
            found = [entry.pk for entry in batch]
            # With people, topics, tags, and places in one query.
            labels = {
                entry.pk: entry.labels for entry in Entry.objects.as_page().filter(pk__in=found)
            }
            comments = comments_of(found)
            old_slugs = old_slugs_of(found)
            for entry in batch:
                entry.labels = labels[entry.pk]
                yield write_entry(
                    entry, comments[entry.pk], old_slugs[entry.pk], with_private=with_private
                )


def comments_of(pks: list[int]) -> dict[int, list[Comment]]:
    found: dict[int, list[Comment]] = defaultdict(list)
    for comment in Comment.objects.filter(post__in=pks).order_by("pk"):
        found[comment.post_id].append(comment)
    return found


def old_slugs_of(pks: list[int]) -> dict[int, list[str]]:
    """Return {number of an entry: the last parts of its earlier addresses}."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Entry.objects.filter(pk__in=pks, redirects__isnull=False).order_by("redirects__pk")
    for pk, path in rows.values_list("pk", "redirects__old_path"):
        slug = PurePosixPath(path).name
        if slug and "?" not in slug:
            found[pk].append(slug)
    return found


def write_entry(
    entry: Entry, comments: list[Comment], old_slugs: list[str], *, with_private: bool
) -> str:
    link = absolute(entry.get_absolute_url())
    people = entry.authors or entry.presenters
    meta = custom_fields(entry)
    if isinstance(entry, Post) and entry.series_id:
        meta[SERIES_KEY] = str(entry_number(entry.series_id))
        meta[PART_KEY] = str(entry.part_number)
    if entry.lead_image_id:
        meta["_thumbnail_id"] = str(image_number(entry.lead_image_id))
    if entry.search_title:
        meta["_yoast_wpseo_title"] = entry.search_title
    if entry.search_description:
        meta["_yoast_wpseo_metadesc"] = entry.search_description
    more = [
        f'\t\t<category domain="{domain}" nicename="{escape_attribute(slug)}">{cdata(name)}'
        "</category>\n"
        for domain, slug, name in terms_of(entry, people)
    ]
    parent = getattr(entry, "parent_id", None)
    return write_item(
        number=entry_number(entry.pk),
        title=entry.title,
        link=link,
        guid=entry.guid,
        author=login_of(people[0]) if people else "",
        content=COPIES.sub("", absolute_links(html_of(entry), link)),
        excerpt=entry.summary,
        moment=entry.published_at,
        modified_at=entry.modified_at,
        slug=entry.slug,
        status=status_of(entry),
        parent=entry_number(parent) if parent else 0,
        post_type=entry.kind,
        more=more,
        meta=meta,
        old_slugs=old_slugs,
        comments=comments,
        with_private=with_private,
        comments_open=getattr(entry, "comments_open", False),
        is_sticky=getattr(entry, "is_sticky", False),
    )


def html_of(entry: Entry) -> str:
    if entry.has_more and entry.body_html.startswith(entry.excerpt_html):
        return f"{entry.excerpt_html}{MORE}{entry.body_html[len(entry.excerpt_html) :]}"
    return entry.body_html


def terms_of(entry: Entry, people: list) -> Iterator[tuple[str, str, str]]:
    data = entry.labels.data
    for domain, key in (("category", "topics"), ("post_tag", "tags"), ("place", "places")):
        for label in data[key] or []:
            yield domain, label["slug"], label["name"]
    if len(people) > 1:
        for person in people:
            yield "author", f"cap-{login_of(person)}", person.name


def status_of(entry: Entry) -> str:
    if entry.is_scheduled:
        return "future"
    return {Status.PUBLISHED: "publish", Status.REVIEW: "pending"}.get(entry.status, "draft")


def escape_attribute(text: str) -> str:
    text = NOT_XML.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def write_item(
    *,
    number: int,
    title: str,
    link: str,
    guid: str,
    author: str,
    content: str,
    excerpt: str,
    moment: datetime | None,
    modified_at: datetime,
    slug: str,
    status: str,
    parent: int,
    post_type: str,
    more: Iterable[str],
    meta: dict[str, str],
    old_slugs: Iterable[str] = (),
    comments: Iterable[Comment] = (),
    with_private: bool = False,
    comments_open: bool = False,
    is_sticky: bool = False,
) -> str:
    shown = moment or modified_at
    pairs = [*meta.items(), *(("_wp_old_slug", old) for old in old_slugs)]
    return "".join(
        [
            "\t<item>\n",
            f"\t\t<title>{cdata(title)}</title>\n",
            f"\t\t<link>{escape_attribute(link)}</link>\n",
            f"\t\t<pubDate>{shown.astimezone(UTC):%a, %d %b %Y %H:%M:%S} +0000</pubDate>\n",
            f"\t\t<dc:creator>{cdata(author)}</dc:creator>\n",
            f'\t\t<guid isPermaLink="false">{escape_attribute(guid)}</guid>\n',
            "\t\t<description></description>\n",
            f"\t\t<content:encoded>{cdata(content)}</content:encoded>\n",
            f"\t\t<excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>\n",
            f"\t\t<wp:post_id>{number}</wp:post_id>\n",
            f"\t\t<wp:post_date>{cdata(local(shown))}</wp:post_date>\n",
            f"\t\t<wp:post_date_gmt>{cdata(gmt(moment) if moment else NO_MOMENT)}"
            "</wp:post_date_gmt>\n",
            f"\t\t<wp:post_modified>{cdata(local(modified_at))}</wp:post_modified>\n",
            f"\t\t<wp:post_modified_gmt>{cdata(gmt(modified_at))}</wp:post_modified_gmt>\n",
            f"\t\t<wp:comment_status>{cdata('open' if comments_open else 'closed')}"
            "</wp:comment_status>\n",
            f"\t\t<wp:ping_status>{cdata('closed')}</wp:ping_status>\n",
            f"\t\t<wp:post_name>{cdata(slug)}</wp:post_name>\n",
            f"\t\t<wp:status>{cdata(status)}</wp:status>\n",
            f"\t\t<wp:post_parent>{parent}</wp:post_parent>\n",
            "\t\t<wp:menu_order>0</wp:menu_order>\n",
            f"\t\t<wp:post_type>{cdata(post_type)}</wp:post_type>\n",
            f"\t\t<wp:post_password>{cdata('')}</wp:post_password>\n",
            f"\t\t<wp:is_sticky>{int(is_sticky)}</wp:is_sticky>\n",
            *more,
            *(write_meta(key, value) for key, value in pairs),
            *(write_comment(comment, with_private=with_private) for comment in comments),
            "\t</item>\n",
        ]
    )


def write_meta(key: str, value: str) -> str:
    return (
        f"\t\t<wp:postmeta>\n\t\t<wp:meta_key>{cdata(key)}</wp:meta_key>\n"
        f"\t\t<wp:meta_value>{cdata(value)}</wp:meta_value>\n\t\t</wp:postmeta>\n"
    )


def write_comment(comment: Comment, *, with_private: bool) -> str:
    email = comment.email if with_private else ""
    lines = [
        f"<wp:comment_id>{comment.pk}</wp:comment_id>",
        f"<wp:comment_author>{cdata(comment.name)}</wp:comment_author>",
        f"<wp:comment_author_email>{cdata(email)}</wp:comment_author_email>",
        f"<wp:comment_author_url>{escape_attribute(comment.website)}</wp:comment_author_url>",
        f"<wp:comment_author_IP>{cdata('')}</wp:comment_author_IP>",
        f"<wp:comment_date>{cdata(local(comment.created_at))}</wp:comment_date>",
        f"<wp:comment_date_gmt>{cdata(gmt(comment.created_at))}</wp:comment_date_gmt>",
        f"<wp:comment_content>{cdata(comment.text_html)}</wp:comment_content>",
        f"<wp:comment_approved>{cdata(APPROVED[comment.status])}</wp:comment_approved>",
        f"<wp:comment_type>{cdata('comment')}</wp:comment_type>",
        f"<wp:comment_parent>{comment.parent_id or 0}</wp:comment_parent>",
        "<wp:comment_user_id>0</wp:comment_user_id>",
    ]
    return (
        "\t\t<wp:comment>\n" + "".join(f"\t\t\t{line}\n" for line in lines) + "\t\t</wp:comment>\n"
    )


def gmt(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def local(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
