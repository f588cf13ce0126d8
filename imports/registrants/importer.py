"""Mark who attended an event, and register people who signed up for it elsewhere.

No one is emailed: they didn’t register here, and the event may be over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from content.moments import from_wall_clock
from events.exceptions import EventError
from events.models import Event, Registration
from events.services.registrations import assign_seat, lock_registration, normalize
from events.services.seats import lock_seats
from imports.models import ImportedConsent
from imports.reports import Outcome
from imports.running import catch_failure
from imports.spreadsheets import Sheet, SheetRow
from imports.spreadsheets.clocks import read_clock, split_moment
from imports.spreadsheets.dates import DayOrder, find_order, read_day
from imports.spreadsheets.values import UnreadableValue, normalize_words

YES = {"yes", "y", "true", "1", "x", "attended", "present", "checked in", "joined"}
NOT_COMING = {
    "denied", "canceled", "cancelled", "declined", "not attending", "deleted",  # words-ok: programs
    "refunded", "pending", "pending approval", "transferred",
}  # fmt: skip
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

    def fail(self, reason: str) -> None:
        self.outcome, self.reason = Outcome.FAILED, reason


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
    names = ("joined", "registered")
    texts = [row.cells[name].text for row in sheet.rows for name in names if name in row.cells]
    order = find_order(texts)
    people: dict[str, PersonRow] = {}
    for row in sheet.rows:
        person = read_person(row, event, order)
        earlier = people.setdefault(person.email or f"row {row.number}", person)
        if earlier is not person and person.outcome == Outcome.UNCHANGED:
            if earlier.outcome != Outcome.UNCHANGED:
                people[person.email] = person
            elif person.attended_at:
                moments = [m for m in (earlier.attended_at, person.attended_at) if m]
                earlier.attended_at = min(moments)
    return list(people.values())


def read_person(row: SheetRow, event: Event, order: DayOrder) -> PersonRow:
    def text(name: str) -> str:
        cell = row.cells.get(name)
        return " ".join(cell.text.split()) if cell else ""

    name = text("name") or f"{text('first_name')} {text('last_name')}".strip()
    person = PersonRow(row.number, normalize(text("email")), name[:200])
    try:
        validate_email(person.email)
    except ValidationError:
        shown = f"“{person.email[:60]}”" if person.email else "An empty cell"
        person.fail(f"{column_of(row, 'email')}: {shown} isn’t an email address.")
        person.email = ""
        return person
    if normalize_words(text("status")) in NOT_COMING:
        person.outcome = Outcome.SKIPPED
        person.reason = f"The file says “{text('status')[:60]}”."
        return person
    for field, name in (("attended_at", "joined"), ("registered_at", "registered")):
        moment = read_moment(text(name), order)
        if moment is None and text(name) not in ("", "--", "-"):
            person.fail(
                f"{column_of(row, name)}: “{text(name)[:60]}” isn’t a date and time. Enter it "
                "like 2021-07-15 15:00."
            )
        setattr(person, field, moment)
    said = normalize_words(text("attended"))
    if said and said not in YES:
        person.attended_at = None
    elif said and person.attended_at is None:
        person.attended_at = event.starts_at
    if person.attended_at and abs(person.attended_at - event.starts_at) > AROUND + length(event):
        person.fail(
            f"{column_of(row, 'joined')}: “{text('joined')[:60]}” isn’t when this event took "
            "place. This may be the report of another event."
        )
    return person


def length(event: Event) -> timedelta:
    return (event.ends_at - event.starts_at) if event.ends_at else timedelta()


def column_of(row: SheetRow, name: str) -> str:
    return row.cells[name].column if name in row.cells else name


def read_moment(text: str, order: DayOrder) -> datetime | None:
    """Return the moment that a cell names on the site’s clocks, or None."""
    day, clock = split_moment(text)
    if not day or not clock:
        return None
    try:
        minutes = read_clock(clock).alone()
        wall = datetime.combine(read_day(day, order), datetime.min.time())
        return from_wall_clock(wall + timedelta(minutes=minutes), ZoneInfo(settings.TIME_ZONE))
    except (UnreadableValue, EventError):
        return None


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
