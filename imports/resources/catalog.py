"""The resources on this site, to compare the rows of a spreadsheet with."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models.fields.json import KT
from django.db.models.functions import Lower
from taggit.models import Tag

from content.editing.bulk_changes import changeable_by
from content.editing.permissions import visible_to
from content.models import Entry, Place, Topic, User
from content.models.entries import find_targets
from content.us_states import STATES_AND_TERRITORIES
from imports.models import SourceRecord
from imports.resources.rows import Identity
from imports.spreadsheets.values import normalize_words, read_list
from imports.values import host_of
from wiki.models import Resource

SOURCE = "resources spreadsheet"


@dataclass(slots=True)
class NameIndex:
    """The topics, the places, or the tags, found by name or slug in any case."""

    labels: dict[str, str] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)

    def add(self, *, value: str, label: str, slug: str) -> None:
        self.labels[value] = label
        # A name takes precedence over another row’s slug.
        self.found.setdefault(normalize_words(slug), value)
        self.found[normalize_words(label)] = value

    def read(self, text: str) -> tuple[list[str], list[str]]:
        """Return (values, unknown names) of the names in a cell."""
        values: list[str] = []
        unknown: list[str] = []
        for name in read_list(text):
            # A name may contain a comma.
            for part in [name] if normalize_words(name) in self.found else name.split(","):
                value = self.found.get(normalize_words(spell_state(part.strip())))
                if value is not None:
                    values.append(value)
                elif part.strip():
                    unknown.append(part.strip())
        return sorted(set(values)), list(dict.fromkeys(unknown))


def spell_state(name: str) -> str:
    """Return the name of a state for its abbreviation: ME, or N.H."""
    return STATES_AND_TERRITORIES.get(name.replace(".", ""), name)


def find_own_pages(urls: set[str]) -> dict[str, Entry]:
    """Return the entries that have their public page at one of these addresses."""
    host = host_of(settings.SITE_URL)
    paths = {url: urlsplit(url).path for url in urls if host_of(url) == host}
    if not paths:
        return {}
    targets = find_targets(sorted(set(paths.values())))
    entries = Entry.objects.published().as_links().in_bulk(filter(None, targets.values()))
    found = {url: entries.get(targets[path]) for url, path in paths.items()}
    return {url: entry for url, entry in found.items() if entry}


class Catalog:
    """Topics, places, tags and earlier resources, in as many queries for one row as for all."""

    def __init__(self, by: User | None) -> None:
        self.by = by
        self.topics, self.places, self.tags = NameIndex(), NameIndex(), NameIndex()
        for names, model in ((self.topics, Topic), (self.places, Place)):
            for slug, name in model.objects.values_list("slug", "name"):
                names.add(value=slug, label=name, slug=slug)
        for slug, name in Tag.objects.order_by("-pk").values_list("slug", "name"):
            self.tags.add(value=name, label=name, slug=slug)
        self.by_key: dict[str, Resource] = {}
        self.by_guid: dict[str, Resource] = {}
        # By title: what came from spreadsheets with it, and how many rows of this one have it.
        self.namesakes: dict[str, list[Resource]] = defaultdict(list)
        self.rows: Counter[str] = Counter()
        # What the last import recorded, by the number of the resource it was about.
        self.recorded: dict[int, dict] = {}
        self.deleted: set[str] = set()
        # By number: the resources that the user may see, and may change.
        self.seen: set[int] = set()
        self.changeable: set[int] = set()
        # Public pages of this site, by the address that a row has for them.
        self.own_pages: dict[str, Entry] = {}

    def read_tags(self, text: str) -> list[str]:
        """Return the names of tags; what is new is spelled in all rows as in the first."""
        values, unknown = self.tags.read(text)
        for name in unknown:
            self.tags.add(value=name, label=name, slug=name)
            values.append(name)
        return sorted(set(values))

    def find_all(self, identities: Iterable[Identity]) -> None:
        """Read what the rows of a file may have become here, and what else has their titles."""
        identities = list(identities)
        self.own_pages = find_own_pages({each.url for each in identities if each.url})
        self.rows = Counter(identity.title.casefold() for identity in identities)
        titles = {spelled for title in self.rows for spelled in (title, title.lower())}
        titles |= {identity.title.lower() for identity in identities}
        records = SourceRecord.objects.filter(source=SOURCE).annotate(
            recorded_title=Lower(KT("data__title"))
        )
        records = records.filter(recorded_title__in=titles).exclude(entry=None).order_by("entry")
        self.recorded |= {record.entry_id: record.data for record in records}
        resources = Resource.objects.in_bulk([record.entry_id for record in records])
        for record in records:
            namesakes = self.namesakes[record.data["title"].casefold()]
            namesakes.append(resources[record.entry_id])
        numbered = [
            Identity(title, number, "").guid_by_title
            for title in self.rows
            for number in range(1, self.highest_number(title) + 1)
        ]
        others = [resource.guid for found in self.namesakes.values() for resource in found]
        self.find(identities, also=[*numbered, *others])

    def highest_number(self, title: str) -> int:
        """Return how many resources of this title there can be, those of new rows counted."""
        title = title.casefold()
        return self.rows[title] + len(self.namesakes[title])

    def find(
        self, identities: Iterable[Identity], *, also: Iterable[str] = (), lock: bool = False
    ) -> None:
        """Read what these rows may have become here; with `lock`, no one changes it meanwhile."""
        keys: set[str] = set()
        guids: set[str] = set(also)
        for identity in identities:
            guids.add(identity.guid_by_title)
            if identity.url:
                keys.add(identity.key)
                guids.add(identity.guid_by_url)
        # Asked for in two tables, each by its index.
        numbers = set(Resource.objects.filter(normalized_url__in=keys).values_list("pk", flat=True))
        numbers |= set(Entry.objects.filter(guid__in=guids).values_list("pk", flat=True))
        if lock:
            # The row that the admin locks first, so that neither waits for the other forever.
            rows = Entry.objects.select_for_update(no_key=True).filter(pk__in=numbers)
            list(rows.order_by("pk").values_list("pk"))
        found = list(
            Resource.objects.filter(pk__in=numbers).prefetch_related("topics", "places", "tags")
        )
        self.by_guid = {resource.guid: resource for resource in found}
        self.by_key = {
            resource.normalized_url: resource for resource in found if resource.normalized_url
        }
        records = SourceRecord.objects.filter(source=SOURCE)
        self.recorded |= {
            record.entry_id: record.data for record in records.filter(entry__in=numbers)
        }
        gone = records.of_deleted_entries().filter(key__in=guids - self.by_guid.keys())
        self.deleted = set(gone.values_list("key", flat=True))
        self.seen = self.changeable = numbers
        if self.by is not None and numbers:
            seen = visible_to(self.by).filter(pk__in=numbers)
            self.seen = set(seen.values_list("pk", flat=True))
            self.changeable = set(changeable_by(self.by, numbers))

    def recorded_data(self, resource: Resource) -> dict:
        """Return what the last import recorded about a resource, or {} if there was none."""
        return self.recorded.get(resource.pk, {})

    def match(self, identity: Identity, *, row: int, taken: dict[int, int]) -> Resource | None:
        """Return what a row is about here; `taken` says what other rows are about."""
        resource = self.by_key.get(identity.key) or self.by_guid.get(identity.guid)
        if resource is None and identity.url:
            # It came without an address, and has been given one since.
            earlier = self.by_guid.get(identity.guid_by_title)
            if earlier and not earlier.url and taken.get(earlier.pk, row) == row:
                resource = earlier
        return resource
