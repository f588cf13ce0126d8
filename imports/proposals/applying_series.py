"""Makes posts the parts of a series, in the order that they and the editor give."""

from datetime import UTC, datetime

from django.utils import timezone

from blog.models import Post, Series
from blog.models.series import MAX_PARTS
from blog.services.series import lock_part_order, place_part
from content.editing.publishing import publish
from content.editing.saving import save_entry
from content.editing.slugs import propose_slug
from content.models import Sector, Status, User
from imports.models import Proposal
from imports.proposals.applying import REASON
from imports.proposals.exceptions import ProposalNotApplied

EARLIEST = datetime.min.replace(tzinfo=UTC)


def apply_series(*, proposals: list[Proposal], by: User) -> Series:
    """Make the proposals' posts parts of the series with their title, which may be new.

    Parts that are missing here leave no gap: parts 4 and 5 are the first two until the others
    come. `data["number"]` of what was accepted before says where those belong.
    """
    title = proposals[0].data["title"].strip()
    if not title:
        raise ProposalNotApplied("Enter the title of the series.")
    lock_part_order()
    posts = Post.objects.in_bulk([proposal.entry_id for proposal in proposals])
    for post in posts.values():
        if post.series_id is not None:
            raise ProposalNotApplied(
                f"“{post}” is already part {post.part_number} of “{post.series}.” Reject it here, "
                "or remove it from that series first."
            )
    series = find_series(title) or create_series(title, proposals, posts, by=by)
    numbers = {proposal.entry_id: proposal.data.get("number") for proposal in proposals}
    for key in sorted(posts, key=lambda key: order_of(posts[key], numbers[key])):
        add_part(posts[key], series, numbers[key])
    # Each place moved others, so the posts are read again before they are saved.
    for post in Post.objects.filter(pk__in=posts).order_by("pk"):
        save_entry(entry=post, by=by, reason=REASON)
    rename_waiting(proposals[0].group, title)
    return series


def rename_waiting(group: str, title: str) -> None:
    """Give the parts that still wait the title under which the series was accepted."""
    rows = Proposal.objects.waiting().filter(kind=Proposal.Subject.SERIES, group=group)
    waiting = list(rows.exclude(group=""))
    for row in waiting:
        row.data["title"] = title
    Proposal.objects.bulk_update(waiting, ["data"])


def find_series(title: str) -> Series | None:
    return Series.objects.filter(title__iexact=title).order_by("pk").first()


def create_series(
    title: str, proposals: list[Proposal], posts: dict[int, Post], *, by: User
) -> Series:
    """Create a series, published on the date of its first part if readers see that."""
    if not by.has_perm("blog.add_series"):
        raise ProposalNotApplied("You don’t have permission to add a series.")
    sectors = {post.sector for post in posts.values()}
    total = max((proposal.data.get("total") or 0 for proposal in proposals), default=0)
    series = Series(
        title=title,
        slug=propose_slug(title, model=Series),
        sector=sectors.pop() if len(sectors) == 1 else Sector.BOTH,
        planned_parts=min(total, MAX_PARTS) or None,
    )
    published = [post for post in posts.values() if post.status == Status.PUBLISHED]
    dates = [post.published_at for post in published if post.published_at]
    if dates:
        publish(entry=series, by=by, at=min(dates), reason=REASON)
    else:
        save_entry(entry=series, by=by, reason=REASON)
    return series


def order_of(post: Post, number: int | None) -> tuple[bool, int, datetime, int]:
    """Return what parts are sorted by: their numbers, and then their dates."""
    return (number is None, number or 0, post.published_at or EARLIEST, post.pk)


def add_part(post: Post, series: Series, number: int | None) -> None:
    """Put a post before the first part that belongs after it."""
    parts = list(Post.objects.filter(series=series).order_by("part_number"))
    accepted = Proposal.objects.filter(kind=Proposal.Subject.SERIES, entry__in=parts)
    said = {row.entry_id: row.data.get("number") for row in accepted}
    for position, part in enumerate(parts, start=1):
        if belongs_before(post, number, part, said.get(part.pk)):
            place_part(post=post, series=series, position=position)
            return
    place_part(post=post, series=series)


def belongs_before(post: Post, number: int | None, part: Post, part_number: int | None) -> bool:
    if number is not None and part_number is not None:
        return number < part_number
    now = timezone.now()
    return (post.published_at or now) < (part.published_at or now)
