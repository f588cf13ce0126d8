"""Comments with their replies."""

from dataclasses import dataclass, field

from blog.models import Comment, Post


@dataclass(slots=True)
class Thread:
    comment: Comment
    replies: list["Thread"] = field(default_factory=list)


def comment_threads(post: Post) -> list[Thread]:
    """Return approved comments as trees. Replies to a hidden comment move to the top level."""
    threads = {
        comment.pk: Thread(comment)
        for comment in Comment.objects.approved().filter(post=post).order_by("created_at", "pk")
    }
    top = []
    for thread in threads.values():
        parent = threads.get(thread.comment.parent_id)
        (parent.replies if parent else top).append(thread)
    return top
