"""What a post is to a citation."""

from django.conf import settings
from django.utils import timezone

from blog.models import Post
from content.citations.entries import people_of
from content.citations.works import Work
from content.models import Role
from content.paths import absolute


def post_work(post: Post) -> Work:
    return Work(
        title=post.heading,
        kind="post",
        address=absolute(post.get_absolute_url()),
        authors=people_of(post, Role.AUTHOR),
        container=settings.SITE_NAME,
        published=timezone.localdate(post.published_at) if post.published_at else None,
    )
