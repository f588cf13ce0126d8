"""The kinds of entries that the site publishes.

Each app registers its own in `AppConfig.ready()`, from its `kinds.py`. Whatever works on every kind
(addresses, search, sitemaps, preview, permissions, the admin's start page) iterates over them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.text import capfirst

from content.dashboard import WaitingList
from content.findings import Finding, Related

WRITERS, EDITORS = "Writers", "Editors"
# What a group may do with a model.
EVERYTHING = ("view", "add", "change", "delete")


@dataclass(frozen=True)
class SearchSection:
    """A part of the site that readers can search separately."""

    key: str
    label: str
    # Its entries are those of the kinds that name it, or instead, those that the library lists.
    is_library: bool = False
    position: int = 9  # among the others, where they are listed
    url_name: str = ""  # the page that lists them

    @property
    def kind_names(self) -> list[str]:
        return [kind.name for kind in all_kinds() if kind.search_section == self]


@dataclass(frozen=True, kw_only=True)
class PassageSource:
    """Texts inside the entries of a kind that search finds too, such as the pages of a PDF."""

    # Public rows with `text` and `search_vector`, and what `describe` reads.
    rows: Callable[[], QuerySet]
    entry: str  # the lookup from a row to its entry
    order: tuple[str, ...]  # as they follow each other inside an entry
    describe: Callable[[Any], tuple[str, str, str]]  # (name, containing entry, path)
    ranked_at_most: int = 2_000


@dataclass(frozen=True, kw_only=True)
class DocumentSource:
    """Documents that entries of a kind offer outside their texts, such as a publication's files."""

    # Called with whether to include what readers do not see yet.
    rows: Callable[[bool], QuerySet]
    document: str  # the lookup from a row to its document
    entry: str  # the lookup from a row to its entry
    # Whether readers can still have what a new file replaced.
    keeps_versions: bool = False


@dataclass(frozen=True, kw_only=True)
class CalendarPlace:
    """How entries of a kind stand on the editorial calendar."""

    # The column with the moment that decides the day.
    moment: str = "published_at"
    # What `describe` reads besides what a link to the entry needs, and the rows it reads them from.
    fields: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    describe: Callable[[Any], str] = lambda entry: ""

    @property
    def is_publication(self) -> bool:
        """Whether an entry stands where it is published, so that another day can be chosen."""
        return self.moment == "published_at"


@dataclass(frozen=True, kw_only=True)
class Kind:
    model: type[Model]

    # The page of an entry: its address takes the slug; its template gets what `detail_context`
    # returns. A preview shows the same page, and calls it with is_preview=True.
    detail_url_name: str
    detail_template: str
    detail_context: Callable[..., dict]
    # Returns what an entry lacks for publication (content.editing.publishing_check).
    check: Callable[[Any, Related], list[Finding]]

    # Kinds whose pages share addresses name the same space: no two of their slugs are equal. In the
    # space "library", entries have the library's pages for incoming links and problem reports.
    address_space: str = ""
    # Slugs that the app itself uses below the same path.
    reserved_slugs: frozenset[str] = frozenset()
    # Of several entries with the same title, [[title]] leads to the kind with the highest.
    title_priority: int = 0

    # For those that readers cite: returns the content.citations.works.Work, or None if there is
    # nothing to cite yet; and the name of the route of its files, by slug and format.
    cited_as: Callable[[Any], Any] = lambda entry: None
    cite_url_name: str = ""

    # For those that readers can save: returns the content.copies.contents.Copy of a public entry,
    # read as a page, in these formats; and the other entries whose copies contain it.
    copied_as: Callable[[Any], Any] | None = None
    copy_formats: tuple[str, ...] = ()
    copied_in: Callable[[Any], Iterable] = lambda entry: ()

    # Whether the site's front page and those of the sectors list it, among the latest.
    on_front_page: bool = False
    # What its row in a listing shows above the title: the kind's label, or, in a listing of entries
    # of one kind, the entry's first topic.
    # Below it, the entry's `date_line`, if it has one, stands for the date of publication.
    is_labeled: bool = True
    # Returns {key: what its row in a listing says last, such as “3 comments”} of these entries.
    card_notes: Callable[[list[int]], Mapping[int, str]] | None = None
    # Whether this site made it, unlike what it only describes and links to.
    is_ours: bool = True
    # Whether members of staff write it, so that a new one names the one who starts it as author.
    is_written_by_staff: bool = False
    in_sitemap: bool = True
    # Whether one outside the library is offered as a companion of what has a similar title.
    offered_as_companion: bool = False
    # Where readers find it besides under “All”, and the texts inside it that search finds too.
    search_section: SearchSection | None = None
    # The page that lists only this kind, if it is part of a section: readers can follow that.
    list_url_name: str = ""
    passages: PassageSource | None = None
    # The documents that its entries offer outside their texts.
    documents: tuple[DocumentSource, ...] = ()
    # Fields with the moments when its pages change by the clock, besides its publication.
    changes_at: tuple[str, ...] = ()
    # Where it stands on the editorial calendar, if it does.
    calendar: CalendarPlace | None = CalendarPlace()
    # Puts an entry that was deleted back to where only its app can place it, as its last revision's
    # data says. Returns sentences about what is different.
    put_back: Callable[[Any, dict], list[str]] = lambda entry, data: []
    # What of its own can be changed on many entries at once (content.editing.bulk_fields).
    bulk_fields: tuple[Any, ...] = ()
    # Whether readers see earlier revisions, and with them the images that those show.
    has_public_history: bool = False

    # {lower-case name of a model of the app: {group: its permissions}}
    permissions: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    # The group of the admin’s menu that lists it, and which other models follow it there.
    admin_group: str = "Site"
    admin_models: tuple[str, ...] = ()
    # What the groups of this kind's app may do with models that all apps share, by app.model.
    shared_permissions: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    # Its public entries that are upcoming, the next one first.
    coming: Callable[[], Any] | None = None
    # What is coming up that a user manages, for the start page.
    coming_for: Callable[[Any], list] | None = None
    # What waits for a user, for the start page.
    waiting_for: Callable[[Any], Iterable[WaitingList]] | None = None

    def __post_init__(self) -> None:
        if not self.address_space:
            object.__setattr__(self, "address_space", self.name)

    @property
    def name(self) -> str:
        """The value of the column `kind`: post, article …"""
        return self.model._meta.model_name

    @property
    def app_label(self) -> str:
        return self.model._meta.app_label

    @property
    def app(self) -> str:
        """The package of the app that registers it."""
        return self.model._meta.app_config.name

    @property
    def label(self) -> str:
        return capfirst(self.model._meta.verbose_name)

    @property
    def plural(self) -> str:
        return capfirst(self.model._meta.verbose_name_plural)

    @property
    def change_permission(self) -> str:
        return f"{self.app_label}.change_{self.name}"

    @property
    def delete_permission(self) -> str:
        return f"{self.app_label}.delete_{self.name}"

    def admin_url_name(self, page: str) -> str:
        """Return the name of a page of the kind's admin, such as "changelist"."""
        return f"admin:{self.app_label}_{self.name}_{page}"


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    for kind in kinds:
        _kinds[kind.name] = kind


def all_kinds() -> tuple[Kind, ...]:
    """Return every kind, in the order in which they were registered."""
    return tuple(_kinds.values())


def search_sections() -> dict[str, SearchSection]:
    """Return {key: section} of what readers can see or search separately, in order."""
    sections = [kind.search_section for kind in all_kinds() if kind.search_section]
    return {each.key: each for each in sorted(sections, key=lambda each: each.position)}


def get(name: str) -> Kind:
    """Raises KeyError if no kind has this name."""
    return _kinds[name]


def for_model(model: type[Model]) -> Kind:
    return _kinds[model._meta.model_name]
