"""Comments that readers write."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from blog.exceptions import CommentsClosed, TooManyComments
from blog.models import Comment, Post
from content.services.turns import wait_for_turn

AT_MOST = 5
WITHIN = timedelta(hours=1)


@transaction.atomic
def write_comment(
    *,
    post: Post,
    name: str,
    email: str,
    text: str,
    address: str,
    parent: Comment | None = None,
) -> Comment:
    """Keep a reader's comment for an editor to approve.

    `address` is the reader's network address; only a keyed hash of it is stored, which changes
    every day. Raises CommentsClosed, TooManyComments.
    """
    if not post.comments_open:
        raise CommentsClosed
    sender = sender_of(address)
    # Whoever sends many at once has them counted one after the other.
    wait_for_turn(f"comments of {sender}")
    recent = Comment.objects.filter(sender=sender, created_at__gt=timezone.now() - WITHIN)
    if recent.count() >= AT_MOST:
        raise TooManyComments
    return Comment.objects.create(
        post=post, parent=parent, name=name, email=email, text=text, sender=sender
    )


def sender_of(address: str) -> str:
    day = timezone.localdate().isoformat()
    return salted_hmac(f"comment of {day}", address, algorithm="sha256").hexdigest()
