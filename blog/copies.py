"""What copies of posts and series contain."""

from collections.abc import Iterable
from dataclasses import replace

from blog.models import Post, Series
from content.copies.contents import Copy, chapter_of, copy_of, dates_of, own_text


def post_copy(post: Post) -> Copy:
    facts = list(dates_of(post))
    if post.original_publisher:
        facts.append(f"First appeared at {post.original_publisher}")
    return copy_of(post, [own_text(post)], facts=facts)


def series_copy(series: Series) -> Copy:
    """Return a series with its public parts in order, by the authors of all of them."""
    parts = list(Post.objects.published().filter(series=series).as_page().in_series_order())
    chapters = [
        chapter_of(part, label=f"Part {number}") for number, part in enumerate(parts, start=1)
    ]
    if series.body_html:
        chapters.insert(0, replace(own_text(series), title="About this series"))
    count = f"{len(parts)} part{'' if len(parts) == 1 else 's'}"
    if (series.planned_parts or 0) > len(parts):
        count = f"{len(parts)} of {series.planned_parts} parts"
    return copy_of(
        series,
        chapters,
        facts=[count, *dates_of(parts[-1] if parts else series)],
        others=parts,
    )


def series_of(post: Post) -> Iterable[Series]:
    return Series.objects.filter(parts=post.pk).only("kind")
