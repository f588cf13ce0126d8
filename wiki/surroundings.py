"""What leads to an entry of the wiki or the library, and where an article lies among others."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from content.companions import LISTED
from content.models import Entry, Link
from wiki.models import Article

SHOWN_AT_MOST = 50


@dataclass(frozen=True)
class Incoming:
    """The entries that lead to another: the first of them by title, and how many there are."""

    entries: list[Entry]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.entries)


def links_to(entry: Entry) -> Incoming:
    """Return what links to an entry, by title: articles first, then everything else."""
    links = Link.objects.filter(target=entry, entry=OuterRef("pk")).exclude(entry=entry)
    sources = Entry.objects.published().filter(Exists(links))
    total = sources.count()
    found = sources.only(*LISTED).order_by("kind", "title", "pk")[:SHOWN_AT_MOST] if total else []
    return Incoming(list(found), total)


def way_down_to(article: Article) -> list[tuple[str, str]]:
    """Return breadcrumbs as (name, path): the public articles above this one, widest first.

    They are read in one query, however deep the article lies.
    """
    if article.parent_id is None:
        return []
    above = Article.objects.raw(WAY_UP, {"parent": article.parent_id})
    return [(page.heading, page.get_absolute_url()) for page in above if page.is_public]


# No deeper than this is anything shown, which also ends a circle that nobody should have made.
WAY_UP = """
WITH RECURSIVE way AS (
    SELECT entry_ptr_id, parent_id, 1 AS step FROM wiki_article WHERE entry_ptr_id = %(parent)s
    UNION ALL
    SELECT outer_one.entry_ptr_id, outer_one.parent_id, step + 1
      FROM way JOIN wiki_article AS outer_one ON outer_one.entry_ptr_id = way.parent_id
     WHERE step < 8
)
SELECT way.entry_ptr_id, entry.id, entry.kind, entry.slug, entry.title, entry.excerpt_html,
       entry.status, entry.published_at
  FROM way JOIN content_entry AS entry ON entry.id = way.entry_ptr_id
 ORDER BY step DESC
"""


def below(article: Article) -> list[Article]:
    """Return the public articles directly below this one, by title."""
    children = Article.objects.published().filter(parent=article)
    return list(children.only("kind", "slug", "title", "excerpt_html", "summary").order_by("title"))
