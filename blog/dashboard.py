from collections.abc import Iterator

from django.urls import reverse

from blog.models import Comment
from content.dashboard import WaitingList, list_waiting
from content.models import User


def waiting_comments(user: User) -> Iterator[WaitingList]:
    if user.has_perm("blog.change_comment"):
        yield from list_waiting(
            "Comments waiting",
            url=reverse("admin:blog_comment_queue"),
            rows=Comment.objects.waiting().select_related("post"),
            describe=describe_comment,
        )


def describe_comment(comment: Comment) -> tuple[str, str]:
    return str(comment), reverse("admin:blog_comment_change", args=[comment.pk])
