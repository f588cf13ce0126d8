"""Import a spreadsheet of events, as planned.

Each row is decided again while its event is locked, so that nothing is overwritten that someone
saved after the plan was made.
"""

from collections.abc import Sequence
from functools import partial

from django.utils import timezone
from django.utils.text import slugify

from content.editing.slugs import propose_slug
from content.models import Entry, Person, Role, Status, User
from events.models import Event
from events.services.changes import save_event
from imports.events.planning import (
    FIELDS,
    NOT_PUBLIC,
    SOURCE,
    EventRowPlan,
    KnownEvents,
    ListedRows,
    decide_event,
    is_past,
    plan_import,
)
from imports.events.presenters import find_person
from imports.events.rows import EventRow
from imports.models import SourceRecord
from imports.reports import Outcome
from imports.running import OnProgress, ignore_progress
from imports.spreadsheets import Sheet
from imports.spreadsheets.plans import ImportPlan, carry_out

REASON = "Imported from a spreadsheet"
ANNOUNCEMENT_UNKNOWN = "When it was announced is unknown, so its publication date is its own date."


def import_events(
    *,
    sheet: Sheet,
    by: User | None,
    is_published: bool,
    previewed: list[Outcome] | None = None,
    on_progress: OnProgress = ignore_progress,
) -> ImportPlan:
    """Import what `plan_import` plans for each row, and return what became of it.

    `by` is None for a command. New events are published, or drafts; existing ones keep their
    status. See `carry_out` for `previewed`. Raises ImportRunning.
    """
    plan = plan_import(sheet=sheet, by=by)
    rows = ListedRows(plan.rows)
    write = partial(write_rows, listed=rows, by=by, is_published=is_published)
    return carry_out(plan, write, previewed=previewed, on_progress=on_progress)


def write_rows(
    rows: Sequence[EventRowPlan], *, listed: ListedRows, by: User | None, is_published: bool
) -> None:
    """Decide again while the events are locked, and do it."""
    titles = [row.title for row in rows]
    numbers = [event.pk for event in KnownEvents(titles).events]
    # The admin locks these rows first too, so neither waits for the other forever.
    locked = Entry.objects.select_for_update(no_key=True).filter(pk__in=numbers)
    list(locked.order_by("pk").values_list("pk"))
    known = KnownEvents(titles)
    for row in rows:
        decide_event(row, known, listed, by=by)
    for row in rows:
        if row.outcome == Outcome.NEW:
            is_public = is_published and row.row.status not in NOT_PUBLIC
            row.entry = build_event(row.row, is_published=is_public)
        if row.changes_entry:
            write_event(row, by=by)
        if row.needs_writing:
            record(row)


def record(row: EventRowPlan) -> None:
    # The key follows the date.
    SourceRecord.objects.filter(source=SOURCE, entry=row.entry).update(key=row.key)
    SourceRecord.objects.record(
        source=SOURCE, key=row.key, entry=row.entry, data=row.data_to_record
    )


def build_event(row: EventRow, *, is_published: bool) -> Event:
    event = Event(slug=propose_slug(row.title, model=Event), sector="both")
    if is_published:
        now = timezone.now().replace(second=0, microsecond=0)
        event.status = Status.PUBLISHED
        # A feed must not announce an old event as news.
        event.published_at = min(row.facts["starts_at"], now)
        if is_past(row):
            event.attention = ANNOUNCEMENT_UNKNOWN
    return event


def write_event(plan: EventRowPlan, *, by: User | None) -> None:
    row, event = plan.row, plan.entry
    for name in plan.changed_columns:
        for each in FIELDS[name]:
            setattr(event, each, row.facts[each])
    if plan.outcome == Outcome.NEW or "host" in plan.changed_columns:
        event.takes_registrations = row.facts["takes_registrations"] and not is_past(row)
    event.clean_fields()
    relations = {"people": people_of(event, row)} if "presenters" in plan.changed_columns else {}
    save_event(event=event, by=by, reason=REASON, at=event.published_at, relations=relations)


def people_of(event: Event, row: EventRow) -> list[tuple[Person, Role]]:
    """Return the presenters a row names, after the people with other roles here."""
    kept = event.contributions.exclude(role=Role.PRESENTER) if event.pk else []
    presenters = [find_person(*each) or add_person(*each) for each in row.presenters]
    return [
        *((contribution.person, contribution.role) for contribution in kept),
        *((person, Role.PRESENTER) for person in presenters),
    ]


def add_person(name: str, affiliation: str) -> Person:
    base = slugify(name, allow_unicode=True)[:190] or "person"
    slug, number = base, 2
    while Person.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return Person.objects.create(name=name, slug=slug, affiliation=affiliation)
