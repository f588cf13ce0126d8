"""What search engines should know of, each kind in a list of its own."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, Q
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


class TermSitemap(Sitemap):
    """Pages that list entries; they change when the newest of their entries does."""

    limit = 5_000

    def __init__(self, model, relation: str) -> None:
        self.model, self.relation = model, relation

    def items(self):
        public = Q(
            **{
                f"{self.relation}__status": "published",
                f"{self.relation}__published_at__lte": timezone.now(),
            }
        )
        newest = Max(f"{self.relation}__modified_at", filter=public)
        terms = self.model.objects.annotate(newest=newest).filter(newest__isnull=False)
        return terms.only("slug").order_by("pk")

    def location(self, term) -> str:
        if isinstance(term, Tag):
            return reverse("content:tag-detail", args=[term.slug])
        return term.get_absolute_url()

    def lastmod(self, term):
        return term.newest


SITEMAPS = {
    "posts": EntrySitemap(Kind.POST),
    "series": EntrySitemap(Kind.SERIES),
    "pages": EntrySitemap(Kind.PAGE),
    "topics": TermSitemap(Topic, "entries"),
    "tags": TermSitemap(Tag, "entry_tags__content_object"),
    "people": TermSitemap(Person, "contributions__entry"),
    "places": TermSitemap(Place, "entries"),
}
