"""The articles of the wiki as they lie below each other."""

from dataclasses import dataclass, field

from wiki.models import Article


@dataclass
class Branch:
    article: Article
    below: list["Branch"] = field(default_factory=list)


def read_articles() -> list[Branch]:
    """Return the public articles that lie below no other, each with those below it, by title.

    One query. What lies below an article that is not public stands at the top, and so does one of
    those that lie below each other in a circle.
    """
    articles = Article.objects.published().only(
        "kind", "slug", "title", "summary", "excerpt_html", "parent"
    )
    branches = {article.pk: Branch(article) for article in articles.order_by("title", "pk")}
    top = []
    for branch in branches.values():
        outer = branches.get(branch.article.parent_id)
        (outer.below if outer else top).append(branch)
    return top + open_circles(branches, top)


def open_circles(branches: dict[int, Branch], top: list[Branch]) -> list[Branch]:
    """Cut each circle, which nobody should have made, at one article, and return these articles.

    Otherwise nobody would find them.
    """
    waiting = dict(branches)
    cut = []

    def reach(reached: list[Branch]) -> None:
        while reached:
            branch = reached.pop()
            del waiting[branch.article.pk]
            reached += branch.below

    reach(list(top))
    while waiting:
        branch = next(iter(waiting.values()))
        passed = set()
        while branch.article.pk not in passed:
            passed.add(branch.article.pk)
            branch = branches[branch.article.parent_id]
        branches[branch.article.parent_id].below.remove(branch)
        cut.append(branch)
        reach([branch])
    return cut
