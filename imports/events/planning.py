"""What becomes of each row of a list of events: decided once, for the dry run as for the import.

A column is compared in three ways: what the list said when it last came in (`imported`), what it
says now, and what stands here. So a change there is told from a change here.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models.fields.json import KT
from django.db.models.functions import Lower
from django.utils import timezone

from content.editing.permissions import may_publish
from content.models import Person, Revision, Role, Status, User
from events.models import Event
from imports.events.columns import LABELS, EventRow, RowError, read_row
from imports.spreadsheets import Cell, Row, Sheet

WHEN = ["starts_at", "ends_at", "is_all_day", "time_zone"]
# Which fields of an event a column fills in. When it takes place is one thing in four columns: half
# of it from there and half from here could be an event that ends before it starts.
FIELDS = {
    "title": ["title"],
    "summary": ["summary"],
    "kind": ["event_type", "is_online"],
    "date": WHEN,
    "starts": WHEN,
    "ends": WHEN,
    "time_zone": WHEN,
    "venue": ["venue", "is_online"],
    "host": ["host_name", "registration_url"],
    "url": ["registration_url"],
    "presenters": [],
}


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "the same"
    KEPT = "kept as it is here"
    DELETED = "deleted here"
    ERROR = "error"


@dataclass
class Decision:
    """What becomes of a row, and what there is to say of that; `remarks` are sentences."""

    row: EventRow
    fate: Fate
    event: Event | None = None
    changed: list[str] = field(default_factory=list)  # columns that the file changed
    remarks: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[RowError]:
        return self.row.errors

    @property
    def to_remember(self) -> dict[str, str]:
        return {name: text for name, text in self.row.said.items() if text}

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to write, not even what the file says by now."""
        if self.fate in (Fate.DELETED, Fate.ERROR):
            return True
        if self.fate in (Fate.NEW, Fate.CHANGED):
            return False
        return self.event.imported in ({}, self.to_remember)


@dataclass
class Plan:
    decisions: list[Decision]
    notices: list[str]

    @property
    def counts(self) -> Counter:
        counts = Counter(decision.fate for decision in self.decisions)
        return Counter({fate: counts[fate] for fate in Fate if counts[fate]})


def plan_import(*, sheet: Sheet, by: User | None = None) -> Plan:
    """Say what an import would do if this user brought it in, and write nothing."""
    rows = [read_row(row) for row in sheet.rows]
    refuse_twins(rows)
    known = find_known([row.title for row in rows])
    return Plan([decide(row, known, rows, by=by) for row in rows], sheet.notices)


def refuse_twins(rows: list[EventRow]) -> None:
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        number = first.setdefault(identity(row.said), row.number)
        if number != row.number:
            row.errors.append(
                RowError("", f"Row {number} has the same title and date: take one of them out.")
            )


def identity(said: dict[str, str]) -> tuple[str, str]:
    return said.get("title", "").casefold(), said.get("date", "")


def find_known(titles: Iterable[str]) -> list[Event]:
    """Return the events that have one of these titles, or had it where they came from."""
    lowered = {title.lower() for title in titles}
    events = Event.objects.annotate(came_as=Lower(KT("imported__title")), named=Lower("title"))
    return list(
        (events.filter(came_as__in=lowered) | events.filter(named__in=lowered, imported={}))
        .order_by("pk")
        .prefetch_related("contributions__person")
    )


def decide(row: EventRow, known: list[Event], rows: list[EventRow], *, by: User | None) -> Decision:
    """Say what becomes of a row of a file, from what is here now."""
    if row.errors:
        return Decision(row, Fate.ERROR)
    event = find(row, [event for event in known if event.imported], rows)
    if event is None:
        return decide_new(row, known)
    differing = [name for name in LABELS if row.said[name] != event.imported.get(name, "")]
    before = read_said(event.imported)
    kept = [name for name in differing if was_changed_here(event, before, name)]
    changed = [name for name in differing if name not in kept]
    remarks = [f"{LABELS[name]} stays as somebody wrote it here." for name in kept]
    if changed and event.status == Status.PUBLISHED and by is not None and not may_publish(by):
        return Decision(
            row, Fate.KEPT, event, remarks=["Only an editor changes what is published."]
        )
    if changed:
        if "presenters" in changed:
            remarks += say_affiliations(row)
        return Decision(row, Fate.CHANGED, event, changed, remarks)
    return Decision(row, Fate.KEPT if kept else Fate.SAME, event, remarks=remarks)


def decide_new(row: EventRow, known: list[Event]) -> Decision:
    title, date = identity(row.said)
    for event in known:
        is_same_day = event.local_start.date() == row.day
        if not event.imported and event.title.casefold() == title and is_same_day:
            remark = "An event of this title and day is here already, and came from no spreadsheet."
            return Decision(row, Fate.KEPT, event, remarks=[remark])
    gone = Revision.objects.filter(
        kind="event",
        is_deletion=True,
        data__imported__title=row.said["title"],
        data__imported__date=date,
    )
    if gone.exists():
        return Decision(
            row, Fate.DELETED, remarks=["It was deleted here, so it is not brought back."]
        )
    return Decision(row, Fate.NEW, changed=list(LABELS), remarks=say_affiliations(row))


def find(row: EventRow, known: list[Event], rows: list[EventRow]) -> Event | None:
    """Return the event that a row is about: of that title and date, or whose date was corrected."""
    for event in known:
        if identity(event.imported) == identity(row.said):
            return event
    listed = {identity(each.said) for each in rows}
    title = identity(row.said)[0]
    moved = [
        event
        for event in known
        if identity(event.imported)[0] == title and identity(event.imported) not in listed
    ]
    # Of two dates that changed, nobody can say which became which.
    strangers = [
        each
        for each in rows
        if identity(each.said)[0] == title
        and identity(each.said) not in {identity(event.imported) for event in known}
    ]
    return moved[0] if len(moved) == len(strangers) == 1 else None


def read_said(said: dict[str, str]) -> EventRow:
    """Read once more what a row said when it was brought in."""
    cells = {name: Cell(said.get(name, ""), LABELS[name]) for name in LABELS}
    return read_row(Row(0, cells))


def was_changed_here(event: Event, before: EventRow, name: str) -> bool:
    if name == "presenters":
        said = [person.casefold() for person, _ in before.presenters]
        return [person.casefold() for person in presenters_of(event)] != said
    return any(getattr(event, each) != before.facts[each] for each in FIELDS[name])


def presenters_of(event: Event) -> list[str]:
    rows = [each for each in event.contributions.all() if each.role == Role.PRESENTER]
    return [each.person.name for each in sorted(rows, key=lambda each: each.position)]


def is_past(row: EventRow) -> bool:
    return (row.facts["ends_at"] or row.facts["starts_at"]) < timezone.now()


def find_person(name: str, affiliation: str) -> Person | None:
    """Return the person of this name; of several, the one with this affiliation."""
    people = list(Person.objects.filter(name__iexact=name).order_by("pk"))
    same = [each for each in people if each.affiliation.casefold() == affiliation.casefold()]
    return next(iter(same or people), None)


def say_affiliations(row: EventRow) -> list[str]:
    """Return what a row says of people that differs from what stands here, which stays."""
    found = [(find_person(*each), each[1]) for each in row.presenters]
    return [
        f"{person.name} stands here with “{person.affiliation}” and not “{affiliation}”, which "
        "stays: change the person if the spreadsheet is right."
        for person, affiliation in found
        if person and affiliation and person.affiliation.casefold() != affiliation.casefold()
    ]
