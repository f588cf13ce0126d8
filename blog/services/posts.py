"""Posts as a whole."""

from django.db import transaction

from blog.models import Post
from blog.services.series import remove_part
from content.editing.saving import delete_entry


@transaction.atomic
def delete_post(*, post: Post) -> None:
    """Delete a post; where it was part of a series, the parts behind it move down."""
    remove_part(post=post)
    delete_entry(entry=post)
