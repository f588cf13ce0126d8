from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import FETCH_RAISE, Exists, F, OuterRef, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Upper
from django.utils import timezone

from content.entries_sql import asked_titles_sql
from content.kinds import SearchSection, all_kinds
from content.labels import BriefLabelData, LabelData
from content.markdown import ImageFacts
from content.shapes import LINK_FIELDS, NOT_IN_ROWS, NOT_ON_CARDS, NOT_ON_PAGES
from content.sql_names import SQLNames

# In the text of a query and not among its parameters: PostgreSQL keeps a plan that uses an index
# of published entries only where it can see that nothing else is asked for.
PUBLISHED_STATUS = RawSQL("'published'", [])
WEEK = timedelta(days=7)


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


def published_sql(entry: SQLNames) -> str:
    """The same for statements in SQL, whose parameter `now` is the time."""
    return f"{entry}.{entry.status} = 'published' AND {entry}.{entry.published_at} <= %(now)s"


def in_library(prefix: str = "") -> Q:
    """What the library lists, of whatever kind: what has a format."""
    return ~Q(**{f"{prefix}format": ""})


def in_library_sql(entry: SQLNames) -> str:
    return f"{entry}.{entry.format} <> ''"


def in_section(section: SearchSection, prefix: str = "") -> Q:
    """What belongs to a part of the site that readers can see or search separately."""
    if section.is_library:
        return in_library(prefix)
    return Q(**{f"{prefix}kind__in": section.kind_names})


def in_section_sql(section: SearchSection, entry: SQLNames) -> str:
    """The same for statements in SQL."""
    if section.is_library:
        return in_library_sql(entry)
    names = ", ".join(f"'{name}'" for name in section.kind_names)
    return f"{entry}.{entry.kind} IN ({names})"


def title_key(title: str) -> str:
    """Return the same key for titles that are equal for a wiki link, ignoring case and spacing."""
    return bare_title(title).upper()[:300]


def bare_title(title: str) -> str:
    return " ".join(title.split())


def title_rank(entry, *, words: str) -> tuple[int, bool, int]:
    return entry.registered_kind.title_priority, bare_title(entry.title) == words, -entry.pk


class EntryQuerySet(models.QuerySet):
    def published(self, *, at: datetime | None = None) -> Self:
        return self.filter(published(at=at))

    def scheduled(self) -> Self:
        return self.filter(status="published", published_at__gt=timezone.now())

    def coming_out_this_week(self) -> Self:
        """What readers get: entries, and changes kept for entries that they can read already."""
        now = timezone.now()
        appears = Q(published_at__gt=now, published_at__lte=now + WEEK)
        changes = Q(pending__publish_at__gt=now, pending__publish_at__lte=now + WEEK)
        return self.filter(appears | changes, status="published")

    def by_user(self, user: models.Model) -> Self:
        """A member of staff's own: what they created, or are named in as an author.

        Their account says which person they are (User.person).
        """
        own = Q(created_by=user)
        if user.person_id:
            contributions = self.model.people.through._default_manager
            named = contributions.filter(person=user.person_id, role="author")
            own |= Q(pk__in=named.values("entry"))
        return self.filter(own)

    def on_front_page(self) -> Self:
        """The kinds of entries that the front pages list."""
        return self.filter(kind__in=[kind.name for kind in all_kinds() if kind.on_front_page])

    def in_library(self) -> Self:
        return self.filter(in_library())

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def in_sector(self, sector: str) -> Self:
        return self.filter(sector__in=[sector, "both"])

    def as_links(self, *more: str) -> Self:
        """Load the fields that a link needs, and these."""
        return self.only(*LINK_FIELDS, *more).fetch_mode(FETCH_RAISE)

    def as_cards(self) -> Self:
        """With what a listing shows: people, topics, tags, and lead image too."""
        return self._with_labels(BriefLabelData(), without=NOT_ON_CARDS)

    def as_feed_items(self) -> Self:
        """With what a card shows, and the full text."""
        return self._with_labels(BriefLabelData(), without=NOT_ON_PAGES)

    def as_page(self) -> Self:
        """With everything that an entry's own page shows of it."""
        pages = self._with_labels(LabelData(), without=NOT_ON_PAGES)
        return pages.select_related("card_image")

    def as_rows(self) -> Self:
        """With what a list in the admin shows."""
        return self._with_labels(BriefLabelData(), without=NOT_IN_ROWS)

    def _with_labels(self, labels: BriefLabelData, *, without: Iterable[str]) -> Self:
        # What a shape leaves out is an error to read, not a query for each row.
        labeled = self.select_related("lead_image").annotate(label_data=labels)
        return labeled.defer(*without).fetch_mode(FETCH_RAISE)

    def by_title(self, titles: Iterable[str]) -> dict[str, models.Model]:
        """Return {title as asked: published entry} for wiki links, whatever their case.

        Current titles come before former ones. Of several entries with the same title, the one
        whose kind has the highest priority is returned, then one written exactly as asked, and
        then the oldest; of several with the same former title, the one that gave it up last.
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
            asked_titles=RawSQL(asked_titles_sql(), [asked], ArrayField(models.TextField())),
        ).filter(upper_title__in=[Upper(Value(words)) for words in asked])
        by_words: dict[str, models.Model] = {}
        for entry in current:
            for words in entry.asked_titles:
                rivals = [entry, *filter(None, [by_words.get(words)])]
                by_words[words] = max(rivals, key=partial(title_rank, words=words))
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


class FileQuerySet(models.QuerySet):
    """Uploaded files: images or documents."""

    def with_content(self, content_hash: str) -> Self:
        """The file with this SHA-256."""
        return self.filter(content_hash=content_hash)

    def with_urls(self, urls: Iterable[str]) -> Self:
        """The files that have these addresses, or had them before they were replaced."""
        prefix = settings.MEDIA_URL
        paths = [url.removeprefix(prefix) for url in urls if url.startswith(prefix)]
        return self.filter(Q(file__in=paths) | Q(former_paths__has_any_keys=paths))

    def by_url(self, urls: Collection[str]) -> dict:
        """Return {address as asked: file} for those that are addresses of the site's own files."""
        found = {}
        for row in self.with_urls(urls):
            for path in (*row.former_paths, row.file.name):
                found[f"{settings.MEDIA_URL}{path}"] = row
        return {url: found[url] for url in urls if url in found}


class ImageQuerySet(FileQuerySet):
    def with_content(self, content_hash: str) -> Self:
        """The image that was uploaded as this file, or whose stored file this is."""
        return self.filter(Q(content_hash=content_hash) | Q(stored_hash=content_hash))

    def facts_by_url(self, urls: Collection[str]) -> dict[str, ImageFacts]:
        """Return {address: facts} for those addresses that are the site's own images."""
        if not urls:
            return {}
        return {url: image.facts for url, image in self.by_url(urls).items()}

    def lacking_alt(self) -> Self:
        return self.filter(alt="", decorative=False)

    def lacking_renditions(self) -> Self:
        return self.filter(rendered_at=None).order_by("pk")


class RevisionQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Revisions that were once public. Whether they still are depends on the entry.

        A revision that was replaced before its scheduled date was never public.
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
        """Load the author that readers see for each revision."""
        author = ["by__name", "by__person__name"]
        own = [field.name for field in self.model._meta.concrete_fields if field.name != "by"]
        return self.select_related("by__person").only(*own, "by", *author).fetch_mode(FETCH_RAISE)

    def brief(self) -> Self:
        """With who, when, and why, and without the data."""
        needed = ["entry", "created_at", "reason", "by__name", "by__person__name"]
        return self.select_related("by__person").only(*needed).fetch_mode(FETCH_RAISE)
