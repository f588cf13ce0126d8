from django.db import transaction

from blog.models import Post
from blog.services.series import close_gap, lock_part_order
from content.editing.saving import delete_entry
from content.models import User


@transaction.atomic
def delete_post(*, post: Post, by: User | None) -> None:
    """Delete a post. If it was part of a series, later parts move down."""
    lock_part_order()
    post.refresh_from_db(fields=["series", "part_number"])
    series_id, part_number = post.series_id, post.part_number
    delete_entry(entry=post, by=by)
    close_gap(series_id=series_id, part_number=part_number)
