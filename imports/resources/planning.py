"""What becomes of each row of a spreadsheet: decided once, for the preview as for the import.

A field is compared in three ways: what the spreadsheet said when it last came in (`imported`), what
it says now, and what stands here. So a change there is told from a change here.
"""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.text import get_text_list

from content.editing.permissions import may_publish
from content.models import Format, Sector, Status, User
from imports.resources.catalog import Catalog, Identity
from imports.resources.columns import LABELS
from imports.resources.identities import identify
from imports.resources.values import read_kind, read_maker, read_sector, read_year
from imports.spreadsheets import Row, Sheet
from imports.spreadsheets.values import CannotRead, read_address, read_line
from wiki.models import Resource

NO_ADDRESS = "It has no address yet."
KIND_GUESSED = "The spreadsheet did not say what kind it is, so it came in as a website."
LISTS = ("topics", "places", "tags")
SHOWN_OF_NEW = ("url", "format", "year", "made_by", "topics")
# What a row has whose columns say nothing.
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
# These cannot be emptied: a cell without anything says nothing about them.
SILENT_WHEN_EMPTY = ("format", "sector")
READ = {
    "title": lambda text: read_line(text, at_most=300),
    "url": read_address,
    "format": read_kind,
    "made_by": read_maker,
    "year": read_year,
    "summary": str,
    "body": str,
    "sector": read_sector,
    "archived_url": read_address,
}


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same as before"
    KEPT = "kept as it is here"
    DUPLICATE = "duplicate"
    DELETED = "deleted here"
    ERROR = "error"
    WAITING = "still to come"


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with one cell, in a sentence; without a column, with the row."""

    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field, with what stands here and what the spreadsheet says, in words."""

    field: str
    old: str
    new: str

    @property
    def label(self) -> str:
        return LABELS[self.field]


@dataclass(slots=True)
class Decision:
    """The fate of a row, and why. `reason` and `remarks` are sentences."""

    number: int
    title: str
    fate: Fate
    identity: Identity | None = None
    values: dict[str, Any] = field(default_factory=dict)
    resource: Resource | None = None
    reason: str = ""
    same_as_row: int | None = None
    # What has its title, came from a spreadsheet too, and has an address that no row has.
    namesake: Resource | None = None
    # What is known of a new one, for a column that was misread to be seen.
    facts: list[Change] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def brings_something(self) -> bool:
        return self.fate in {Fate.NEW, Fate.CHANGED}

    @property
    def values_to_remember(self) -> dict[str, Any]:
        """What the spreadsheet has said, but for what stays as it was changed here."""
        if self.resource is None:
            return {**EMPTY, **self.values}
        kept = {change.field for change in self.kept}
        said = {name: value for name, value in self.values.items() if name not in kept}
        return {**self.resource.imported, **said}


@dataclass(slots=True)
class Plan:
    """What bringing a spreadsheet in would do; nothing is written yet."""

    decisions: list[Decision]
    notices: list[str]

    @property
    def counts(self) -> dict[Fate, int]:
        counter = Counter(decision.fate for decision in self.decisions)
        return {fate: counter[fate] for fate in Fate if counter[fate]}

    @property
    def size(self) -> int:
        """How many rows bring anything."""
        return sum(decision.brings_something for decision in self.decisions)


def plan_import(*, sheet: Sheet, by: User | None = None) -> Plan:
    """Decide what becomes of each row if this user brings it in; None is whoever runs commands."""
    return plan_with(Catalog(by), sheet)


def plan_with(catalog: Catalog, sheet: Sheet) -> Plan:
    decisions = [read_row(row, catalog) for row in sheet.rows]
    identify(decisions, catalog)
    whole = [decision for decision in decisions if decision.fate != Fate.ERROR]
    rows_by_key: dict[str, int] = {}
    taken: dict[int, int] = {}
    for decision in whole:
        key = decision.identity.key
        earlier = rows_by_key.setdefault(key, decision.number) if key else decision.number
        if earlier == decision.number:
            decide(decision, catalog, taken=taken)
        else:
            decision.fate, decision.same_as_row = Fate.DUPLICATE, earlier
            decision.reason = f"Row {earlier} has the same address."
    return Plan(decisions, list(sheet.notices))


def read_row(row: Row, catalog: Catalog) -> Decision:
    """Understand the cells of a row; its fate is an error or left to `decide`."""
    title = " ".join(row.cells["title"].text.split())
    decision = Decision(row.number, title, Fate.NEW)
    decision.errors += [CellError(column, problem) for column, problem in row.problems]
    for name, cell in row.cells.items():
        if cell.problem:
            decision.errors.append(CellError(cell.column, cell.problem))
        elif name == "title" and not title:
            decision.errors.append(CellError(cell.column, "Every resource needs a title."))
        elif name == "tags":
            decision.values[name] = catalog.read_tags(cell.text)
            if any(len(tag) > 100 for tag in decision.values[name]):
                decision.errors.append(
                    CellError(cell.column, "A tag has at most 100 letters; divide them by commas.")
                )
        elif name in LISTS:
            names = catalog.topics if name == "topics" else catalog.places
            decision.values[name], unknown = names.read(cell.text)
            if unknown:
                decision.remarks.append(say_unknown(name, unknown))
        elif cell.text or name not in SILENT_WHEN_EMPTY:
            try:
                decision.values[name] = READ[name](cell.text)
            except CannotRead as error:
                decision.errors.append(CellError(cell.column, str(error)))
    if decision.errors:
        decision.fate = Fate.ERROR
    return decision


def say_unknown(name: str, unknown: list[str]) -> str:
    one, many = name[:-1], name
    listed = get_text_list([f"“{word[:60]}”" for word in unknown[:10]], "and")
    return (
        f"There is no {one} {listed} here, so it was left out."
        if len(unknown) == 1
        else f"There are no {many} {listed} here, so they were left out."
    )


def decide(decision: Decision, catalog: Catalog, *, taken: dict[int, int]) -> None:
    """Fill in what becomes of a row, from what is here now.

    `taken` says which row of the file each resource belongs to, and is added to.
    """
    resource = catalog.match(decision.identity, row=decision.number, taken=taken)
    decision.changes, decision.kept, decision.facts, decision.reason = [], [], [], ""
    decision.resource = resource
    if resource is None:
        decide_new(decision, catalog)
        return
    row = taken.setdefault(resource.pk, decision.number)
    if row != decision.number:
        decision.fate, decision.same_as_row = Fate.DUPLICATE, row
        decision.reason = f"Row {row} is about the same resource."
    elif not resource.imported:
        decision.fate = Fate.DUPLICATE
        decision.reason = "It is in the library already, and did not come from a spreadsheet."
        if resource.pk not in catalog.seen:
            decision.reason = "Somebody else’s draft has the same address."
            decision.resource = None
    else:
        compare(decision, resource, catalog)
        if decision.changes and not may_write(catalog.by, resource):
            decision.fate = Fate.KEPT
            decision.kept, decision.changes = decision.kept + decision.changes, []
            decision.reason = "Only an editor changes what is published, or what others began."


def decide_new(decision: Decision, catalog: Catalog) -> None:
    decision.fate = Fate.NEW
    if decision.identity.guid in catalog.deleted:
        decision.fate = Fate.DELETED
        decision.reason = "It was deleted here, so it is not brought back."
    elif not decision.values.get("format"):
        if decision.identity.url:
            decision.values["format"] = Format.WEBSITE.value
            decision.remarks.append(KIND_GUESSED)
        else:
            decision.fate = Fate.ERROR
            decision.errors = [
                CellError("Kind", "Without an address, it must say what kind of thing it is.")
            ]
    if decision.fate == Fate.NEW and decision.namesake:
        decision.reason = (
            f"Perhaps it is the same as “{decision.namesake.heading}” "
            f"({decision.namesake.get_absolute_url()}), whose address changed: change the address "
            "there instead."
        )
    if decision.fate == Fate.NEW:
        said = {name: say(name, decision.values.get(name), catalog) for name in SHOWN_OF_NEW}
        decision.facts = [Change(name, "", words) for name, words in said.items() if words]


def compare(decision: Decision, resource: Resource, catalog: Catalog) -> None:
    """Tell what changed in the spreadsheet alone from what was changed here too."""
    here = values_of(resource)
    for name, there in decision.values.items():
        before = resource.imported.get(name, EMPTY[name])
        if there in (before, here[name]):
            continue
        change = Change(name, say(name, here[name], catalog), say(name, there, catalog))
        (decision.changes if here[name] == before else decision.kept).append(change)
    decision.fate = Fate.SAME
    if decision.changes:
        decision.fate = Fate.CHANGED
    elif decision.kept:
        decision.fate = Fate.KEPT
        decision.reason = "It was changed here and in the spreadsheet."


def values_of(resource: Resource) -> dict[str, Any]:
    """Return what stands here, as rows are read."""
    return {
        **{name: getattr(resource, name) for name in EMPTY if name not in LISTS},
        "topics": sorted(topic.slug for topic in resource.topics.all()),
        "places": sorted(place.slug for place in resource.places.all()),
        "tags": sorted(tag.name for tag in resource.tags.all()),
    }


def say(name: str, value: Any, catalog: Catalog) -> str:
    match name:
        case _ if not value:
            return ""
        case "topics" | "places" | "tags":
            labels = getattr(catalog, name).labels
            return ", ".join(labels.get(item, item) for item in value)
        case "format":
            return Format(value).label
        case "sector":
            return Sector(value).label
        case _:
            return str(value)


def may_write(by: User | None, resource: Resource) -> bool:
    if by is None or may_publish(by):
        return True
    return resource.created_by_id == by.pk and resource.status != Status.PUBLISHED
