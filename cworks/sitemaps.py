"""Sitemaps for search engines, one for each kind of entry and term."""

from math import ceil
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Count, Max
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from taggit.models import Tag

from content.kinds import all_kinds
from content.models import Entry, Person, Place, Topic
from content.querysets import published
from content.trees import read_totals, read_tree


class SiteSitemap(Sitemap):
    """Addresses under the site's own name, whatever name the request used."""

    limit = 5_000

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class EntrySitemap(SiteSitemap):
    def __init__(self, kind: str) -> None:
        self.kind = kind

    def items(self):
        entries = Entry.objects.published().filter(kind=self.kind)
        return entries.only("kind", "slug", "published_at", "modified_at").newest_first()

    def lastmod(self, entry: Entry):
        return max(entry.published_at, entry.modified_at)


class TermSitemap(SiteSitemap):
    """Tags and people; their pages change when the newest of their entries does."""

    def __init__(self, model, relation: str) -> None:
        self.model, self.relation = model, relation

    def items(self):
        return self.terms().only("slug").order_by("pk")

    def terms(self):
        public = published(f"{self.relation}__")
        changed = Greatest(f"{self.relation}__published_at", f"{self.relation}__modified_at")
        terms = self.model.objects.exclude(slug="")
        return terms.annotate(changed_at=Max(changed, filter=public)).filter(
            changed_at__isnull=False
        )

    def location(self, term) -> str:
        if isinstance(term, Tag):
            return reverse("content:tag-detail", args=[term.slug])
        return term.get_absolute_url()

    def lastmod(self, term):
        return term.changed_at

    def totals(self) -> dict:
        return self.terms().aggregate(count=Count("pk"), latest=Max("changed_at"))


class TreeSitemap(SiteSitemap):
    """Topics and places, whose pages also show the entries of everything inside them."""

    def __init__(self, model) -> None:
        self.model = model

    def items(self) -> list:
        terms = [term for outer in read_tree(self.model) for term in (outer, *outer.below)]
        return [term for term in terms if term.changed_at]

    def lastmod(self, term):
        return term.changed_at

    def totals(self) -> dict:
        changes = [changed for _, changed in read_totals(self.model).values()]
        return {"count": len(changes), "latest": max(changes, default=None)}


ENTRIES = {slugify(kind.plural): EntrySitemap(kind.name) for kind in all_kinds() if kind.in_sitemap}
TERMS = {
    "topics": TreeSitemap(Topic),
    "tags": TermSitemap(Tag, "entry_tags__content_object"),
    "people": TermSitemap(Person, "contributions__entry"),
    "places": TreeSitemap(Place),
}
SITEMAPS = ENTRIES | TERMS


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the sitemaps, in pages: one query for all kinds of entries, and one for each term.

    Django's own view would read every row of every kind to find the newest.
    """
    by_kind = read_entry_totals()
    totals = {section: by_kind.get(sitemap.kind) for section, sitemap in ENTRIES.items()}
    totals |= {section: sitemap.totals() for section, sitemap in TERMS.items()}
    sitemaps = []
    for section, found in totals.items():
        if found is None:
            continue
        address = settings.SITE_URL + reverse("sitemap-section", args=[section])
        for page in range(1, ceil(found["count"] / SITEMAPS[section].limit) + 1):
            location = address if page == 1 else f"{address}?p={page}"
            sitemaps.append({"location": location, "last_mod": found["latest"]})
    return render(
        request, "sitemap_index.xml", {"sitemaps": sitemaps}, content_type="application/xml"
    )


def read_entry_totals() -> dict[str, dict]:
    """Return {kind: the number of its public entries, and their latest change}."""
    changed = Greatest("published_at", "modified_at")
    rows = Entry.objects.published().values("kind").annotate(count=Count("pk"), latest=Max(changed))
    return {row["kind"]: row for row in rows.order_by()}
