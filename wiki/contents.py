"""The wiki's table of contents: articles by title with everything below them, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Upper

from content.trees import ids_below, nest
from wiki.models import Article

PER_PAGE = 100


@dataclass(frozen=True)
class ContentsPage:
    articles: list[Article]  # with their branches
    following: str  # the title that the next page begins with, or ""
    alphabet: str  # to jump to; "" when everything fits on one page


def read_contents(*, beginning: str = "") -> ContentsPage:
    """Return the articles from this title on, ignoring case.

    An article whose parent isn't public is listed like one without a parent.
    """
    public = Article.objects.published()
    parent = public.filter(pk=OuterRef("parent"))
    at_top = public.filter(Q(parent=None) | ~Exists(parent)).annotate(key=Upper("title"))
    from_here = at_top.filter(key__gte=Upper(Value(beginning))).order_by("key", "pk")
    top = list(from_here.only("title")[: PER_PAGE + 1])
    after = top[PER_PAGE:]
    return ContentsPage(
        articles=with_branches(top[:PER_PAGE]),
        following=after[0].title if after else "",
        alphabet=ascii_uppercase if after or beginning else "",
    )


def with_branches(top: Sequence[Article]) -> list[Article]:
    """Load these articles and, nested, the public ones below them."""
    if not top:
        return []
    inside = Article.objects.published().filter(pk__in=ids_below(*top)).as_links("parent")
    # One below an unpublished article is on the page of its own title.
    return [each for each in nest(inside.order_by(Upper("title"), "pk")) if each in top]
