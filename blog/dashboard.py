from collections.abc import Iterator

from django.urls import reverse

from blog.models import Comment
from content.dashboard import WaitingList, list_waiting
from content.models import User


def waiting_comments(user: User) -> Iterator[WaitingList]:
    if user.has_perm("blog.change_comment"):
        yield from list_waiting(
            "Comments waiting",
            url=f"{reverse('admin:blog_comment_changelist')}?status__exact=pending",
            rows=Comment.objects.filter(status=Comment.Status.PENDING).select_related("post"),
            describe=describe_comment,
        )


def describe_comment(comment: Comment) -> tuple[str, str]:
    return str(comment), reverse("admin:blog_comment_change", args=[comment.pk])
