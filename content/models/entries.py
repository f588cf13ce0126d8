import uuid
from urllib.parse import unquote

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Upper
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from markdownx.models import MarkdownxField
from taggit.managers import TaggableManager

from content import kinds
from content.kinds import Kind
from content.labels import LabelData, Labels
from content.markdown import Rendered, plain_text, render, replace_address
from content.models.addresses import Addressed
from content.models.links import Link, sort_addresses
from content.models.media import Image
from content.models.people import Person
from content.models.vocabulary import (
    Format,
    Role,
    Sector,
    Status,
)
from content.paths import library_path, wanted_path
from content.querysets import EntryQuerySet

WORDS_A_MINUTE = 230
# A search vector holds one megabyte, which 400,000 letters of many scripts exceed.
SEARCHED_CHARACTERS = 100_000


def new_guid() -> str:
    return f"urn:uuid:{uuid.uuid4()}"


class Entry(Addressed):
    """Anything that the site publishes; what a post, a series, a page … have in common."""

    kind = models.CharField(max_length=20, editable=False)
    address_space = models.CharField(
        max_length=20,
        editable=False,
        help_text="Within it, no two slugs are equal; see content.kinds.",
    )
    title = models.CharField(max_length=300, blank=True)
    slug = models.SlugField(
        max_length=200,
        allow_unicode=True,
        help_text="The last part of the address. If it changes, the old address leads here.",
    )
    summary = models.TextField(
        blank=True,
        help_text="One or two sentences under the title, in search results and on cards.",
    )
    body = MarkdownxField(blank=True, help_text="Markdown. Put <!--more--> where excerpts end.")
    body_html = models.TextField(editable=False, blank=True)
    excerpt_html = models.TextField(editable=False, blank=True)
    has_more = models.BooleanField(editable=False, default=False)
    headings = models.JSONField(editable=False, default=list)
    word_count = models.PositiveIntegerField(editable=False, default=0)

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(
        "publication date",
        null=True,
        blank=True,
        help_text="Eastern time. A date in the future schedules it; empty means at once.",
    )
    sector = models.CharField(max_length=20, choices=Sector, default=Sector.K12)
    people = models.ManyToManyField("content.Person", through="content.Contribution")
    topics = models.ManyToManyField("content.Topic", blank=True, related_name="entries")
    tags = TaggableManager(
        blank=True, through="content.EntryTag", help_text="Free words, separated by commas."
    )
    places = models.ManyToManyField("content.Place", blank=True, related_name="entries")
    companions = models.ManyToManyField(
        "self", blank=True, help_text="What belongs with this: shown on both pages."
    )
    format = models.CharField(
        "kind",
        max_length=20,
        choices=Format,
        blank=True,
        default="",
        db_default="",
        help_text="What the library lists it as. Empty: it does not stand in the library.",
    )
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="When it came out. Empty if that is not known."
    )
    date_line = models.CharField(
        max_length=200,
        editable=False,
        blank=True,
        default="",
        db_default="",
        help_text="When an event takes place, in words; listings show it in the place of a date.",
    )
    date_is_struck = models.BooleanField(
        editable=False,
        default=False,
        db_default=False,
        help_text="Whether listings strike the date line out.",
    )
    lead_image = models.ForeignKey(
        Image, on_delete=models.PROTECT, null=True, blank=True, related_name="led_entries"
    )
    lead_image_caption = models.CharField(max_length=500, blank=True)
    images = models.ManyToManyField(Image, editable=False, related_name="entries")

    search_title = models.CharField(
        "title for search engines", max_length=200, blank=True, help_text="If not the title."
    )
    search_description = models.CharField(
        "description for search engines",
        max_length=300,
        blank=True,
        help_text="If not the summary. Search results show about 155 letters.",
    )
    attention = models.TextField(
        "for editors to mend",
        blank=True,
        help_text="What is still wrong with it, such as what an import could not know. "
        "Empty it when that is mended.",
    )

    guid = models.CharField(max_length=500, unique=True, editable=False, default=new_guid)
    preview_token = models.CharField(max_length=64, unique=True, null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="entries",
    )
    modified_at = models.DateTimeField(default=timezone.now, editable=False)
    search_vector = models.GeneratedField(
        expression=(
            SearchVector("title", weight="A", config="english")
            + SearchVector("summary", weight="B", config="english")
            + SearchVector(Left("body", SEARCHED_CHARACTERS), weight="C", config="english")
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = EntryQuerySet.as_manager()

    # Names of fields. What follows from other fields or belongs to no one state of the entry:
    not_in_revisions: frozenset[str] = frozenset(
        [
            "address_space", "body_html", "excerpt_html", "has_more", "headings", "word_count",
            "date_line", "date_is_struck", "preview_token", "modified_at",
        ]
    )  # fmt: skip
    # What stays as it is when an earlier revision is restored:
    kept_on_restore: frozenset[str] = frozenset(["slug", "status", "published_at"])
    # What a restored entry goes without after it was deleted:
    not_undeleted: frozenset[str] = frozenset()
    # What is compared although no form edits it:
    compared_too: frozenset[str] = frozenset()
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
                violation_error_message="What is published needs a publication date.",
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
            models.Index(F("modified_at").desc(), name="entry_latest_change"),
            GinIndex(fields=["search_vector"], name="entry_search"),
            GinIndex(OpClass("slug", name="gin_trgm_ops"), name="entry_similar_slug"),
            GinIndex(OpClass("title", name="gin_trgm_ops"), name="entry_similar_title"),
            models.Index(Upper("title"), name="entry_title"),
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
        """Fill in what the entry's own model says of it, so that other models need not ask."""
        if type(self) is not Entry:
            kind = kinds.for_model(type(self))
            self.kind, self.address_space = kind.name, kind.address_space

    def get_kind_display(self) -> str:
        return self.registered_kind.label

    @property
    def heading(self) -> str:
        """The title; for an imported entry that never had one, its first words."""
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
    def reading_minutes(self) -> int:
        return max(1, round(self.word_count / WORDS_A_MINUTE))

    @cached_property
    def labels(self) -> Labels:
        """People, topics, tags and places: from the query that read the entry, or by their own."""
        data = getattr(self, "label_data", None)
        if data is None:
            labeled = Entry.objects.annotate(label_data=LabelData())
            data = labeled.values_list("label_data", flat=True).get(pk=self.pk)
        return Labels(data)

    @cached_property
    def authors(self) -> list[Person]:
        return self.people_as(Role.AUTHOR)

    @cached_property
    def presenters(self) -> list[Person]:
        return self.people_as(Role.PRESENTER)

    def people_as(self, role: Role) -> list[Person]:
        people = self.labels.data["people"] or []
        return [build_person(person) for person in people if person["role"] == role]

    def lack_of_words(self) -> str:
        """Return why this says too little to be public, as a sentence; "" if it does not."""
        return "" if self.body.strip() else "It has no text."

    @property
    def description(self) -> str:
        """Plain words for search engines and cards."""
        text = self.search_description or self.summary or plain_text(self.excerpt_html)
        return text if len(text) <= 300 else text[:299].rsplit(" ", 1)[0] + "…"

    def clean(self) -> None:
        super().clean()
        if self.status == Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()

    def prepare_to_save(self) -> None:
        """Fill in what follows from other fields. The service that saves entries calls this."""
        self.set_kind()

    def create_required_rows(self) -> None:
        """Create the rows that every new entry of this kind has."""

    def render(self) -> Rendered:
        """Fill in what is derived from the body."""
        rendered = render(
            self.body,
            find_images=Image.objects.facts_by_url,
            find_pages=Entry.objects.paths_by_title,
            wanted_path=wanted_path,
            library_path=library_path,
        )
        self.body_html = rendered.html
        self.has_more = rendered.has_more
        self.headings = [
            {"level": heading.level, "id": heading.id, "text": heading.text}
            for heading in rendered.headings
        ]
        self.word_count = rendered.word_count
        if rendered.has_more:
            self.excerpt_html = rendered.excerpt_html
        elif self.summary:
            self.excerpt_html = format_html("<p>{}</p>", self.summary)
        else:
            self.excerpt_html = rendered.first_paragraph_html
        return rendered

    def keep_links(self, rendered: Rendered) -> None:
        """Note where the text leads, for “What links here” and for whoever looks after links."""
        web_addresses, paths = sort_addresses(rendered.link_addresses | self.own_web_addresses())
        Link.objects.replace(
            entry=self,
            titles=Entry.objects.ids_by_title(rendered.wiki_titles),
            paths=find_targets(paths),
            web_addresses=web_addresses,
        )

    def own_web_addresses(self) -> frozenset[str]:
        """Return the addresses on other sites that the entry has beside those in its text."""
        return frozenset()

    def replace_address(self, *, old: str, new: str) -> None:
        """Lead to another place on the web wherever this leads to `old`."""
        self.body = replace_address(self.body, old=old, new=new)


def build_person(data: dict) -> Person:
    """Return an unsaved person from an entry's label data."""
    portrait = Image(**data["portrait"]) if data.get("portrait") else None
    fields = {name: value for name, value in data.items() if name not in ("role", "portrait")}
    return Person(**fields, portrait=portrait)


def find_targets(paths: list[str]) -> dict[str, int | None]:
    """Return {path: number of the entry whose page that is, or None}."""
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
