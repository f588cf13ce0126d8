"""What becomes of each row of a spreadsheet of resources.

A field is compared three ways: what the spreadsheet said at the last import, what it says now, and
what is here. So a change there is told from a change here.
"""

from dataclasses import dataclass, field
from typing import Any

from content.editing.permissions import may_publish
from content.models import Format, Sector, Status, User
from content.phrases import join_list
from imports.reports import Outcome
from imports.resources.catalog import Catalog, Identity
from imports.resources.columns import LABELS
from imports.resources.identities import identify
from imports.resources.values import read_format, read_maker, read_sector, read_year
from imports.spreadsheets import Sheet, SheetRow
from imports.spreadsheets.plans import CellProblem, ImportPlan, RowPlan, ValueChange
from imports.spreadsheets.values import UnreadableValue, read_address, read_line
from wiki.models import Resource

NO_ADDRESS = "It has no address yet."
FORMAT_GUESSED = (
    "The spreadsheet does not say which format it has, so it was imported as a website."
)
LONGEST_TAG = 100
LISTS = ("topics", "places", "tags")
SHOWN_OF_NEW = ("url", "format", "year", "made_by", "topics")
# What a resource gets from a row that says nothing of it.
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
# An empty cell says nothing about these, since they cannot be empty.
SILENT_WHEN_EMPTY = ("format", "sector")
READ = {
    "title": lambda text: read_line(text, at_most=300),
    "url": read_address,
    "format": read_format,
    "made_by": read_maker,
    "year": read_year,
    "summary": str,
    "body": str,
    "sector": read_sector,
    "archived_url": read_address,
}


@dataclass(slots=True, kw_only=True)
class ResourceRow(RowPlan):
    identity: Identity | None = None
    values: dict[str, Any] = field(default_factory=dict)
    same_as_row: int | None = None
    # Has its title, was imported too, and has an address that no row has.
    namesake: Resource | None = None
    kept_fields: set[str] = field(default_factory=set)
    changed_fields: list[str] = field(default_factory=list)

    @property
    def data_to_record(self) -> dict[str, Any]:
        """What the spreadsheet says, except for fields that stay as they were changed here."""
        if self.entry is None:
            return {**EMPTY, **self.values}
        data = {name: v for name, v in self.values.items() if name not in self.kept_fields}
        return {**self.previous_data, **data}


def plan_import(*, sheet: Sheet, by: User | None = None) -> ImportPlan:
    """Plan an import by this user, or by a command if None, without writing anything."""
    return plan_with(Catalog(by), sheet)


def plan_with(catalog: Catalog, sheet: Sheet) -> ImportPlan:
    rows = [read_row(row, catalog) for row in sheet.rows]
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


def read_row(row: SheetRow, catalog: Catalog) -> ResourceRow:
    """Read the cells of a row. It has failed, or `decide_resource` says what becomes of it."""
    title = " ".join(row.cells["title"].text.split())
    plan = ResourceRow(number=row.number, title=title)
    plan.problems += [CellProblem(column, problem) for column, problem in row.problems]
    for name, cell in row.cells.items():
        problem = cell.problem or read_cell(plan, name, cell.text, catalog)
        if problem:
            plan.problems.append(CellProblem(cell.column, problem))
    if plan.problems:
        plan.outcome = Outcome.FAILED
    return plan


def read_cell(plan: ResourceRow, name: str, text: str, catalog: Catalog) -> str:
    """Add a cell's value to the plan; return what is wrong with it, or nothing."""
    if name == "title" and not plan.title:
        return "Every resource needs a title."
    if name == "tags":
        plan.values[name] = catalog.read_tags(text)
        if any(len(tag) > LONGEST_TAG for tag in plan.values[name]):
            return f"A tag has at most {LONGEST_TAG} characters. Separate tags with commas."
    elif name in LISTS:
        names = catalog.topics if name == "topics" else catalog.places
        plan.values[name], unknown = names.read(text)
        if unknown:
            plan.remarks.append(describe_unknown(name, unknown))
    elif text or name not in SILENT_WHEN_EMPTY:
        try:
            plan.values[name] = READ[name](text)
        except UnreadableValue as error:
            return str(error)
    return ""


def describe_unknown(name: str, unknown: list[str]) -> str:
    one, many = name[:-1], name
    listed = join_list([f"“{word[:60]}”" for word in unknown[:10]])
    return (
        f"There is no {one} {listed} here, so it was left out."
        if len(unknown) == 1
        else f"There are no {many} {listed} here, so they were left out."
    )


def decide_resource(row: ResourceRow, catalog: Catalog, *, taken: dict[int, int]) -> None:
    """Fill in what becomes of a row, given what is here now.

    `taken` says which row of the file each resource belongs to, and is added to.
    """
    resource = catalog.match(row.identity, row=row.number, taken=taken)
    row.changes, row.kept, row.facts, row.reason = [], [], [], ""
    row.changed_fields, row.kept_fields = [], set()
    row.entry = resource
    if resource is None:
        decide_new(row, catalog)
        return
    row.previous_data = catalog.recorded_data(resource)
    owner = taken.setdefault(resource.pk, row.number)
    if owner != row.number:
        row.outcome, row.same_as_row = Outcome.DUPLICATE, owner
        row.reason = f"Row {owner} is about the same resource."
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
        row.reason = "It was deleted here, so it is not imported again."
        return
    if not row.values.get("format"):
        if not row.identity.url:
            row.outcome = Outcome.FAILED
            row.problems = [CellProblem("Format", "Without an address, it needs a format.")]
            return
        row.values["format"] = Format.WEBSITE.value
        row.remarks.append(FORMAT_GUESSED)
    if row.namesake:
        row.reason = (
            f"It may be the same as “{row.namesake.heading}” "
            f"({row.namesake.get_absolute_url()}) with a new address. If it is, change the address "
            "there instead."
        )
    texts = {name: as_text(name, row.values.get(name), catalog) for name in SHOWN_OF_NEW}
    row.facts = [ValueChange(LABELS[name], "", text) for name, text in texts.items() if text]


def compare(row: ResourceRow, resource: Resource, catalog: Catalog) -> None:
    """Tell what changed only in the spreadsheet from what was changed here too."""
    here = values_of(resource)
    may_change = may_write(catalog.by, resource)
    for name, there in row.values.items():
        before = row.previous_data.get(name, EMPTY[name])
        if there in (before, here[name]):
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


def may_write(by: User | None, resource: Resource) -> bool:
    if by is None or may_publish(by):
        return True
    return resource.created_by_id == by.pk and resource.status != Status.PUBLISHED
