"""What a post is to a citation."""

from django.utils import timezone

from blog.models import Post
from content.citations.entries import people_of
from content.citations.works import Work
from content.models import Role
from content.paths import absolute
from content.site import site_name


def post_work(post: Post) -> Work:
    return Work(
        title=post.heading,
        kind="post",
        address=absolute(post.get_absolute_url()),
        authors=people_of(post, Role.AUTHOR),
        container=site_name(),
        published=timezone.localdate(post.published_at) if post.published_at else None,
    )
