"""Emails about replies, to those in a thread who asked for them."""

from django.db.models import Q
from django.utils import timezone

from blog.models import Comment
from content.keys import read_key
from content.mail import EmailContent
from content.models import Reader
from content.paths import absolute
from content.readers import Subscription, email_reader


def announce(comment: Comment) -> None:
    """Email the others in the thread about a comment that has just appeared: once."""
    if comment.announced_at or comment.parent_id is None:
        return
    comment.announced_at = timezone.now()
    comment.save(update_fields=["announced_at"])
    told = {comment.email.lower()}
    for other in following(comment.parent_id).order_by("pk"):
        # Someone with several comments in the thread gets one email.
        if other.reader and other.email not in told:
            told.add(other.email)
            email_about_reply(to=other.reader, subscription=f"replies.{other.pk}", comment=comment)


def following(thread_id: int):
    """Return the comments of a thread whose authors asked for emails about it."""
    in_thread = Comment.objects.filter(Q(pk=thread_id) | Q(parent=thread_id))
    return asking().filter(pk__in=in_thread).select_related("reader")


def asking():
    return Comment.objects.approved().filter(emails_replies=True, reader__isnull=False)


def email_about_reply(*, to: Reader, subscription: str, comment: Comment) -> None:
    heading = comment.post.heading
    email_reader(
        reader=to,
        purpose="reply to a comment",
        content=EmailContent(
            subject=f"{comment.name} replied on “{heading}”",
            paragraphs=[
                f"{comment.name} wrote in a thread under “{heading}” that you are part of:"
            ],
            quote=comment.text,
            button=("Read and answer", absolute(comment.get_absolute_url())),
        ),
        subscription=subscription,
    )


def describe(comment: Comment) -> str:
    return f"emails about replies in your thread under “{comment.post.heading}”"


def find(pk: str) -> Comment | None:
    return asking().select_related("post", "reader").filter(pk=read_key(pk)).first()


def turn_off(comment: Comment) -> None:
    """Stop all emails about a thread to the author of a comment in it."""
    in_thread = following(comment.thread_id).filter(reader=comment.reader_id)
    pks = list(in_thread.values_list("pk", flat=True))
    Comment.objects.filter(pk__in=pks).update(emails_replies=False)


REPLIES = Subscription(
    key="replies",
    find=find,
    describe=describe,
    turn_off=turn_off,
)
