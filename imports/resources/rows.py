"""The rows of a spreadsheet of resources, and what identifies the resource in each."""

import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from content.models import Sector
from imports.spreadsheets.plans import CellProblem, RowPlan
from wiki.models import Resource
from wiki.normalized_urls import normalize_url

LISTS = ("topics", "places", "tags")
# Defaults for fields that a row leaves empty.
EMPTY = {
    "title": "",
    "url": "",
    "format": "",
    "made_by": "",
    "year": None,
    "summary": "",
    "body": "",
    "topics": [],
    "tags": [],
    "places": [],
    "sector": Sector.K12.value,
    "archived_url": "",
}


@dataclass(frozen=True)
class Identity:
    """What identifies a row: its address, or else its title and its number among equal titles."""

    title: str
    number: int
    url: str

    @cached_property
    def key(self) -> str | None:
        return normalize_url(self.url) if self.url else None

    @cached_property
    def guid_by_url(self) -> str | None:
        return guid_for(self.key) if self.url else None

    @cached_property
    def guid_by_title(self) -> str:
        return guid_for(f"{self.title.casefold()}#{self.number}")

    @cached_property
    def guid(self) -> str:
        return self.guid_by_url or self.guid_by_title


def guid_for(words: str) -> str:
    """Return the GUID of a resource from a spreadsheet: always the same for the same row."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'resource:{words}')}"


@dataclass(slots=True, kw_only=True)
class ResourceRow(RowPlan):
    identity: Identity | None = None
    values: dict[str, Any] = field(default_factory=dict)
    same_as_row: int | None = None
    # From a bibliography, which says less than a spreadsheet.
    is_citation: bool = False
    # Has its title, was imported too, and has an address that no row has.
    namesake: Resource | None = None
    # What wasn’t understood; the row is right without it.
    left_out: dict[str, CellProblem] = field(default_factory=dict)
    kept_fields: set[str] = field(default_factory=set)
    changed_fields: list[str] = field(default_factory=list)

    @property
    def data_to_record(self) -> dict[str, Any]:
        """What the spreadsheet says, except for fields that stay as they were changed here."""
        if self.entry is None:
            return {**EMPTY, **self.values}
        data = {name: v for name, v in self.values.items() if name not in self.kept_fields}
        return {**self.previous_data, **data}
