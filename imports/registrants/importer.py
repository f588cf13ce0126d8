"""Mark who attended an event, and register people who signed up for it elsewhere.

No one is emailed: they didn’t register here, and the event may be over.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from content.exceptions import ContentError
from content.form_fields import validate_address
from content.moments import from_wall_clock
from events.models import Event, Registration
from events.services.registrations import assign_seat, lock_registration, normalize
from events.services.seats import lock_seats
from imports.models import ImportedConsent
from imports.reports import Outcome
from imports.running import catch_failure
from imports.spreadsheets import Sheet, SheetRow
from imports.spreadsheets.clocks import read_clock, split_moment
from imports.spreadsheets.dates import DayOrder, find_order, note_order, quote, read_day
from imports.spreadsheets.values import LeftOut, UnreadableValue, normalize_words
from imports.spreadsheets.zones import read_zone, split_zone

YES = {"yes", "y", "true", "1", "x", "attended", "present", "checked in", "joined"}
NO = {
    "no",
    "n",
    "false",
    "0",
    "absent",
    "not attended",
    "did not attend",
    "no show",
    "not checked in",
}
CAME = {"checked in", "attended"}
COMING = YES | {
    "approved", "attending", "registered", "confirmed", "active", "going", "accepted", "completed",
    "complete", "paid", "free order",
}  # fmt: skip
# The first word is enough: “Pending approval.”
NOT_COMING = {
    "denied", "canceled", "cancelled", "declined", "not", "deleted",  # words-ok: programs
    "refunded", "pending", "transferred", "no", "waitlist", "waitlisted", "waiting", "rejected",
    "withdrawn",
}  # fmt: skip
NOTHING = {"", "-", "--", "—", "n/a", "N/A"}
# People join a day early in another time zone, and reports are in the account’s zone.
AROUND = timedelta(days=1)


@dataclass(slots=True)
class PersonRow:
    """What became of one person. `number` is that of their first row."""

    number: int
    email: str
    name: str = ""
    attended_at: datetime | None = None
    registered_at: datetime | None = None
    outcome: Outcome = Outcome.UNCHANGED
    reason: str = ""
    # What was left out of the row, or how it was understood.
    notes: list[str] = field(default_factory=list)

    def fail(self, reason: str) -> None:
        self.outcome, self.reason = Outcome.FAILED, reason

    def add(self, other: "PersonRow") -> None:
        """Add another row of the same person: they came when they first joined."""
        self.name = self.name or other.name
        self.attended_at = earlier_of(self.attended_at, other.attended_at)
        self.registered_at = earlier_of(self.registered_at, other.registered_at)
        self.notes += [note for note in other.notes if note not in self.notes]


def earlier_of(*moments: datetime | None) -> datetime | None:
    return min(filter(None, moments), default=None)


def import_people(
    *, event: Event, sheet: Sheet, consent_source: str = "", is_trial: bool = False, by=None
) -> list[PersonRow]:
    """Import a list of people, each whole or not at all, and return what became of each.

    With `consent_source`, people who aren’t registered here are registered, and it is kept with
    each of them; without, they are only reported. A trial is rolled back.
    """
    people = read_people(sheet, event)
    with transaction.atomic():
        for person in people:
            if person.outcome in (Outcome.FAILED, Outcome.SKIPPED):
                continue
            with catch_failure(f"row {person.number}", person.fail), transaction.atomic():
                import_person(person, event, consent_source=consent_source, by=by)
        if is_trial:
            transaction.set_rollback(True)
    return people


def read_people(sheet: Sheet, event: Event) -> list[PersonRow]:
    """Return one row for each address: Zoom lists people again each time they join."""
    order = find_order(dates_in(sheet))
    people: dict[str, PersonRow] = {}
    for row in sheet.rows:
        person = read_person(row, event, order)
        earlier = people.setdefault(person.email or f"row {row.number}", person)
        if earlier is not person and person.outcome == Outcome.UNCHANGED:
            if earlier.outcome != Outcome.UNCHANGED:
                people[person.email] = person
            else:
                earlier.add(person)
    return list(people.values())


def dates_in(sheet: Sheet) -> list[str]:
    names = ("joined", "registered")
    return [row.cells[name].text for row in sheet.rows for name in names if name in row.cells]


def read_person(row: SheetRow, event: Event, order: DayOrder) -> PersonRow:
    name = text_of(row, "name") or f"{text_of(row, 'first_name')} {text_of(row, 'last_name')}"
    person = PersonRow(row.number, normalize(text_of(row, "email")), name.strip()[:200])
    for cell in row.cells.values():
        if cell.problem:
            person.notes.append(f"{cell.column}: {LeftOut.because(cell.problem).note}")
    try:
        validate_address(person.email)
    except ValidationError:
        shown = quote(person.email)
        person.fail(f"{column_of(row, 'email')}: {shown} isn’t an email address.")
        person.email = ""
        return person
    read_status(person, row)
    if person.outcome == Outcome.SKIPPED:
        return person
    person.registered_at = read_time(person, row, "registered", order, otherwise=0)
    read_attendance(person, row, event, order)
    return person


def text_of(row: SheetRow, name: str) -> str:
    cell = row.cells.get(name)
    return " ".join(cell.text.split()) if cell else ""


def read_status(person: PersonRow, row: SheetRow) -> None:
    text = text_of(row, "status")
    status = normalize_words(text)
    if status.split() and status.split()[0] in NOT_COMING:
        person.outcome = Outcome.SKIPPED
        person.reason = f"The file says {quote(text)}."
    elif status and status not in COMING:
        person.notes.append(
            f"{column_of(row, 'status')}: {quote(text)} isn’t a known status, so the row was read "
            "as if the person comes."
        )


def read_time(
    person: PersonRow, row: SheetRow, name: str, order: DayOrder, *, otherwise: int
) -> datetime | None:
    """Return the moment in a cell; or None, with a note if the cell isn’t empty."""
    text = text_of(row, name)
    if text in NOTHING:
        return None
    try:
        moment = read_moment(text, order, otherwise=otherwise)
    except UnreadableValue as error:
        person.notes.append(f"{column_of(row, name)}: {LeftOut.because(error).note}")
        return None
    if note := note_order(text, order):
        person.notes.append(f"{column_of(row, name)}: {note}")
    return moment


def read_attendance(person: PersonRow, row: SheetRow, event: Event, order: DayOrder) -> None:
    """Fill in when someone attended; say why a time of joining can’t be right."""
    said = normalize_words(text_of(row, "attended"))
    if not said and normalize_words(text_of(row, "status")) in CAME:
        said = "yes"
    if said and said not in YES | NO:
        person.notes.append(
            f"{column_of(row, 'attended')}: {quote(text_of(row, 'attended'))} is neither yes nor "
            "no, so it was left out. Enter Yes or No."
        )
        said = ""
    if said in NO:
        return
    start = event.local_start
    otherwise = start.hour * 60 + start.minute
    person.attended_at = read_time(person, row, "joined", order, otherwise=otherwise)
    if said and person.attended_at is None:
        person.attended_at = event.starts_at
    if person.attended_at and abs(person.attended_at - event.starts_at) > AROUND + length(event):
        person.fail(
            f"{column_of(row, 'joined')}: {quote(text_of(row, 'joined'))} isn’t when this event "
            "took place. This may be the report of another event."
        )


def length(event: Event) -> timedelta:
    return (event.ends_at - event.starts_at) if event.ends_at else timedelta()


def column_of(row: SheetRow, name: str) -> str:
    return row.cells[name].column if name in row.cells else name


def read_moment(text: str, order: DayOrder, *, otherwise: int) -> datetime:
    """Return the moment that a cell names, on the site’s clocks if it doesn’t name a zone.

    A day alone is at `otherwise`, in minutes. Raises UnreadableValue.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment and moment.tzinfo:
        return moment
    words, clock = split_moment(text)
    day = read_day(words, order)
    clock, zone = split_zone(clock)
    minutes = read_clock(clock).alone() if clock else otherwise
    wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes)
    try:
        return from_wall_clock(wall, ZoneInfo(read_zone(zone, day)))
    except ContentError as error:
        raise UnreadableValue(f"{quote(text)}: {error}") from error


def import_person(person: PersonRow, event: Event, *, consent_source: str, by) -> None:
    registration = Registration.objects.filter(event=event, email=person.email).first()
    if registration is None:
        if not consent_source:
            person.outcome = Outcome.SKIPPED
            person.reason = "No one is registered here with this address."
            return
        registration = register(person, event, consent_source=consent_source, by=by)
        person.outcome = Outcome.NEW
        if registration.is_waiting:
            person.reason = "All seats are taken, so they are on the waiting list."
    if not person.attended_at:
        return
    registration = lock_registration(registration)
    if not registration.has_seat:
        state = registration.get_state_display().lower()
        person.reason = f"Here, they have no seat ({state}), so they aren’t marked as attended."
        if person.outcome != Outcome.NEW:
            person.outcome = Outcome.SKIPPED
    elif registration.attended_at is None:
        registration.attended_at = person.attended_at
        registration.save(update_fields=["attended_at"])
        if person.outcome != Outcome.NEW:
            person.outcome = Outcome.UPDATED


def register(person: PersonRow, event: Event, *, consent_source: str, by) -> Registration:
    """Give someone a seat, or a place on the waiting list. Raises EventFull, EventCanceled."""
    seats = lock_seats(event)
    registration = Registration(event=event, email=person.email, name=person.name, added_by=by)
    if person.registered_at and person.registered_at < timezone.now():
        registration.created_at = person.registered_at
    assign_seat(registration, seats=seats)
    registration.save(force_insert=True)
    ImportedConsent.objects.create(registration=registration, source=consent_source)
    return registration
