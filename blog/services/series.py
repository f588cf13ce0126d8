"""The order of a series' parts."""

from django.db import transaction
from django.db.models import F, Max

from blog.models import Post, Series
from content import locks as turns


@transaction.atomic
def place_part(*, post: Post, series: Series, position: int | None = None) -> Post:
    """Make a post part `position` of a series (from 1; None is last) and save where it stands.

    The parts behind it move up, and the gap that it leaves closes, so that the numbers of a
    series are always 1, 2, 3 … without a hole, drafts included.
    """
    wait_for_turn()
    take_out(post)
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
    """Take a post out of its series; the parts behind it move down."""
    wait_for_turn()
    take_out(post)
    post.series = post.part_number = None
    return post


def wait_for_turn() -> None:
    """Wait until nobody else is changing the order of parts; held until the transaction ends.

    One lock for all series: a post may move from one to another, and locks on each of them, or
    on the posts, could be taken in opposite orders by two editors who would block each other.
    """
    turns.wait_for_turn("order of the parts of series")


def take_out(post: Post) -> None:
    series_id, part_number = Post.objects.values_list("series_id", "part_number").get(pk=post.pk)
    if series_id is None:
        return
    Post.objects.filter(pk=post.pk).update(series=None, part_number=None)
    close_gap(series_id=series_id, part_number=part_number)


def close_gap(*, series_id: int | None, part_number: int | None) -> None:
    """Move the parts behind one that is gone down."""
    if series_id is not None:
        behind = Post.objects.filter(series_id=series_id, part_number__gt=part_number)
        behind.update(part_number=F("part_number") - 1)
