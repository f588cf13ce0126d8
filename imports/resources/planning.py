"""What becomes of each row of a spreadsheet of resources.

A field is compared three ways: what the spreadsheet said at the last import, what it says now, and
what this site has. This distinguishes changes in the file from changes on the site.
"""

from typing import Any

from content.citations.works import CITED_AS
from content.models import Format, Role, Sector, User
from imports.reports import Outcome
from imports.resources.catalog import Catalog
from imports.resources.columns import LABELS
from imports.resources.identities import identify
from imports.resources.reading import read_row
from imports.resources.rows import EMPTY, LISTS, ResourceRow
from imports.spreadsheets import Sheet
from imports.spreadsheets.plans import CellProblem, ImportPlan, ValueChange
from imports.spreadsheets.values import normalize_words
from wiki.models import Resource

NO_ADDRESS = "It has no address yet."
FORMAT_GUESSED = (
    "The spreadsheet does not say which format it has, so it was imported as a website."
)
FORMAT_UNKNOWN = "Its format isn’t one of ours, so it was imported as a website."
SHOWN_OF_NEW = ("url", "format", "year", "made_by", "topics")


def plan_import(*, sheet: Sheet, by: User | None = None) -> ImportPlan:
    """Plan an import by this user, or by a command if None, without writing anything."""
    return plan_with(Catalog(by), sheet)


def plan_with(catalog: Catalog, sheet: Sheet) -> ImportPlan:
    rows = [read_row(row, catalog, is_citation=sheet.is_bibliography) for row in sheet.rows]
    identify(rows, catalog)
    rows_by_key: dict[str, int] = {}
    taken: dict[int, int] = {}
    for row in rows:
        if row.problems:
            continue
        key = row.identity.key
        earlier = rows_by_key.setdefault(key, row.number) if key else row.number
        if earlier == row.number:
            decide_resource(row, catalog, taken=taken)
        else:
            row.outcome, row.same_as_row = Outcome.DUPLICATE, earlier
            row.reason = f"Row {earlier} has the same address."
    return ImportPlan(rows, list(sheet.notices))


def decide_resource(row: ResourceRow, catalog: Catalog, *, taken: dict[int, int]) -> None:
    """Fill in what becomes of a row, given what is here now.

    `taken` says which row of the file each resource belongs to, and is added to.
    """
    resource = catalog.match(row.identity, row=row.number, taken=taken)
    row.changes, row.kept, row.facts, row.reason = [], [], [], ""
    row.changed_fields, row.kept_fields = [], set()
    row.entry = resource
    own_page = catalog.own_pages.get(row.identity.url)
    if own_page is not None:
        row.outcome, row.entry = Outcome.UNCHANGED, None
        row.reason = f"It is here: “{own_page.heading}” ({own_page.get_absolute_url()})."
        return
    if resource is None:
        decide_new(row, catalog)
        return
    row.previous_data = catalog.recorded_data(resource)
    owner = taken.setdefault(resource.pk, row.number)
    if owner != row.number:
        row.outcome, row.same_as_row = Outcome.DUPLICATE, owner
        row.reason = f"Row {owner} is about the same resource."
    elif row.is_citation and all(
        says_same(name, value, resource) for name, value in row.values.items()
    ):
        row.outcome = Outcome.UNCHANGED
    elif not row.previous_data:
        row.outcome = Outcome.DUPLICATE
        row.reason = "It is in the library already and did not come from a spreadsheet."
        if resource.pk not in catalog.seen:
            row.reason = "Someone else’s draft has the same address."
            row.entry = None
    else:
        compare(row, resource, catalog)


def decide_new(row: ResourceRow, catalog: Catalog) -> None:
    row.outcome = Outcome.NEW
    if row.identity.guid in catalog.deleted:
        row.outcome = Outcome.DELETED
        row.reason = "It was deleted on this site, so it is not imported again."
        return
    if not row.values.get("format"):
        if not row.identity.url:
            row.outcome = Outcome.FAILED
            needed = CellProblem("Format", "Without an address, it needs a format.")
            lacking = [row.left_out[name] for name in ("url", "format") if name in row.left_out]
            row.problems = lacking if "format" in row.left_out else [*lacking, needed]
            row.remarks = []
            return
        row.values["format"] = Format.WEBSITE.value
        row.remarks.append(FORMAT_UNKNOWN if "format" in row.left_out else FORMAT_GUESSED)
    if row.namesake:
        row.reason = (
            f"It may be the same as “{row.namesake.heading}” "
            f"({row.namesake.get_absolute_url()}) with a new address. If it is, change the address "
            "there instead."
        )
    texts = {name: as_text(name, row.values.get(name), catalog) for name in SHOWN_OF_NEW}
    row.facts = [ValueChange(LABELS[name], "", text) for name, text in texts.items() if text]


def says_same(name: str, there: Any, resource: Resource) -> bool:
    """Whether a citation says of a resource what this site says of it, as far as it can.

    Reference managers know fewer formats, and RIS allows no commas in a name.
    """
    match name:
        case "format":
            return cited_kind(there) == cited_kind(resource.format)
        case "made_by":
            people = resource.people_as(Role.AUTHOR) or resource.people_as(Role.EDITOR)
            makers = resource.made_by or " ".join(person.name for person in people)
            return normalize_words(there) == normalize_words(makers)
        case _:
            return there == values_of(resource)[name]


def cited_kind(format_name: str) -> str:
    return CITED_AS.get(format_name, "website")


def compare(row: ResourceRow, resource: Resource, catalog: Catalog) -> None:
    """Separate what changed only in the spreadsheet from what was also changed on this site."""
    here = values_of(resource)
    may_change = resource.pk in catalog.changeable
    for name, there in row.values.items():
        before = row.previous_data.get(name, EMPTY[name])
        if there in (before, here[name]) or (row.is_citation and says_same(name, there, resource)):
            continue
        old, new = (as_text(name, value, catalog) for value in (here[name], there))
        change = ValueChange(LABELS[name], old, new)
        if here[name] == before and may_change:
            row.changes.append(change)
            row.changed_fields.append(name)
        else:
            row.kept.append(change)
            row.kept_fields.add(name)
    row.outcome = Outcome.UNCHANGED
    if row.changes:
        row.outcome = Outcome.UPDATED
    elif row.kept:
        row.outcome = Outcome.CONFLICT
        row.reason = (
            "It was changed here and in the spreadsheet."
            if may_change
            else "Only an editor can change what is published or what someone else wrote."
        )


def values_of(resource: Resource) -> dict[str, Any]:
    """Return what is here, in the form in which rows are read."""
    return {
        **{name: getattr(resource, name) for name in EMPTY if name not in LISTS},
        "topics": sorted(topic.slug for topic in resource.topics.all()),
        "places": sorted(place.slug for place in resource.places.all()),
        "tags": sorted(tag.name for tag in resource.tags.all()),
    }


def as_text(name: str, value: Any, catalog: Catalog) -> str:
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
