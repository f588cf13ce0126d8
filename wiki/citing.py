"""How to cite what the wiki has."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString

from content.models import Person, Role
from content.paths import absolute
from wiki.citations.bibtex import bibtex
from wiki.citations.styles import STYLES
from wiki.citations.works import Author, Work
from wiki.models import Article


@dataclass(frozen=True)
class Cited:
    """A work in one style: as HTML, for reading, where it has italics; as text, for copying."""

    style: str
    label: str
    text: str
    html: SafeString | None = None


def cite_revision(revision, *, article: Article) -> list[Cited]:
    """Cite an article as it stood, at the address of that revision, in every style."""
    work = Work(
        kind="article",
        title=revision.heading,
        authors=read_authors(article),
        container=f"{settings.SITE_NAME} Wiki",
        revised=timezone.localdate(revision.history_date),
        address=absolute(revision.get_absolute_url()),
    )
    cited = []
    for style, (label, write) in STYLES.items():
        citation = write(work)
        cited.append(Cited(style, label, citation.text, citation.html))
    return [*cited, Cited("bibtex", "BibTeX", bibtex(work).rstrip())]


def read_authors(article: Article) -> tuple[Author, ...]:
    people = Person.objects.filter(contributions__entry=article, contributions__role=Role.AUTHOR)
    named = people.order_by("contributions__position", "contributions__pk")
    facts = named.values_list("name", "sort_name", "is_organisation")
    return tuple(Author(*fact) for fact in facts)
