from django.db import transaction

from blog.exceptions import CommentsClosed, TooManyComments
from blog.models import Comment, Post
from content.markdown import render_comment
from content.rate_limits import sender_of, sends_too_much


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
    """Save a reader's comment, pending an editor's approval.

    `address` is the reader's network address. Only a keyed hash of it is stored, which changes
    every day. Raises CommentsClosed and TooManyComments.
    """
    if not post.comments_open:
        raise CommentsClosed
    sender = sender_of("comment", address)
    if sends_too_much(Comment.objects.all(), matter="comments", sender=sender):
        raise TooManyComments
    comment = Comment(post=post, parent=parent, name=name, email=email, text=text, sender=sender)
    save_comment(comment)
    return comment


def save_comment(comment: Comment) -> None:
    """Render a comment's text and save it."""
    comment.text_html = render_comment(comment.text)
    comment.save()
