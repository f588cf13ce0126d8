import unicodedata
import uuid
from typing import cast
from urllib.parse import unquote

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Collate, Left, Upper
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.functional import cached_property
from taggit.managers import TaggableManager

from content import kinds
from content.kinds import Kind
from content.labels import Contributor, LabelData, Labels
from content.markdown import Rendered, opening_text, plain_text, replace_address
from content.models.addresses import Addressed
from content.models.fields import LineField, LinesField, MarkdownField, SlugLineField, clean_texts
from content.models.links import Link, sort_addresses
from content.models.media import Document, Image
from content.models.vocabulary import (
    Format,
    Role,
    Sector,
    Status,
)
from content.moments import LAST_YEAR, dates_in_bounds, validate_date
from content.paths import copy_links
from content.phrases import join_list, shorten
from content.querysets import EntryQuerySet
from content.search_words import headings_of, search_vector, shown_markdown
from content.share_cards import ShareCard

WORDS_PER_MINUTE = 230
# A search vector is limited to 1 MB, which 400,000 characters in many scripts exceed.
SEARCHED_CHARACTERS = 100_000


def new_guid() -> str:
    return f"urn:uuid:{uuid.uuid4()}"


class Entry(Addressed):
    """Anything the site publishes: what posts, series, pages, and the others share."""

    kind = LineField(max_length=20, editable=False)
    address_space = LineField(
        max_length=20,
        editable=False,
        help_text="Slugs are unique within it. See content.kinds.",
    )
    title = LineField(max_length=300, blank=True)
    slug = SlugLineField(
        max_length=200,
        allow_unicode=True,
        help_text="The last part of the address. If you change it, the old address redirects here.",
    )
    summary = LinesField(
        blank=True,
        help_text="One or two sentences, shown under the title and in listings.",
    )
    body = MarkdownField(blank=True, help_text="Markdown. Put <!--more--> where excerpts end.")
    body_html = LinesField(editable=False, blank=True)
    excerpt_html = LinesField(editable=False, blank=True)
    has_more = models.BooleanField(editable=False, default=False)
    headings = models.JSONField(editable=False, default=list)
    word_count = models.PositiveIntegerField(editable=False, default=0)

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(
        "publication date",
        null=True,
        blank=True,
        validators=[validate_date],
        help_text="Eastern time. A future date schedules it. Leave empty to publish now.",
    )
    sector = models.CharField(max_length=20, choices=Sector, default=Sector.K12)
    people = models.ManyToManyField("content.Person", through="content.Contribution")
    topics = models.ManyToManyField("content.Topic", blank=True, related_name="entries")
    tags = TaggableManager(
        blank=True, through="content.EntryTag", help_text="Separate tags with commas."
    )
    places = models.ManyToManyField("content.Place", blank=True, related_name="entries")
    companions = models.ManyToManyField(
        "self", blank=True, help_text="Entries that belong with this one. Shown on both pages."
    )
    format = models.CharField(
        max_length=20,
        choices=Format,
        blank=True,
        default="",
        db_default="",
        help_text="How the library lists it. Leave empty to keep it out of the library.",
    )
    year = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        # From the first printed books on.
        validators=[MinValueValidator(1450), MaxValueValidator(LAST_YEAR)],
        help_text="The year it came out. Leave empty if unknown.",
    )
    date_line = LineField(
        max_length=200,
        editable=False,
        blank=True,
        default="",
        db_default="",
        help_text="Shown in listings instead of the publication date: when it takes place.",
    )
    date_is_struck = models.BooleanField(
        editable=False,
        default=False,
        db_default=False,
        help_text="Whether listings show the date line struck out.",
    )
    maker_line = LineField(
        max_length=500,
        editable=False,
        blank=True,
        default="",
        db_default="",
        help_text="For work by others: who made it, as text. Shown instead of the authors.",
    )
    lead_image = models.ForeignKey(
        Image, on_delete=models.PROTECT, null=True, blank=True, related_name="led_entries"
    )
    lead_image_caption = LineField(max_length=500, blank=True)
    card_image = models.ForeignKey(
        Image,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="carded_entries",
        verbose_name="picture for shared links",
        help_text="Shown where other sites link to it. Leave empty for a card with the title, the "
        "authors, and the lead image.",
    )
    # What the text shows and links to, or an earlier revision that readers can open.
    images = models.ManyToManyField(Image, editable=False, related_name="entries")
    documents = models.ManyToManyField(Document, editable=False, related_name="entries")

    search_title = LineField(
        "title for search engines",
        max_length=200,
        blank=True,
        help_text="Leave empty to use the title.",
    )
    search_description = LineField(
        "description for search engines",
        max_length=300,
        blank=True,
        help_text="Leave empty to use the summary. Search results show about 155 characters.",
    )
    attention = LinesField(
        "needs attention",
        blank=True,
        help_text="What an editor still has to fix, such as what an import could not know. "
        "Clear this when it’s fixed.",
    )

    guid = LineField(max_length=500, unique=True, editable=False, default=new_guid)
    preview_token = LineField(max_length=64, unique=True, null=True, editable=False)
    preview_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(
        default=timezone.now, editable=False, validators=[validate_date]
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="entries",
    )
    modified_at = models.DateTimeField(
        default=timezone.now, editable=False, validators=[validate_date]
    )
    title_vector = models.GeneratedField(
        expression=search_vector("title"), output_field=SearchVectorField(), db_persist=True
    )
    search_vector = models.GeneratedField(
        expression=(
            search_vector("title", weight="A")
            + search_vector("summary", weight="B")
            + search_vector("maker_line", weight="B")
            + search_vector(headings_of(Left("body", SEARCHED_CHARACTERS)), weight="B")
            + search_vector(shown_markdown(Left("body", SEARCHED_CHARACTERS)), weight="C")
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = EntryQuerySet.as_manager()

    # What its row in a listing says last, such as “3 comments” (Kind.card_notes).
    card_note: str | None = None

    # Names of fields. What follows from other fields or belongs to no one state of the entry:
    not_in_revisions: frozenset[str] = frozenset(
        [
            "address_space", "body_html", "excerpt_html", "has_more", "headings", "word_count",
            "date_line", "date_is_struck", "maker_line", "preview_token", "preview_until",
            "modified_at",
        ]
    )  # fmt: skip
    # What stays as it is when an earlier revision is restored:
    kept_on_restore: frozenset[str] = frozenset(["slug", "status", "published_at"])
    # What a restored entry goes without after it was deleted:
    not_restored_if_deleted: frozenset[str] = frozenset()
    # What is compared although no form edits it:
    also_compared: frozenset[str] = frozenset()
    # Times in the zone that `time_zone` names, rather than in the site's:
    in_own_zone: frozenset[str] = frozenset()

    class Meta:
        verbose_name_plural = "entries"
        base_manager_name = "objects"
        permissions = [("publish_entry", "Can publish entries and change published ones")]
        constraints = [
            models.UniqueConstraint(
                fields=["address_space", "slug"],
                name="entry_slug_unique_in_address_space",
                violation_error_message="Another entry already has this address.",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="entry_published_has_date",
                violation_error_message="A published entry needs a publication date.",
            ),
            dates_in_bounds("published_at", "created_at", "modified_at", name="entry_dates"),
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__gte=1450, year__lte=LAST_YEAR),
                name="entry_year",
                violation_error_message=f"Enter a year between 1450 and {LAST_YEAR}.",
            ),
        ]
        indexes = [
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(status="published"),
                name="entry_newest",
            ),
            models.Index(
                F("kind"),
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(status="published"),
                name="entry_newest_of_kind",
            ),
            # The library's counts read nothing but this index.
            models.Index(
                fields=["-published_at", "-id"],
                include=["kind", "format", "sector", "year"],
                condition=Q(status="published") & ~Q(format=""),
                name="entry_newest_in_library",
            ),
            models.Index(
                F("format"),
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(status="published") & ~Q(format=""),
                name="entry_newest_of_format",
            ),
            models.Index(
                Coalesce("year", 0).desc(),
                F("id").desc(),
                condition=Q(status="published") & ~Q(format=""),
                name="entry_library_by_year",
            ),
            models.Index(
                Upper("title"),
                F("id"),
                condition=Q(status="published") & ~Q(format=""),
                name="entry_library_by_title",
            ),
            # Lists of topics, tags, people, and places count public entries in it.
            models.Index(
                fields=["id"],
                include=["published_at"],
                condition=Q(status="published"),
                name="entry_published",
            ),
            models.Index(F("modified_at").desc(), name="entry_latest_change"),
            GinIndex(fields=["search_vector"], name="entry_search"),
            GinIndex(fields=["title_vector"], name="entry_title_search"),
            GinIndex(OpClass("slug", name="gin_trgm_ops"), name="entry_similar_slug"),
            GinIndex(OpClass("title", name="gin_trgm_ops"), name="entry_similar_title"),
            models.Index(Upper("title"), name="entry_title"),
            # In this collation, it also finds what begins with some words.
            models.Index(Collate(Upper("title"), "C"), name="entry_title_beginning"),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def registered_kind(self) -> Kind:
        return kinds.get(self.kind or self._meta.model_name)

    @property
    def url_name(self) -> str:
        return self.registered_kind.detail_url_name

    def set_kind(self) -> None:
        """Store what the entry's own model implies, so that queries on entries need no join."""
        if type(self) is not Entry:
            kind = kinds.for_model(type(self))
            self.kind, self.address_space = kind.name, kind.address_space

    @property
    def heading(self) -> str:
        """The title, or for an imported entry without one, its first words."""
        if self.title:
            return self.title
        words = plain_text(self.excerpt_html).split()
        return " ".join(words[:8]) + " …" if words else "Untitled"

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED and self.published_at <= timezone.now()

    @property
    def is_scheduled(self) -> bool:
        return self.status == Status.PUBLISHED and self.published_at > timezone.now()

    @property
    def copy_links(self) -> list[tuple[str, str]]:
        """The copies of its page that readers can save, as (name, path)."""
        return copy_links(self.get_absolute_url(), self.registered_kind.copy_formats)

    @property
    def reading_minutes(self) -> int:
        return max(1, round(self.word_count / WORDS_PER_MINUTE))

    @cached_property
    def labels(self) -> Labels:
        """People, topics, tags, and places, read with the entry or else on first use."""
        data = getattr(self, "label_data", None)
        if data is None:
            labeled = Entry.objects.annotate(label_data=LabelData())
            data = labeled.values_list("label_data", flat=True).get(pk=self.pk)
        return Labels(data)

    @cached_property
    def authors(self) -> list[Contributor]:
        return self.people_as(Role.AUTHOR)

    @cached_property
    def presenters(self) -> list[Contributor]:
        return self.people_as(Role.PRESENTER)

    @property
    def byline(self) -> str:
        """Who made it, as pages, listings, and search results say it."""
        return self.maker_line or join_list([person.name for person in self.authors])

    def people_as(self, role: Role) -> list[Contributor]:
        people = self.labels.data["people"] or []
        return [build_person(person) for person in people if person["role"] == role]

    @property
    def share_card(self) -> ShareCard | Image | None:
        """What other sites show beside a link to it: its own picture, or a card that is drawn.

        A title with characters that the card's typeface lacks, such as Greek, has no card.
        """
        if self.card_image_id:
            return self.card_image
        card = ShareCard(
            entry_id=self.pk,
            label=self.registered_kind.label,
            title=unicodedata.normalize("NFC", " ".join(self.heading.split())),
            byline=self.byline or join_list([person.name for person in self.presenters]),
            picture=self.lead_image.file.name if self.lead_image else "",
            focus=self.lead_image.focus if self.lead_image else (50, 50),
        )
        return card if card.is_drawable else self.lead_image

    def missing_text(self) -> str:
        """Return why this has too little content to be public, as a sentence, or ""."""
        return "" if self.body.strip() else "It has no text."

    @property
    def description(self) -> str:
        """A plain-text description for search engines and cards."""
        text = self.search_description or self.summary or opening_text(self.excerpt_html)
        return shorten(text, 300)

    @property
    def teaser(self) -> str:
        """What a listing says of it: the summary, or how the text begins."""
        return self.summary or shorten(opening_text(self.excerpt_html), 200)

    def clean(self) -> None:
        super().clean()
        if self.status == Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()

    def prepare_to_save(self) -> None:
        """Fill in what follows from other fields. Called by the service that saves entries."""
        self.set_kind()
        # Before the text is rendered, so that all that follows from it is clean, too.
        clean_texts(self)

    def create_required_rows(self) -> None:
        """Create the rows that every new entry of this kind has."""

    def keep_links(self, rendered: Rendered) -> None:
        """Store the text's links, for “What links here” and for link checks."""
        web_addresses, paths = sort_addresses(rendered.link_addresses | self.own_web_addresses())
        Link.objects.replace(
            entry=self,
            titles=Entry.objects.ids_by_title(rendered.wiki_titles),
            paths=find_targets(paths),
            web_addresses=web_addresses,
        )

    def own_web_addresses(self) -> frozenset[str]:
        """Return addresses on other sites that the entry has in fields other than its text."""
        return frozenset()

    def replace_address(self, *, old: str, new: str) -> None:
        """Replace a web address everywhere this entry links to it."""
        self.body = replace_address(self.body, old=old, new=new)


def build_person(data: dict) -> Contributor:
    """Return a person from an entry's label data."""
    portrait = Image(**data["portrait"]) if data.get("portrait") else None
    fields = {name: value for name, value in data.items() if name not in ("role", "portrait")}
    return Contributor(**fields, portrait=portrait)


def find_targets(paths: list[str]) -> dict[str, int | None]:
    """Return {path: id of the entry with that page, or None}."""
    wanted: dict[tuple[str, str], str] = {}
    detail_url_names = {kind.detail_url_name for kind in kinds.all_kinds()}
    for path in paths:
        try:
            match = resolve(unquote(path))
        except Resolver404:
            continue
        if match.view_name in detail_url_names:
            wanted[match.view_name, match.kwargs["slug"]] = path
    targets: dict[str, int | None] = dict.fromkeys(paths)
    if wanted:
        entries = Entry.objects.filter(slug__in={slug for _, slug in wanted})
        for entry in entries.only("kind", "slug"):
            path = wanted.get((entry.url_name, entry.slug))
            if path:
                targets[path] = entry.pk
    return targets


def entry_model(kind: Kind) -> type[Entry]:
    # The registry is below the models and can't name Entry as the type of its own.
    return cast(type[Entry], kind.model)
