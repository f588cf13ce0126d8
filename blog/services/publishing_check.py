import re
from collections.abc import Iterator

from blog.models import Post, Series
from content.editing.publishing_check import check_entry
from content.findings import Finding, Related
from content.models import Status

FIRST_APPEARED = re.compile(
    r"\b(?:originally|first)\s+(?:appeared|posted|published|ran)\b|\b(?:cross|re)-?posted\b",
    re.IGNORECASE,
)


def check_post(post: Post, related: Related) -> list[Finding]:
    return [
        *check_entry(post, related),
        *check_first_appearance(post),
        *check_series(post, related.fields.get("series", post.series)),
    ]


def check_first_appearance(post: Post) -> Iterator[Finding]:
    if not post.is_cross_post:
        found = FIRST_APPEARED.search(post.body)
        if found:
            yield Finding(
                f"The text says “{found[0]},” but “First appeared elsewhere” is empty. Search "
                "engines will treat this post as the original.",
                about="original_publisher",
            )
    elif not post.original_url:
        yield Finding(
            f"It first appeared at {post.original_publisher}, but its address there is missing.",
            about="original_url",
        )


def check_series(post: Post, series: Series | None) -> Iterator[Finding]:
    """Check the series that the post will belong to."""
    if series is None:
        return
    earlier = Post.objects.filter(series=series).exclude(pk=post.pk)
    if post.series_id == series.pk and post.part_number:
        earlier = earlier.filter(part_number__lt=post.part_number)
    unpublished = earlier.exclude(status=Status.PUBLISHED).in_series_order()
    for part in unpublished:
        yield Finding(
            f"Part {part.part_number} of the series, “{part},” is not published. Readers will go "
            "straight from the part before it to this one.",
            about="series",
        )
    if series.status != Status.PUBLISHED:
        yield Finding(f"The series “{series}” is not published.", about="series")
