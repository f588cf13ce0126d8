"""What search engines should know of, each kind in a list of its own."""

from math import ceil

from django.contrib.sitemaps import Sitemap
from django.db.models import Count, Max, Q
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from content.models import Entry, Kind, Person, Place, Topic


class EntrySitemap(Sitemap):
    limit = 5_000

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def items(self):
        entries = Entry.objects.published().filter(kind=self.kind)
        return entries.only("kind", "slug", "published_at", "modified_at").newest_first()

    def lastmod(self, entry: Entry):
        return max(entry.published_at, entry.modified_at)

    def totals(self) -> dict:
        return self.items().aggregate(
            count=Count("pk"), latest=Max(Greatest("published_at", "modified_at"))
        )


class TermSitemap(Sitemap):
    """Pages that list entries; they change when the newest of their entries does."""

    limit = 5_000

    def __init__(self, model, relation: str) -> None:
        self.model, self.relation = model, relation

    def items(self):
        return self.terms().only("slug").order_by("pk")

    def terms(self):
        public = Q(
            **{
                f"{self.relation}__status": "published",
                f"{self.relation}__published_at__lte": timezone.now(),
            }
        )
        newest = Max(f"{self.relation}__modified_at", filter=public)
        return self.model.objects.annotate(newest=newest).filter(newest__isnull=False)

    def location(self, term) -> str:
        if isinstance(term, Tag):
            return reverse("content:tag-detail", args=[term.slug])
        return term.get_absolute_url()

    def lastmod(self, term):
        return term.newest

    def totals(self) -> dict:
        return self.terms().aggregate(count=Count("pk"), latest=Max("newest"))


SITEMAPS = {
    "posts": EntrySitemap(Kind.POST),
    "series": EntrySitemap(Kind.SERIES),
    "pages": EntrySitemap(Kind.PAGE),
    "topics": TermSitemap(Topic, "entries"),
    "tags": TermSitemap(Tag, "entry_tags__content_object"),
    "people": TermSitemap(Person, "contributions__entry"),
    "places": TermSitemap(Place, "entries"),
}


def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the sitemaps, in pages, with one query for each kind.

    Django's own view would read every row of every kind to find the newest.
    """
    sitemaps = []
    for section, sitemap in SITEMAPS.items():
        totals = sitemap.totals()
        address = request.build_absolute_uri(reverse("sitemap-section", args=[section]))
        for page in range(1, ceil(totals["count"] / sitemap.limit) + 1):
            location = address if page == 1 else f"{address}?p={page}"
            sitemaps.append({"location": location, "last_mod": totals["latest"]})
    return render(
        request, "sitemap_index.xml", {"sitemaps": sitemaps}, content_type="application/xml"
    )
