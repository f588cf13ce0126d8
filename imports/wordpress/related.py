"""What items of an export name by number: files, venues, and each other; and whose addresses are.

Read in a first pass, because an item can name one that comes later in the file.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from imports.wordpress.events import HOST_IDS, VENUE_IDS
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.old_paths import has_old_address, path_of_link
from imports.wordpress.post_types import VENUES_AND_ORGANIZERS


@dataclass(slots=True)
class RelatedItems:
    """Per site (its address): venues, attachments, and the items that own an old path."""

    venues: dict[str, dict[str, ExportItem]] = field(default_factory=lambda: defaultdict(dict))
    attachments: dict[str, dict[str, ExportItem]] = field(default_factory=lambda: defaultdict(dict))
    files_by_parent: dict[tuple[str, str], list[ExportItem]] = field(
        default_factory=lambda: defaultdict(list)
    )
    # Path: (site, number) of the first item whose link it is.
    owners: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add_all(self, exports: Iterable[Export]) -> None:
        for export in exports:
            for item in export.items:
                self.add(export.site.url, item)

    def add(self, site: str, item: ExportItem) -> None:
        if item.post_type in VENUES_AND_ORGANIZERS:
            self.venues[site][item.post_id] = item
        elif item.post_type == "attachment":
            # Only what is needed later: descriptions can be long.
            small = replace(item, content="", comments=(), meta=())
            self.attachments[site][item.post_id] = small
            self.files_by_parent[site, item.parent].append(small)
        elif has_old_address(item) and (path := path_of_link(item, site)):
            self.owners.setdefault(path.rstrip("/"), (site, item.post_id))

    def venues_of(self, site: str) -> Mapping[str, ExportItem]:
        return MappingProxyType(self.venues.get(site, {}))

    def places_and_hosts_of(self, site: str, item: ExportItem) -> list[ExportItem]:
        """Return the venues and organizers that an event names by number."""
        numbers = {value for key in (*VENUE_IDS, *HOST_IDS) for value in item.meta_values(key)}
        known = self.venues.get(site, {})
        return [known[number] for number in sorted(numbers & known.keys())]

    def belongs_to_other(self, path: str, site: str, item: ExportItem) -> bool:
        """Whether this path is the link of another item, whatever this item's GUID says."""
        owner = self.owners.get(path.rstrip("/"))
        return owner is not None and owner != (site, item.post_id)
