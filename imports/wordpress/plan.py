"""Decide what each item becomes here, and at which address, before any text is converted.

So a text can link straight to an item that comes later in the file.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import batched

from django.urls import reverse

from content import kinds
from content.editing.slugs import make_slug
from content.models import Entry
from content.paths import detail_path
from imports.redirects import ALREADY_TAKEN
from imports.reports import ImportReport
from imports.wordpress.addresses import wanted_slug
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.items import LEFT_OUT
from imports.wordpress.listings import Listings
from imports.wordpress.own_pages import OwnPages
from imports.wordpress.people import People
from imports.wordpress.post_types import MODELS, ImportChoices
from imports.wordpress.terms import FOLDERS, Terms
from imports.wordpress.wxr import read_items

SAME_GUID = "GUIDs shared by two items"
LOOKED_UP_AT_ONCE = 1_000


@dataclass(slots=True)
class PlannedItem:
    """What an item becomes: an entry of this model, with this GUID and slug."""

    export: Export
    model: type[Entry]
    guid: str
    slug: str
    # Its address would have been this one if it weren't taken.
    wanted_address: str = ""
    # The files have a later version of it too.
    is_repeated: bool = False

    @property
    def address(self) -> str:
        return detail_path(kinds.for_model(self.model).detail_url_name, self.slug)


@dataclass
class SourceItem:
    """An item with its text, and what it becomes."""

    export: Export
    item: ExportItem
    planned: PlannedItem
    # What the report calls items that become this kind.
    plural: str
    choices: ImportChoices
    # Where the files are now that its text refers to: {key: address here}.
    files: dict[str, str] = field(default_factory=dict)
    # What the exports say elsewhere and it shows: patterns, tables, captions, venues.
    shown: list[str] = field(default_factory=list)

    @cached_property
    def fingerprint(self) -> str:
        """What changes whenever importing the item could have another result."""
        facts = [self.item.fingerprint, *sorted(self.files.items())]
        facts += [*self.choices.affecting(self.item), *self.shown]
        return hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def where(self) -> str:
        item = self.item
        return f"{self.export.path.name}, line {item.line}, “{item.title or item.post_id}”"


class Plan:
    def __init__(
        self, exports: Sequence[Export], choices: ImportChoices, report: ImportReport
    ) -> None:
        self.exports, self.report = exports, report
        self.planned: dict[tuple[int, int], PlannedItem] = {}
        latest = find_latest(exports, choices)
        taken: defaultdict[str, dict[str, ExportItem]] = defaultdict(dict)
        for number, export in enumerate(exports):
            for position, item in enumerate(export.items):
                if not (kind := choices.kind_of(item)):
                    continue
                planned = PlannedItem(export, MODELS[kind], "", "")
                planned.is_repeated = latest.get(identity(export, item), item) is not item
                if not planned.is_repeated:
                    planned.guid = self.choose_guid(export, item, taken[export.site.url])
                self.planned[number, position] = planned
        self.choose_slugs()

    def __len__(self) -> int:
        return len(self.planned)

    def read(self) -> Iterator[tuple[Export, ExportItem, PlannedItem | None]]:
        """Yield each item of the exports with its text, and what it becomes, if anything."""
        for number, export in enumerate(self.exports):
            for position, item in enumerate(read_items(export)):
                yield export, item, self.planned.get((number, position))

    def items(self) -> Iterator[tuple[Export, ExportItem, PlannedItem]]:
        """Yield the items that are imported, without their texts."""
        for (number, position), planned in self.planned.items():
            if not planned.is_repeated:
                yield planned.export, self.exports[number].items[position], planned

    def guids(self) -> dict[tuple[str, str], str]:
        """Return the GUIDs of the items that are imported, by site and number."""
        return {
            (export.site.url, item.post_id): planned.guid for export, item, planned in self.items()
        }

    def choose_guid(self, export: Export, item: ExportItem, taken: dict[str, ExportItem]) -> str:
        """Return the item's GUID. Make a stable one if it has none or shares one."""
        guid = item.guid or item.link or f"{export.site.url}/?p={item.post_id}"
        if guid in taken:
            other = f"{guid}#{item.post_type}-{item.post_id}-{item.slug}"
            self.report.remark(
                SAME_GUID,
                f"“{item.title}” has the same GUID as “{taken[guid].title}”, {guid}. It was given "
                f"{other}.",
            )
            guid = other
        taken[guid] = item
        return guid

    def choose_slugs(self) -> None:
        """Give each item the slug that its entry has, or a free one."""
        here = slugs_by_guid(each.guid for each in self.planned.values() if each.guid)
        taken = {
            space: set(Entry.objects.filter(address_space=space).values_list("slug", flat=True))
            for space in {kinds.for_model(model).address_space for model in MODELS.values()}
        }
        for (number, position), planned in self.planned.items():
            if slug := here.get(planned.guid):
                planned.slug = slug
                continue
            item = self.exports[number].items[position]
            if item.status in LEFT_OUT or planned.is_repeated:
                continue
            own = taken[kinds.for_model(planned.model).address_space]
            wanted = wanted_slug(item)
            planned.slug = make_slug(wanted, model=planned.model, taken=own)
            own.add(planned.slug)
            if planned.slug != wanted:
                url_name = kinds.for_model(planned.model).detail_url_name
                planned.wanted_address = detail_path(url_name, wanted)

    def own_pages(self, people: People, terms: Terms) -> OwnPages:
        """Return where the old sites' pages are here."""
        lists = Listings(archive=reverse("content:archive"), search=reverse("search"))
        pages = OwnPages(listings=lists)
        for export in self.exports:
            pages.add_site(export.site.url)
        for (number, position), planned in self.planned.items():
            if planned.slug:
                export = self.exports[number]
                pages.add(export.site.url, export.items[position], planned.address)
        self.add_attachments(pages)
        for export in self.exports:
            add_terms(pages, export.site.url, terms)
            add_people(pages, export, people)
        return pages

    def add_attachments(self, pages: OwnPages) -> None:
        """Add attachments’ own pages, which are part of their posts here."""
        addresses = {
            (planned.export.site.url, self.exports[number].items[position].post_id): planned.address
            for (number, position), planned in self.planned.items()
            if planned.slug
        }
        for export in self.exports:
            for item in export.items:
                parent = addresses.get((export.site.url, item.parent))
                if item.post_type == "attachment" and parent:
                    pages.add(export.site.url, item, parent)


def identity(export: Export, item: ExportItem) -> tuple[str, ...]:
    """Return what two items share that are versions of the same one.

    Numbers alone don't tell: files that were put together by hand have them twice.
    """
    return export.site.url, item.post_type, item.post_id, item.guid, item.slug


def find_latest(
    exports: Sequence[Export], choices: ImportChoices
) -> dict[tuple[str, ...], ExportItem]:
    """Return the latest version of each numbered item; the first of those that are the same."""
    latest: dict[tuple[str, ...], ExportItem] = {}
    for export in exports:
        for item in export.items:
            if item.post_id and item.guid and choices.kind_of(item):
                known = latest.setdefault(identity(export, item), item)
                if version_of(item) > version_of(known):
                    latest[identity(export, item)] = item
    return latest


def version_of(item: ExportItem) -> tuple[str, int]:
    return item.modified_gmt or item.modified, item.comment_count


def add_terms(pages: OwnPages, site: str, terms: Terms) -> None:
    found: dict[tuple[str, str], str] = {}
    for key, topic in terms.topics.items():
        found[key] = topic.get_absolute_url()
    for key, tag in terms.tags.items():
        found[key] = detail_path("content:tag-detail", tag.slug)
    for key, place in terms.places.found.items():
        found.setdefault(key, place.get_absolute_url())
    for (taxonomy, slug), address in found.items():
        pages.add_listing(site, f"{FOLDERS.get(taxonomy, taxonomy)}/{slug}", address)
    for (of_site, number), topic in terms.by_number.items():
        pages.add_listing(of_site, f"?cat={number}", topic.get_absolute_url())


def add_people(pages: OwnPages, export: Export, people: People) -> None:
    for login, person in people.by_login.items():
        pages.add_listing(export.site.url, f"author/{login}", person.get_absolute_url())
    for author in export.authors:
        if author.login in people.by_login:
            address = people.by_login[author.login].get_absolute_url()
            pages.add_listing(export.site.url, f"?author={author.number}", address)


def slugs_by_guid(guids: Iterable[str]) -> dict[str, str]:
    """Return {GUID: slug} of those entries that are here already."""
    return {
        guid: slug
        for some in batched(guids, LOOKED_UP_AT_ONCE)
        for guid, slug in Entry.objects.filter(guid__in=some).values_list("guid", "slug")
    }


def report_taken_address(planned: PlannedItem, entry: Entry, report: ImportReport) -> None:
    report.remark(
        ALREADY_TAKEN,
        f"“{entry.heading}” is now at {planned.address}, because {planned.wanted_address} is "
        "taken.",
        entry=entry.pk,
    )
