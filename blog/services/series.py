"""The order of a series' parts."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max

from blog.exceptions import PartsChanged
from blog.models import Post, Series
from content.copies.making import make_copies_later
from content.locks import take_lock


@transaction.atomic
def place_part(*, post: Post, series: Series, position: int | None = None) -> Post:
    """Make a post part `position` of a series (from 1; None is last), and save its place.

    Later parts move up, and the gap it leaves elsewhere closes. The parts of a series, drafts
    included, are always numbered 1, 2, 3 … without a gap.
    """
    lock_part_order()
    detach(post)
    last = Post.objects.filter(series=series).aggregate(last=Max("part_number"))["last"] or 0
    position = last + 1 if position is None else max(1, min(position, last + 1))
    Post.objects.filter(series=series, part_number__gte=position).update(
        part_number=F("part_number") + 1
    )
    Post.objects.filter(pk=post.pk).update(series=series, part_number=position)
    post.series, post.part_number = series, position
    return post


@transaction.atomic
def remove_part(*, post: Post) -> Post:
    """Take a post out of its series. Later parts move down."""
    lock_part_order()
    detach(post)
    post.series = post.part_number = None
    return post


def lock_part_order() -> None:
    """Lock the order of the parts of all series until the transaction ends.

    A post can move from one series to another. With a lock for each series, or on the posts, two
    editors could take the locks in opposite orders and deadlock.
    """
    take_lock("order of the parts of series")


def detach(post: Post) -> None:
    series_id, part_number = Post.objects.values_list("series_id", "part_number").get(pk=post.pk)
    if series_id is None:
        return
    Post.objects.filter(pk=post.pk).update(series=None, part_number=None)
    close_gap(series_id=series_id, part_number=part_number)


def close_gap(*, series_id: int | None, part_number: int | None) -> None:
    """Move down the parts after one that has left."""
    if series_id is not None:
        later = Post.objects.filter(series_id=series_id, part_number__gt=part_number)
        later.update(part_number=F("part_number") - 1)


@transaction.atomic
def order_parts(*, series: Series, order: Sequence[int]) -> None:
    """Number the parts of a series in this order of their primary keys.

    Raises PartsChanged if these aren't its parts anymore.
    """
    lock_part_order()
    parts = dict(Post.objects.filter(series=series).values_list("pk", "part_number"))
    if sorted(order) != sorted(parts):
        raise PartsChanged
    for number, pk in enumerate(order, start=1):
        if parts[pk] != number:
            Post.objects.filter(pk=pk).update(part_number=number)
    make_copies_later(series, was_public=series.is_public)
