"""Sitemaps for search engines, one for each kind of entry and term."""

from collections.abc import Callable, Iterable
from math import ceil
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from taggit.models import Tag

from content.kinds import all_kinds
from content.models import Entry, Place, Topic
from content.term_counts import read_people, read_tags, read_tree
from content.trees import walk
from submissions.models import Submission


class SiteSitemap(Sitemap):
    """Addresses under the site's own name, whatever name the request used."""

    limit = 1_000

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class EntryPaginator(Paginator):
    def page(self, number) -> Page:
        page = super().page(number)
        # Skips the entries before these in an index, and doesn't read them.
        found = Entry.objects.filter(pk__in=page.object_list.values("pk"))
        needed = found.only("kind", "slug", "published_at", "modified_at")
        page.object_list = needed.newest_first()
        return page


class EntrySitemap(SiteSitemap):
    def __init__(self, kind: str) -> None:
        self.kind = kind

    def items(self):
        return Entry.objects.published().filter(kind=self.kind).newest_first()

    @property
    def paginator(self) -> EntryPaginator:
        return EntryPaginator(self.items(), self.limit)

    def lastmod(self, entry: Entry):
        return max(entry.published_at, entry.modified_at)


class TermSitemap(SiteSitemap):
    """The pages of topics, tags, people, or places that have entries."""

    def __init__(self, read_terms: Callable[[], Iterable]) -> None:
        self.read_terms = read_terms

    def items(self) -> list:
        return [term for term in self.read_terms() if term.entry_count]

    def location(self, term) -> str:
        if isinstance(term, Tag):
            return reverse("content:tag-detail", args=[term.slug])
        return term.get_absolute_url()


ENTRIES = {slugify(kind.plural): EntrySitemap(kind.name) for kind in all_kinds() if kind.in_sitemap}
TERMS = {
    "topics": TermSitemap(lambda: walk(read_tree(Topic, to=1))),
    "tags": TermSitemap(lambda: read_tags(to=1)),
    "people": TermSitemap(lambda: read_people(to=1)),
    "places": TermSitemap(lambda: walk(read_tree(Place, to=1))),
}


class ProblemSitemap(SiteSitemap):
    """The problems of practice that are published, and the page that lists them."""

    def items(self) -> list[str]:
        problems = Submission.objects.public().newest_first().only("pk")
        paths = [problem.get_absolute_url() for problem in problems]
        return [reverse("submissions:problem-list"), *paths] if paths else []

    def location(self, path: str) -> str:
        return path


PROBLEMS = {"problems": ProblemSitemap()}
SITEMAPS = ENTRIES | TERMS | PROBLEMS


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the sitemaps, in pages. Django's own view would read every row of every kind."""
    entries = Entry.objects.published().values_list("kind").annotate(Count("pk")).order_by()
    by_kind = dict(entries)
    totals = {section: by_kind.get(sitemap.kind, 0) for section, sitemap in ENTRIES.items()}
    totals |= {section: len(sitemap.items()) for section, sitemap in (TERMS | PROBLEMS).items()}
    sitemaps = []
    for section, total in totals.items():
        address = settings.SITE_URL + reverse("sitemap-section", args=[section])
        for page in range(1, ceil(total / SiteSitemap.limit) + 1):
            sitemaps.append({"location": address if page == 1 else f"{address}?p={page}"})
    return render(
        request, "sitemap_index.xml", {"sitemaps": sitemaps}, content_type="application/xml"
    )
