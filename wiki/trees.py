"""The articles of the wiki as they lie below each other."""

from dataclasses import dataclass, field

from wiki.models import Article


@dataclass
class Branch:
    article: Article
    below: list["Branch"] = field(default_factory=list)


def read_articles() -> list[Branch]:
    """Return the public articles that lie below no other, each with those below it, by title.

    One query. What lies below an article that is not public stands at the top.
    """
    articles = Article.objects.published().only(
        "kind", "slug", "title", "summary", "excerpt_html", "parent"
    )
    branches = {article.pk: Branch(article) for article in articles.order_by("title", "pk")}
    top = []
    for branch in branches.values():
        outer = branches.get(branch.article.parent_id)
        (outer.below if outer else top).append(branch)
    return top
