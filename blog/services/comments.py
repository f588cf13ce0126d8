from django.db import transaction

from blog.exceptions import CommentsClosed
from blog.models import Comment, Post


@transaction.atomic
def write_comment(
    *, post: Post, name: str, email: str, text: str, parent: Comment | None = None
) -> Comment:
    """Keep a reader's comment for an editor to approve. Raises CommentsClosed."""
    if not post.comments_open:
        raise CommentsClosed
    return Comment.objects.create(post=post, parent=parent, name=name, email=email, text=text)
