"""Import readers' comments, with their threads, dates, and statuses."""

from collections.abc import Mapping, Sequence
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from blog.models import Comment, Post
from content.form_fields import validate_address
from content.markdown import render_comment
from content.models import Entry
from content.moments import format_day
from content.texts import clean_text
from imports.files.links import MapAddress
from imports.reports import ImportReport, Outcome
from imports.values import host_of, read_moment, read_name, shorten
from imports.wordpress.export import ExportComment, ExportItem
from imports.wordpress.formatting import format_body

STATUSES = {"1": Comment.Status.APPROVED, "0": Comment.Status.PENDING}
COMMENTS_ON_PAGES = "comments on pages (kept in the page’s “Needs attention” field)"
COMMENTS_ON_OTHERS = "comments on {kind}s (kept in the “Needs attention” field)"
CHANGED_COMMENTS = "Comments that differ from those in the file, and stayed as they are"
MENTIONS = {"pingback", "trackback"}
# What readers saw. Other types are notes that editors and plug-ins leave for themselves, which are
# “approved” too.
WRITTEN_BY_READERS = {"comment", "review"}


# {id: (Markdown, HTML)}, as written by write_comment_text.
CommentTexts = Mapping[str, tuple[str, str]]


def write_comment_text(old: ExportComment, map_address: MapAddress) -> tuple[str, str]:
    """Return a comment's text as Markdown, and as HTML."""
    # The conversion looks at what it wrote, so that most comments are rendered only once.
    render = cache(render_comment)
    text = format_body(
        old.content, link_addresses=True, map_address=map_address, render_html=render
    ).markdown
    website = old.url.strip()
    # Until 2010, WordPress stored “http://” for everyone without a website.
    if host_of(website) and not is_website(website):
        text = f"{text}\n\n<{website}>"
    return text, render(text)


def import_comments(
    entries: Sequence[tuple[Entry, ExportItem, CommentTexts]], report: ImportReport
) -> None:
    """Add the comments that aren't here yet. Existing ones stay as they are."""
    posts = []
    for entry, item, texts in entries:
        if isinstance(entry, Post):
            posts.append((entry, item, texts))
        else:
            skip_comments(item, report, kind=entry.kind)
    of_posts = Comment.objects.filter(post__in=[post.pk for post, _, _ in posts])
    known = {each.guid: each for each in of_posts.exclude(guid=None).select_related("parent")}
    new: list[Comment] = []
    for post, item, texts in posts:
        kept: dict[str, Comment] = {}
        for old in sort_by_thread(item.comments):
            if old.approved == "spam":
                report.skip("Comments", "spam comments")
                continue
            guid = f"{post.guid}#comment-{old.id}"
            comment = known.get(guid)
            if comment is not None and comment.text != clean_text(texts[old.id][0]):
                report.count(kind_of(old), Outcome.CONFLICT)
                report.remark(
                    CHANGED_COMMENTS,
                    f"{comment.name} on “{post.heading}”: {shorten(comment.text, 100)}",
                    entry=post.pk,
                )
            else:
                report.count(kind_of(old), Outcome.UNCHANGED if comment else Outcome.NEW)
            if comment is None:
                parent = kept.get(old.parent)
                if parent is not None and parent.pk is None:
                    # A reply refers to a stored comment. Those of a moment stay in their order.
                    Comment.objects.bulk_create(new)
                    new.clear()
                comment = build_comment(post, old, guid, *texts[old.id])
                # Two levels: a reply to a reply belongs to the comment that starts the thread.
                comment.parent = parent and (parent.parent or parent)
                new.append(comment)
            kept[old.id] = comment
    Comment.objects.bulk_create(new)


def skip_comments(item: ExportItem, report: ImportReport, *, kind: str) -> None:
    """Count the comments on anything but a post, which are kept only in what needs attention."""
    why = COMMENTS_ON_PAGES if kind == "page" else COMMENTS_ON_OTHERS.format(kind=kind)
    for old in item.comments:
        if old.approved == "spam":
            report.skip("Comments", "spam comments")
        else:
            report.skip(kind_of(old), why)


def count_comments(item: ExportItem, outcome: Outcome, report: ImportReport) -> None:
    """Count the comments on an item that share its outcome."""
    for old in item.comments:
        if old.approved == "spam":
            report.skip("Comments", "spam comments")
        else:
            report.count(kind_of(old), outcome)


def build_comment(post: Post, old: ExportComment, guid: str, text: str, html: str) -> Comment:
    website = old.url.strip()
    return Comment(
        guid=guid,
        post=post,
        name=shorten(read_name(old.author) or "Anonymous", 200),
        # The commenter's IP address isn't imported.
        email=old.email if is_valid(validate_address, old.email, 254) else "",
        website=website if is_website(website) else "",
        text=text,
        text_html=html,
        status=STATUSES.get(old.approved, Comment.Status.HIDDEN)
        if old.kind in WRITTEN_BY_READERS
        else Comment.Status.HIDDEN,
        created_at=read_moment(gmt=old.date_gmt, local=old.date)
        or post.published_at
        or timezone.now(),
    )


def is_website(address: str) -> bool:
    return is_valid(URLValidator(["http", "https"]), address, 200)


def kind_of(old: ExportComment) -> str:
    if old.kind in MENTIONS:
        return "Pingbacks and trackbacks (hidden)"
    if old.kind not in WRITTEN_BY_READERS:
        return "Notes of editors and plug-ins among the comments (hidden)"
    return "Comments" if old.approved == "1" else "Unapproved comments (hidden)"


def sort_by_thread(comments: tuple[ExportComment, ...]) -> list[ExportComment]:
    """Put parents before their replies, in any order of the file. Breaks cycles."""
    by_id = {comment.id: comment for comment in comments}
    ordered: dict[str, ExportComment] = {}

    def add(comment: ExportComment, ancestors: frozenset[str]) -> None:
        parent = by_id.get(comment.parent)
        if parent is not None and parent.id not in ordered and parent.id not in ancestors:
            add(parent, ancestors | {comment.id})
        ordered.setdefault(comment.id, comment)

    for comment in comments:
        add(comment, frozenset())
    return list(ordered.values())


def is_valid(validate, value: str, length: int) -> bool:
    if not value or len(value) > length:
        return False
    try:
        validate(value)
    except ValidationError:
        return False
    return True


def describe_comment(old: ExportComment) -> str:
    """Return a comment as text, for pages, which have no comments here."""
    moment = read_moment(gmt=old.date_gmt, local=old.date)
    when = f" on {format_day(moment)}" if moment else ""
    words = format_body(old.content).markdown
    return f"{read_name(old.author) or 'Anonymous'} commented{when}: {words}"
