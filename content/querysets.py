from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import FETCH_RAISE, Exists, F, OuterRef, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Upper
from django.utils import timezone

from content.labels import BriefLabelData, LabelData
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
NOT_IN_PAGES = ["body", "search_vector", "attention", "preview_token", "created_by"]


# In the text of a query and not among its parameters: PostgreSQL keeps a plan that uses an index
# of published entries only where it can see that nothing else is asked for.
PUBLISHED_STATUS = RawSQL("'published'", [])


def published(prefix: str = "", *, at: datetime | None = None) -> Q:
    """What the public may see: the one place that says so.

    `prefix` leads to an entry from what is queried: `Count(…, filter=published("entries__"))`.
    """
    return Q(
        **{
            f"{prefix}status": PUBLISHED_STATUS,
            f"{prefix}published_at__lte": at or timezone.now(),
        }
    )


# The same for queries in SQL, of a table that is called content_entry there.
PUBLISHED_SQL = "content_entry.status = 'published' AND content_entry.published_at <= %(now)s"


# Which of the titles asked for an entry has, by the database's own idea of upper case: Python's
# makes two letters of an ß, and PostgreSQL's does not.
ASKED_TITLES = "ARRAY(SELECT asked FROM unnest(%s::text[]) asked WHERE upper(asked) = upper(title))"


def title_key(title: str) -> str:
    """Return what two titles share that are the same for a wiki link: case and spaces aside."""
    return bare_title(title).upper()[:300]


def bare_title(title: str) -> str:
    return " ".join(title.split())


class EntryQuerySet(models.QuerySet):
    def published(self, *, at: datetime | None = None) -> Self:
        return self.filter(published(at=at))

    def scheduled(self) -> Self:
        return self.filter(status="published", published_at__gt=timezone.now())

    def posts(self) -> Self:
        """Posts as entries: a listing needs nothing that only a post has."""
        return self.filter(kind="post")

    def in_library(self) -> Self:
        """Publications, recordings and resources together."""
        return self.exclude(format="")

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def in_sector(self, sector: str) -> Self:
        return self.filter(sector__in=[sector, "both"])

    def with_labels(self) -> Self:
        """With lead image, and the names of people, topics and tags."""
        return self.select_related("lead_image").annotate(label_data=BriefLabelData())

    def for_listing(self) -> Self:
        """With what a listing shows, and a refusal to fetch anything else row by row."""
        return self.with_labels().defer(*NOT_LISTED).fetch_mode(FETCH_RAISE)

    def for_feed(self) -> Self:
        """With the full text, for feeds."""
        return self.with_labels().defer(*NOT_IN_PAGES).fetch_mode(FETCH_RAISE)

    def for_page(self) -> Self:
        """With everything that an entry's own page shows of it."""
        labeled = self.select_related("lead_image").annotate(label_data=LabelData())
        return labeled.defer(*NOT_IN_PAGES).fetch_mode(FETCH_RAISE)

    def by_title(self, titles: Iterable[str]) -> dict[str, models.Model]:
        """Return {title as asked: published entry} for wiki links, whatever their case.

        What is called so now goes before what was once; of several, an article of the wiki goes
        before anything else, and what is older before what is newer. Of several that were once
        called so, the last that gave the title up has it.
        """
        bare = {title: bare_title(title) for title in titles}
        if not bare:
            return {}
        needed = self.published().only("kind", "slug", "title")
        former = needed.annotate(former_key=F("former_titles__key")).filter(
            former_key__in={title_key(words) for words in bare.values()}
        )
        by_key = {entry.former_key: entry for entry in former.order_by("former_titles__pk")}
        asked = sorted(set(bare.values()))
        current = needed.annotate(
            upper_title=Upper("title"),
            asked_titles=RawSQL(ASKED_TITLES, [asked], ArrayField(models.TextField())),
        ).filter(upper_title__in=[Upper(Value(words)) for words in asked])
        by_words = {}
        for entry in sorted(current, key=lambda entry: (entry.kind == "article", -entry.pk)):
            by_words |= dict.fromkeys(entry.asked_titles, entry)
        found = {
            title: by_words.get(words) or by_key.get(title_key(words))
            for title, words in bare.items()
        }
        return {title: entry for title, entry in found.items() if entry is not None}

    def paths_by_title(self, titles: Iterable[str]) -> dict[str, str]:
        """Return {title as asked: path} for those wiki links that lead somewhere."""
        found = self.by_title(titles).items()
        return {title: entry.get_absolute_url() for title, entry in found}

    def ids_by_title(self, titles: Iterable[str]) -> dict[str, int | None]:
        """Return {title as asked: number of the entry, or None} for wiki links."""
        found = self.by_title(titles)
        return {title: found[title].pk if title in found else None for title in titles}


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


class RevisionQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Those that readers could see; whether they still may is decided by the entry.

        No one saw what was replaced before the day for which it was scheduled.
        """
        # Of two at the same moment, the one with the higher number is later.
        later = Q(created_at__gt=OuterRef("created_at")) | Q(pk__gt=OuterRef("pk"))
        replaced_in_time = self.model.objects.filter(
            later,
            entry=OuterRef("entry"),
            created_at__range=(OuterRef("created_at"), OuterRef("published_at")),
        )
        return self.filter(published(), ~Exists(replaced_in_time), is_deletion=False)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def before(self, revision) -> Self:
        return self.filter(created_at__lte=revision.created_at).filter(
            Q(created_at__lt=revision.created_at) | Q(pk__lt=revision.pk)
        )

    def with_author(self) -> Self:
        """With what readers are told about who made each."""
        author = ["by__name", "by__person__name"]
        own = [field.name for field in self.model._meta.concrete_fields if field.name != "by"]
        return self.select_related("by__person").only(*own, "by", *author).fetch_mode(FETCH_RAISE)

    def brief(self) -> Self:
        """With who, when, and why, and without the data."""
        needed = ["entry", "created_at", "reason", "by__name", "by__person__name"]
        return self.select_related("by__person").only(*needed).fetch_mode(FETCH_RAISE)
