"""What becomes of each row of a spreadsheet of events.

A column is compared three ways: what the spreadsheet said at the last import, what it says now, and
what this site has. This distinguishes changes in the file from changes on the site.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.fields.json import KT
from django.db.models.functions import Lower
from django.utils import timezone

from content.editing.permissions import may_publish
from content.models import Status, User
from events.models import Event
from events.times import format_when
from imports.events.columns import LABELS, describe_categories, read_row
from imports.events.presenters import describe_affiliations, presenters_of
from imports.events.rows import EventRow
from imports.models import SourceRecord
from imports.reports import Outcome
from imports.spreadsheets import Cell, Sheet, SheetRow
from imports.spreadsheets.dates import announce_order, find_order
from imports.spreadsheets.plans import CellProblem, ImportPlan, RowPlan, ValueChange

SOURCE = "events spreadsheet"
DATES = ("date", "starts", "ends", "end_date")
TIME = ["starts_at", "ends_at", "is_all_day", "time_zone"]
# The fields of an event that a column fills. Four columns make up one time: half from each
# could be an event that ends before it starts.
FIELDS = {
    "title": ["title"],
    "summary": ["summary"],
    "body": ["body"],
    "kind": ["event_type", "is_online"],
    "date": TIME,
    "starts": TIME,
    "ends": TIME,
    "time_zone": TIME,
    "end_date": TIME,
    "venue": ["venue", "is_online"],
    "host": ["host_name", "registration_url"],
    "url": ["registration_url"],
    "presenters": [],
}


@dataclass(slots=True, kw_only=True)
class EventRowPlan(RowPlan):
    row: EventRow
    changed_columns: list[str] = field(default_factory=list)

    @property
    def data_to_record(self) -> dict[str, str]:
        left_out = self.row.left_out
        said = {
            name: text for name, text in self.row.texts.items() if text and name not in left_out
        }
        before = {name: text for name, text in self.previous_data.items() if name in left_out}
        return {**said, **before}

    @property
    def key(self) -> str:
        return key_of(self.row.texts)


def plan_import(*, sheet: Sheet, by: User | None = None) -> ImportPlan:
    """Plan an import by this user, or by a command if None, without writing anything."""
    cells = [row.cells[name].text for row in sheet.rows for name in DATES if name in row.cells]
    order = find_order(cells)
    rows = [plan_row(read_row(row, order)) for row in sheet.rows]
    reject_duplicates(rows)
    known, others = KnownEvents(row.title for row in rows), ListedRows(rows)
    for row in rows:
        decide_event(row, known, others, by=by)
    categories = describe_categories(row.row for row in rows)
    return ImportPlan(rows, [*sheet.notices, *announce_order(order), *categories])


def plan_row(row: EventRow) -> EventRowPlan:
    return EventRowPlan(
        number=row.number,
        title=row.title,
        row=row,
        problems=list(row.problems),
        notes=list(row.notes),
    )


def reject_duplicates(rows: list[EventRowPlan]) -> None:
    first: dict[str, int] = {}
    for row in rows:
        number = first.setdefault(row.key, row.number)
        if number != row.number:
            sentence = f"Row {number} has the same title and date. Remove one of them."
            row.problems.append(CellProblem("", sentence))


def key_of(texts: dict[str, str]) -> str:
    """Return what identifies an event in a spreadsheet: its title and date."""
    return f"{title_of(texts)}, {texts.get('date', '')}"


def title_of(texts: dict[str, str]) -> str:
    return texts.get("title", "").casefold()


class ListedRows:
    """The rows of the file, found by key and by title."""

    def __init__(self, rows: Iterable[EventRowPlan]) -> None:
        self.by_key: dict[str, EventRowPlan] = {}
        self.by_title: dict[str, list[EventRowPlan]] = defaultdict(list)
        for row in rows:
            self.by_key[row.key] = row
            self.by_title[title_of(row.row.texts)].append(row)


class KnownEvents:
    """The events that have one of these titles, and what earlier imports recorded about them."""

    def __init__(self, titles: Iterable[str]) -> None:
        lowered = {title.lower() for title in titles}
        records = SourceRecord.objects.filter(source=SOURCE).annotate(
            recorded_title=Lower(KT("data__title"))
        )
        records = list(records.filter(recorded_title__in=lowered).order_by("entry"))
        for record in records:
            # Earlier imports kept the words of the cells.
            record.data = rewrite(record.data)
            record.key = key_of(record.data)
        self.records = {record.entry_id: record for record in records if record.entry_id}
        self.deleted = {record.key for record in records if not record.entry_id}
        events = Event.objects.annotate(lowered=Lower("title"))
        is_known = Q(pk__in=self.records) | Q(lowered__in=lowered, source_records=None)
        self.events = list(
            events.filter(is_known).order_by("pk").prefetch_related("contributions__person")
        )
        self.by_key: dict[str, tuple[Event, SourceRecord]] = {}
        self.imported: dict[str, list[tuple[Event, SourceRecord]]] = defaultdict(list)
        self.entered_here: dict[str, list[Event]] = defaultdict(list)
        for event in self.events:
            record = self.records.get(event.pk)
            if record is None:
                self.entered_here[event.title.casefold()].append(event)
            else:
                self.by_key.setdefault(record.key, (event, record))
                self.imported[title_of(record.data)].append((event, record))


CALLED_OFF = {"canceled", "cancelled", "deleted", "trash"}  # words-ok: what programs write
NOT_PUBLIC = {"draft", "private", "unlisted", "pending", "scheduled"}


def decide_event(
    row: EventRowPlan, known: KnownEvents, rows: ListedRows, *, by: User | None
) -> None:
    """Fill in what becomes of a row, given what is here now."""
    row.changes, row.kept, row.remarks, row.changed_columns = [], [], [], []
    row.facts = []
    if row.problems:
        row.outcome = Outcome.FAILED
        return
    found = find(row, known, rows)
    if found is None:
        decide_new(row, known)
        return
    event, record = found
    row.entry, row.previous_data = event, record.data
    compare(row, event)
    if row.changes and event.status == Status.PUBLISHED and by is not None and not may_publish(by):
        row.outcome = Outcome.CONFLICT
        row.kept, row.changes, row.changed_columns = row.kept + row.changes, [], []
        row.reason = "Only an editor can change what is published."


def decide_new(row: EventRowPlan, known: KnownEvents) -> None:
    for event in known.entered_here[title_of(row.row.texts)]:
        if event.local_start.date() == row.row.day:
            row.outcome, row.entry = Outcome.DUPLICATE, event
            row.reason = (
                "An event with this title and date is already on this site and did not come from "
                "a spreadsheet."
            )
            return
    if row.key in known.deleted:
        row.outcome = Outcome.DELETED
        row.reason = "It was deleted on this site, so it is not imported again."
        return
    if row.row.status in CALLED_OFF:
        row.outcome = Outcome.SKIPPED
        row.reason = "The file says that it was canceled. Add it here if readers should know of it."
        return
    row.outcome, row.changed_columns = Outcome.NEW, list(LABELS)
    row.facts = list_facts(row.row)
    row.remarks += describe_affiliations(row.row)
    if row.row.status in NOT_PUBLIC:
        row.remarks.append("The file says that it isn’t public, so it is imported as a draft.")


def list_facts(row: EventRow) -> list[ValueChange]:
    """Return what a new event gets, so that a misread date is noticed."""
    event = Event(**row.facts)
    facts = {
        "Date": format_when(event),
        "Type": event.get_event_type_display(),
        "Host": event.host_name,
        "Venue": event.venue,
        "Presenters": "; ".join(name for name, _ in row.presenters),
    }
    return [ValueChange(label, "", text) for label, text in facts.items() if text]


def compare(row: EventRowPlan, event: Event) -> None:
    """Separate what changed only in the spreadsheet from what was also changed on this site."""
    before = read_again(row.previous_data)
    for name, label in LABELS.items():
        old, new = row.previous_data.get(name, ""), row.row.texts[name]
        if old == new or name in row.row.left_out:
            continue
        if was_edited_on_site(event, before, name):
            row.remarks.append(f"{label} was edited here, so the import leaves it unchanged.")
            row.kept.append(ValueChange(label, current_value(event, name, old), new))
        else:
            row.changes.append(ValueChange(label, old, new))
            row.changed_columns.append(name)
    row.outcome = Outcome.UNCHANGED
    if row.changes:
        row.outcome = Outcome.UPDATED
        if "presenters" in row.changed_columns:
            row.remarks += describe_affiliations(row.row)
    elif row.kept:
        row.outcome = Outcome.CONFLICT


def find(
    row: EventRowPlan, known: KnownEvents, rows: ListedRows
) -> tuple[Event, SourceRecord] | None:
    """Return the event with this title and date, or the one whose date was corrected."""
    if row.key in known.by_key:
        return known.by_key[row.key]
    title = title_of(row.row.texts)
    moved = [
        (event, record) for event, record in known.imported[title] if record.key not in rows.by_key
    ]
    if not moved:
        return None
    unknown = [each for each in rows.by_title[title] if each.key not in known.by_key]
    # If two dates changed, no one can say which became which.
    return moved[0] if len(moved) == len(unknown) == 1 else None


def read_again(data: dict[str, str]) -> EventRow:
    """Read what a row said when it was imported."""
    cells = {name: Cell(data.get(name, ""), LABELS[name]) for name in LABELS}
    return read_row(SheetRow(0, cells))


def rewrite(data: dict[str, str]) -> dict[str, str]:
    """Return what a row said when it was imported, in the spelling in which rows are read now."""
    return {name: text for name, text in read_again(data).texts.items() if text}


def was_edited_on_site(event: Event, before: EventRow, name: str) -> bool:
    if name == "presenters":
        previous = [person.casefold() for person, _ in before.presenters]
        return [person.casefold() for person in presenters_of(event)] != previous
    return any(getattr(event, each) != before.facts[each] for each in FIELDS[name])


def current_value(event: Event, name: str, otherwise: str) -> str:
    """Return what is here, in words; for times what the spreadsheet said, since those differ."""
    match name:
        case "presenters":
            return "; ".join(presenters_of(event))
        case "title" | "summary" | "body" | "venue":
            return getattr(event, name)
        case "date" | "starts" | "ends" | "time_zone" | "end_date":
            return event.date_line
        case _:
            return otherwise


def is_past(row: EventRow) -> bool:
    return (row.facts["ends_at"] or row.facts["starts_at"]) < timezone.now()
