"""Readers' comments: to confirm, show, export, and erase them, and for how long we keep what."""

from datetime import datetime

from django.db.models import F, Q

from blog.models import Comment, CommentBan
from blog.services.comments import confirm_comment, delete_comment
from content.models import Reader
from content.readers import Belonging, Confirmation
from content.retention import Retention

Status = Comment.Status
CHANGEABLE = [Status.UNCONFIRMED, Status.PENDING, Status.APPROVED]


def describe(comment: Comment) -> tuple[str, str]:
    return f"Publish your comment on “{comment.post.heading}”?", "Publish my comment"


def after(comment: Comment) -> tuple[str, str, str]:
    if comment.is_shown:
        return "Your comment is on our site.", "See it", comment.get_absolute_url()
    if comment.status not in CHANGEABLE:
        return "Thank you.", "Back to the post", comment.post.get_absolute_url()
    return (
        "An editor will read your comment before it appears.",
        "Edit or delete it",
        comment.secret_path,
    )


CONFIRMATION = Confirmation(
    key="comment",
    rows=lambda: Comment.objects.filter(reader__isnull=False).select_related("post", "reader"),
    describe=describe,
    confirm=confirm_comment,
    after=after,
)


def export(email: str) -> list[dict]:
    rows = Comment.objects.written_by(email).order_by("pk")
    columns = ["post__title", "name", "email", "website", "text", "status", "created_at"]
    return [dict(row) for row in rows.values(*columns, "edited_at", "emails_replies")]


def erase(email: str) -> None:
    # Replies first: a comment of theirs whose only reply is theirs, too, then goes for good.
    replies_first = F("parent").desc(nulls_last=True)
    for comment in Comment.objects.written_by(email).order_by(replies_first, "-pk"):
        delete_comment(comment=comment)


def show(reader: Reader) -> dict:
    """Return what the reader can still change, the newest first."""
    rows = Comment.objects.written_by(reader.email).filter(status__in=CHANGEABLE)
    comments = list(rows.select_related("post").order_by("-created_at", "-pk"))
    return {"comments": comments} if comments else {}


def export_ban(email: str) -> list[dict]:
    bans = CommentBan.objects.filter(email=email)
    return [dict(row) for row in bans.values("email", "until")]


BELONGINGS = [
    Belonging(
        title="Comments",
        export=export,
        erase=erase,
        template="blog/own_comments.html",
        show=show,
        stays="A comment that others replied to, or that was imported, stays without its name and "
        "its words, so that the replies still make sense and no import brings it back.",
    ),
    Belonging(
        title="Ban on comments",
        export=export_ban,
        erase=lambda email: None,
        stays="A ban stays until it ends: otherwise, erasing would be the way around it.",
    ),
]


def forget_unconfirmed(before: datetime) -> int:
    return Comment.objects.filter(status=Status.UNCONFIRMED, created_at__lt=before).delete()[0]


def forget_addresses(before: datetime) -> int:
    """Erase the addresses of those who wrote comments long ago. They get no more replies."""
    old = Comment.objects.filter(Q(reader__isnull=False) | ~Q(email=""), created_at__lt=before)
    return old.update(email="", reader=None, emails_replies=False)


def forget_senders(before: datetime) -> int:
    return Comment.objects.filter(created_at__lt=before).exclude(sender="").update(sender="")


def forget_bans(before: datetime) -> int:
    return CommentBan.objects.filter(until__lt=before).delete()[0]


RETENTIONS = [
    Retention(
        what="Comments that no one confirmed",
        setting="UNCONFIRMED_DAYS",
        forget=forget_unconfirmed,
        rule="Deleted that long after they were written.",
    ),
    Retention(
        what="Commenters’ email addresses",
        setting="COMMENT_MONTHS",
        forget=forget_addresses,
        rule="Erased that long after the comment was written. The comment stays, with the name and "
        "the website that readers see below it.",
    ),
    Retention(
        what="Hashes of commenters’ network addresses",
        setting="SENDER_HASH_DAYS",
        forget=forget_senders,
        rule="They limit how much one person sends. Erased after that.",
    ),
    Retention(
        what="Bans on comments",
        setting="ENDED_BAN_DAYS",
        forget=forget_bans,
        rule="Deleted that long after they end.",
    ),
]
