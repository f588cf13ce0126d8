"""Import readers' comments, with their threads, dates, and statuses."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone

from blog.models import Comment, Post
from blog.services.comments import save_comment
from content.markdown import render_comment
from content.moments import format_day
from imports.files.links import MapAddress
from imports.reports import ImportReport, Outcome
from imports.values import read_moment, read_name, shorten
from imports.wordpress.export import ExportComment, ExportItem
from imports.wordpress.formatting import format_body

STATUSES = {"1": Comment.Status.APPROVED, "0": Comment.Status.PENDING}
MENTIONS = {"pingback", "trackback"}


def import_comments(
    post: Post,
    item: ExportItem,
    report: ImportReport,
    map_address: MapAddress = lambda address, alt: address,
) -> None:
    """Add the comments that aren't here yet. Existing ones stay as they are.

    `map_address` returns where the file at an old address is now.
    """
    known = {comment.guid: comment for comment in post.comments.exclude(guid=None)}
    kept: dict[str, Comment] = {}
    for old in sort_by_thread(item.comments):
        if old.approved == "spam":
            report.count("Comments", Outcome.SKIPPED)
            report.not_imported["spam comments"] += 1
            continue
        guid = f"{post.guid}#comment-{old.id}"
        comment = known.get(guid)
        outcome = Outcome.UNCHANGED
        if comment is None:
            comment, outcome = build_comment(post, old, guid, map_address), Outcome.NEW
            comment.parent = kept.get(old.parent)
            save_comment(comment)
        report.count(kind_of(old), outcome)
        kept[old.id] = comment


def build_comment(post: Post, old: ExportComment, guid: str, map_address: MapAddress) -> Comment:
    text = format_body(
        old.content, link_addresses=True, map_address=map_address, render_html=render_comment
    ).markdown
    website = old.url.strip()
    if website and not is_valid(URLValidator(["http", "https"]), website, 200):
        text, website = f"{text}\n\n<{website}>" if "://" in website else text, ""
    return Comment(
        guid=guid,
        post=post,
        name=shorten(read_name(old.author) or "Anonymous", 200),
        # The commenter's IP address isn't imported.
        email=old.email if is_valid(validate_email, old.email, 254) else "",
        website=website,
        text=text,
        status=Comment.Status.HIDDEN
        if old.kind in MENTIONS
        else STATUSES.get(old.approved, Comment.Status.HIDDEN),
        created_at=read_moment(gmt=old.date_gmt, local=old.date)
        or post.published_at
        or timezone.now(),
    )


def kind_of(old: ExportComment) -> str:
    if old.kind in MENTIONS:
        return "Pingbacks and trackbacks (hidden)"
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
