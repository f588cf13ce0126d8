"""Readers' comments: to confirm, show, export, and erase them."""

from django.db.models import F

from blog.models import Comment, CommentBan
from blog.services.comments import confirm_comment, delete_comment
from content.models import Reader
from content.readers import Belonging, Confirmation

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
    ),
    # It stays until it ends: no one can erase a ban.
    Belonging(title="Ban on comments", export=export_ban, erase=lambda email: None),
]
