"""A spreadsheet of events, brought in: what is new, what changed, and what stays."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from content.models import Contribution, Person, Role, Status, User
from content.spreadsheets import Cell, Row, Sheet
from events.event_columns import LABELS, EventRow, RowError, read_row
from events.models import Event
from events.services.changes import save_event

PUBLISHED_UNKNOWN = "When it was announced is not known, so its own date counts for that."


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "the same"
    ERROR = "error"


@dataclass
class Decision:
    """What becomes of a row, and what there is to say of that."""

    row: EventRow
    fate: Fate
    event: Event | None = None
    changed: list[str] = field(default_factory=list)  # fields that the file changed
    kept: list[str] = field(default_factory=list)  # and those that somebody changed here since

    @property
    def errors(self) -> list[RowError]:
        return self.row.errors

    @property
    def remarks(self) -> list[str]:
        return [f"{LABELS[name]} stays as somebody wrote it here." for name in self.kept]


@dataclass
class Plan:
    decisions: list[Decision]
    notices: list[str]

    @property
    def counts(self) -> Counter:
        counts = Counter(decision.fate for decision in self.decisions)
        return Counter({fate: counts[fate] for fate in Fate if counts[fate]})


def plan_import(*, sheet: Sheet) -> Plan:
    """Say what an import would do, and write nothing."""
    rows = [read_row(row) for row in sheet.rows]
    known = list(Event.objects.exclude(imported={}).prefetch_related("contributions__person"))
    return Plan([decide(row, known, rows) for row in rows], sheet.notices)


def decide(row: EventRow, known: list[Event], rows: list[EventRow]) -> Decision:
    twin = next((each for each in rows if identity(each.said) == identity(row.said)), row)
    if twin is not row:
        row.errors.append(RowError("", f"Row {twin.number} has the same title and date."))
    if row.errors:
        return Decision(row, Fate.ERROR)
    event = find(row, known, rows)
    if event is None:
        return Decision(row, Fate.NEW)
    differing = [name for name in LABELS if row.said[name] != event.imported.get(name, "")]
    if not differing:
        return Decision(row, Fate.SAME, event)
    before = read_said(event.imported)
    kept = [name for name in differing if was_changed_here(event, before, name)]
    changed = [name for name in differing if name not in kept]
    return Decision(row, Fate.CHANGED if changed else Fate.SAME, event, changed, kept)


def identity(said: dict[str, str]) -> tuple[str, str]:
    return said.get("title", "").casefold(), said.get("date", "")


def find(row: EventRow, known: list[Event], rows: list[EventRow]) -> Event | None:
    """Return the event that a row is about: of that title and date, or whose date was corrected."""
    for event in known:
        if identity(event.imported) == identity(row.said):
            return event
    listed = {identity(each.said) for each in rows}
    moved = [
        event
        for event in known
        if identity(event.imported)[0] == identity(row.said)[0]
        and identity(event.imported) not in listed
    ]
    return moved[0] if len(moved) == 1 else None


# Which fields of an event a column fills in.
FIELDS = {
    "title": ["title"],
    "summary": ["summary"],
    "kind": ["event_type", "is_online"],
    "date": ["starts_at", "ends_at", "is_all_day"],
    "starts": ["starts_at", "is_all_day"],
    "ends": ["ends_at"],
    "time_zone": ["time_zone", "starts_at", "ends_at"],
    "venue": ["venue", "is_online"],
    "host": ["host_name", "takes_registrations", "registration_url"],
    "url": ["registration_url"],
    "presenters": [],
}


def read_said(said: dict[str, str]) -> EventRow:
    """Read once more what a row said when it was brought in."""
    cells = {name: Cell(said.get(name, ""), LABELS[name]) for name in LABELS}
    return read_row(Row(0, cells))


def was_changed_here(event: Event, before: EventRow, name: str) -> bool:
    if name == "presenters":
        return presenters_of(event) != [person for person, _ in before.presenters]
    return any(getattr(event, each) != expected(before, each) for each in FIELDS[name])


def expected(row: EventRow, name: str):
    # What came in while it was past takes no registrations, whoever is the host.
    if name == "takes_registrations":
        return row.facts[name] and not is_past(row)
    return row.facts[name]


def presenters_of(event: Event) -> list[str]:
    rows = event.contributions.all()
    named = [each for each in rows if each.role == Role.PRESENTER]
    return [each.person.name for each in sorted(named, key=lambda each: each.position)]


def is_past(row: EventRow) -> bool:
    return row.facts["starts_at"] < timezone.now()


def carry_out(*, sheet: Sheet, by: User | None, is_published: bool) -> Plan:
    """Bring a spreadsheet in, row by row; what cannot be brought in keeps nothing else from it."""
    plan = plan_import(sheet=sheet)
    for decision in plan.decisions:
        if decision.fate in (Fate.NEW, Fate.CHANGED) or decision.kept:
            bring_in(decision, by=by, is_published=is_published)
    return plan


@transaction.atomic
def bring_in(decision: Decision, *, by: User | None, is_published: bool) -> None:
    row, event = decision.row, decision.event
    if event is None:
        event = begin(row, is_published=is_published)
        decision.changed = list(LABELS)
    for name in decision.changed:
        for each in FIELDS[name]:
            setattr(event, each, expected(row, each))
    event.imported = {name: text for name, text in row.said.items() if text}
    save_event(event=event, by=by, reason="Brought in from a spreadsheet", at=event.published_at)
    if "presenters" in decision.changed:
        name_presenters(event, row)
    decision.event = event


def begin(row: EventRow, *, is_published: bool) -> Event:
    now = timezone.now()
    event = Event(slug=free_slug(row.title), sector="both")
    if is_published:
        event.status = Status.PUBLISHED
        # Of old events, a feed must not tell as of news.
        event.published_at = min(row.facts["starts_at"], now)
        if is_past(row):
            event.attention = PUBLISHED_UNKNOWN
    return event


def free_slug(title: str) -> str:
    base = slugify(title, allow_unicode=True)[:190] or "event"
    slug, number = base, 2
    while Event.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


def name_presenters(event: Event, row: EventRow) -> None:
    event.contributions.filter(role=Role.PRESENTER).delete()
    for position, (name, affiliation) in enumerate(row.presenters):
        person = find_person(name, affiliation)
        Contribution.objects.create(
            entry=event, person=person, role=Role.PRESENTER, position=position
        )


def find_person(name: str, affiliation: str) -> Person:
    """Return the person of this name; of several, the one with this affiliation."""
    people = list(Person.objects.filter(name__iexact=name).order_by("pk"))
    for person in people:
        if person.affiliation.casefold() == affiliation.casefold():
            return person
    if people:
        return people[0]
    base = slugify(name, allow_unicode=True)[:190] or "person"
    slug, number = base, 2
    while Person.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return Person.objects.create(name=name, slug=slug, affiliation=affiliation)
