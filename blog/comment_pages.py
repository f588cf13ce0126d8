"""The comments under a post, some at a time: a post with thousands has the same page as others."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from blog.models import Comment, Post
from content.trees import nest

PER_PAGE = 100
SHOWN = (
    "post_id",
    "parent_id",
    "name",
    "text_html",
    "status",
    "is_closed",
    "created_at",
    "edited_at",
    "user__person_id",
)


@dataclass(frozen=True)
class CommentPage:
    # Those that start threads, or whose thread began on an earlier page, each with its `branches`.
    threads: list[Comment]
    total: int  # on all pages
    first: int  # the place of the first one in the whole order, from 1
    shown: int
    before: int | None  # The page before begins after this comment; 0 for the first page.
    after: int | None  # the comment after which the next page begins

    @property
    def others(self) -> str:
        """How many there are on other pages: 1,900."""
        return f"{self.total - self.shown:,}"

    @property
    def last(self) -> int:
        return self.first + self.shown - 1


def read_comment_page(post: Post, *, after: int = 0) -> CommentPage | None:
    """Return the comments that follow one, in the order of threads; None if that isn't shown.

    It takes two queries, of which only the first, for the order, reads rows of all comments.
    """
    order = thread_order(post)
    keys = [pk for pk, _ in order]
    if after and after not in keys:
        return None
    start = keys.index(after) + 1 if after else 0
    end = start + PER_PAGE
    page = order[start:end]
    # A thread whose first comment isn't on the page, or isn't public, begins with it anyway.
    wanted = dict.fromkeys(key for pk, parent in page for key in (parent or pk, pk))
    # Most posts have no comments, and even a query that is not sent takes time to compose.
    found = rows_of(wanted) if wanted else {}
    author_ids = {author.id for author in post.authors}
    rows = [found[pk] for pk in wanted if pk in found]
    for row in rows:
        row.mark = mark_of(row, author_ids)
        thread = found.get(row.thread_id)
        row.takes_replies = row.is_shown and not (thread and thread.is_closed)
    return CommentPage(
        threads=nest(rows),
        total=len(order),
        first=start + 1,
        shown=len(page),
        before=None if not start else keys[start - PER_PAGE - 1] if start > PER_PAGE else 0,
        after=keys[end - 1] if end < len(keys) else None,
    )


def rows_of(keys: Iterable[int]) -> dict[int, Comment]:
    rows = Comment.objects.filter(pk__in=keys).select_related("user").only(*SHOWN)
    return {row.pk: row for row in rows}


def thread_order(post: Post) -> list[tuple[int, int | None]]:
    """Return (key, parent's key) of all public comments: threads as they began, with replies."""
    threads: dict[int, list[tuple[int, int | None]]] = {}
    rows = Comment.objects.approved().filter(post=post).values_list("pk", "parent_id")
    for pk, parent in rows.order_by("created_at", "pk"):
        thread = threads.setdefault(parent or pk, [])
        # An imported reply may have an earlier date than its thread.
        thread.insert(len(thread) if parent else 0, (pk, parent))
    return [comment for thread in threads.values() for comment in thread]


def find_page_of(post: Post, pk: int) -> int | None:
    """Return after which comment the page begins that shows this one; None if no page does."""
    keys = [key for key, _ in thread_order(post)]
    if pk not in keys:
        return None
    start = keys.index(pk) // PER_PAGE * PER_PAGE
    return keys[start - 1] if start else 0


def mark_of(comment: Comment, author_ids: set[int]) -> str:
    """Return what readers are told of a comment by staff: a user confirmed it, or is signed in."""
    if comment.user is None:
        return ""
    return "Author" if comment.user.person_id in author_ids else "Staff"


def comment_counts(pks: list[int]) -> dict[int, str]:
    """Return {post's key: “3 comments”} for those of these posts that have any."""
    rows = Comment.objects.approved().filter(post__in=pks).order_by()
    counts = dict(rows.values_list("post").annotate(Count("pk")))
    return {
        pk: "1 comment" if count == 1 else f"{count:,} comments" for pk, count in counts.items()
    }
