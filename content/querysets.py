from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import FETCH_RAISE, Q
from django.utils import timezone

from content.labels import LabelData
from content.markdown import ImageFacts

# Long, or of no use to a page that lists entries.
NOT_LISTED = [
    "body",
    "body_html",
    "headings",
    "search_vector",
    "search_title",
    "search_description",
    "lead_image_caption",
    "attention",
    "guid",
    "preview_token",
    "created_at",
    "created_by",
    "modified_at",
]


class EntryQuerySet(models.QuerySet):
    def published(self, *, at: datetime | None = None) -> Self:
        """What the public may see: the one place that says so."""
        return self.filter(status="published", published_at__lte=at or timezone.now())

    def scheduled(self) -> Self:
        return self.filter(status="published", published_at__gt=timezone.now())

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def in_sector(self, sector: str) -> Self:
        return self.filter(sector__in=[sector, "both"])

    def with_labels(self) -> Self:
        """With lead image, people, topics, tags and places."""
        return self.select_related("lead_image").annotate(label_data=LabelData())

    def for_listing(self) -> Self:
        """With what a listing shows, and a refusal to fetch anything else row by row."""
        return self.with_labels().defer(*NOT_LISTED).fetch_mode(FETCH_RAISE)

    def for_page(self) -> Self:
        """With the full text too, for an entry's own page and for feeds."""
        return self.with_labels().defer("body", "search_vector").fetch_mode(FETCH_RAISE)

    def paths_by_title(self, titles: Iterable[str]) -> dict[str, str]:
        """Return {title as asked: path} for wiki links; titles match whatever their case."""
        wanted = {title.casefold(): title for title in titles}
        if not wanted:
            return {}
        same_title = Q()
        for title in wanted.values():
            same_title |= Q(title__iexact=title)
        found = self.published().filter(same_title).only("kind", "slug", "title").order_by("pk")
        return {
            wanted[entry.title.casefold()]: entry.get_absolute_url()
            for entry in found
            if entry.title.casefold() in wanted
        }


class ImageQuerySet(models.QuerySet):
    def with_urls(self, urls: Iterable[str]) -> Self:
        prefix = settings.MEDIA_URL
        return self.filter(
            file__in=[url.removeprefix(prefix) for url in urls if url.startswith(prefix)]
        )

    def facts_by_url(self, urls: Iterable[str]) -> dict[str, ImageFacts]:
        """Return {address: facts} for those addresses that are the site's own images."""
        if not urls:
            return {}
        return {image.url: image.facts for image in self.with_urls(urls)}

    def lacking_alt(self) -> Self:
        return self.filter(alt="", decorative=False)

    def lacking_renditions(self) -> Self:
        return self.filter(rendered_at=None).order_by("pk")
