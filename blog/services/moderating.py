"""What moderators do with comments: users who may change them."""

from collections.abc import Iterable

from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from blog.models import Comment, Post
from blog.services.comments import save_comment
from blog.services.replies import announce
from content.activity import record
from content.editing.saving import save_entry
from content.mail import EmailContent
from content.mail.emails import email_users
from content.models import Activity, User
from content.paths import absolute

Status = Comment.Status
LISTED = 20


@transaction.atomic
def decide(*, comments: Iterable[Comment], status: Status, by: User | None = None) -> int:
    """Give comments a status, and return how many there are. `by` is for the recent activity.

    The others in a thread are told of a comment when it is approved for the first time. What isn't
    confirmed, or was deleted by its author, stays so.
    """
    pks = [comment.pk for comment in comments]
    rows = Comment.objects.filter(pk__in=pks).exclude(
        status__in=[Status.UNCONFIRMED, Status.DELETED]
    )
    # Locked, so that two moderators don't both tell the thread.
    locked = list(rows.select_for_update(of=["self"]).select_related("post").order_by("pk"))
    for comment in locked:
        was_waiting = comment.status == Status.PENDING
        comment.status = status
        comment.save(update_fields=["status"])
        if by:
            record(Activity.Matter.OTHER, status.label, by=by, about=comment)
        if was_waiting and comment.is_shown:
            announce(comment)
    return len(locked)


@transaction.atomic
def reply(*, to: Comment, text: str, by: User) -> Comment:
    """Answer a comment as a member of staff. That approves it if it was waiting."""
    if to.status == Status.PENDING:
        decide(comments=[to], status=Status.APPROVED, by=by)
    comment = Comment(
        post=to.post,
        parent_id=to.thread_id,
        user=by,
        name=by.person.name if by.person else by.name,
        email=by.email,
        text=text,
        status=Status.APPROVED,
    )
    save_comment(comment)
    announce(comment)
    return comment


@transaction.atomic
def close_threads(*, comments: Iterable[Comment], by: User) -> int:
    """Close the threads of these comments to replies."""
    threads = Comment.objects.filter(pk__in={comment.thread_id for comment in comments})
    for thread in threads.select_related("post"):
        record(Activity.Matter.OTHER, "Closed to replies", by=by, about=thread)
    return threads.update(is_closed=True)


@transaction.atomic
def close_comments(*, posts: Iterable[Post], by: User) -> int:
    """Take no more comments on these posts."""
    still_open = [post for post in posts if post.comments_open]
    for post in still_open:
        post.comments_open = False
        save_entry(entry=post, by=by, reason="Closed its comments", modified_at=post.modified_at)
    return len(still_open)


def moderators() -> QuerySet[User]:
    found = ModelBackend().with_perm("blog.change_comment")
    return found.filter(is_staff=True).order_by("pk")


def send_digest() -> int:
    """Email the moderators what waits for them, if anything, and return how many emails."""
    waiting = Comment.objects.waiting().select_related("post").order_by("created_at", "pk")
    total = waiting.count()
    if not total:
        return 0
    words = "One comment waits" if total == 1 else f"{total} comments wait"
    queue = absolute(reverse("admin:blog_comment_queue"))
    content = EmailContent(
        subject=f"{words} for approval",
        paragraphs=[
            f"{words} for approval, since {timezone.localdate(waiting[0].created_at):%B %-d}. Each "
            "link opens a page with buttons; nothing happens before you press one."
        ],
        button=("Open the queue", queue),
        links=[
            (str(comment), absolute(reverse("admin:blog_comment_queue") + f"#comment-{comment.pk}"))
            for comment in waiting[:LISTED]
        ],
    )
    return email_users(users=moderators(), purpose="comments", content=content)
