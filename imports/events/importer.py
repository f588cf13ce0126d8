"""A list of events is brought in row by row; what each row brings, its plan has said.

Each row comes in whole or not at all, in a transaction of its own, and is decided on again in it:
whoever saved something meanwhile is not overwritten.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from content.editing.slugs import propose_slug
from content.locks import take_lock
from content.models import Contribution, Entry, Person, Role, Status, User
from events.models import Event
from events.services.changes import save_event
from imports.events.columns import EventRow, RowError
from imports.events.planning import (
    FIELDS,
    Decision,
    Fate,
    Plan,
    decide,
    find_known,
    find_person,
    is_past,
    plan_import,
)
from imports.running import describe_failure
from imports.spreadsheets import Sheet

REASON = "From a spreadsheet"
PUBLISHED_UNKNOWN = "When it was announced is not known, so its own date counts for that."


def carry_out(*, sheet: Sheet, by: User | None, is_published: bool) -> Plan:
    """Bring in what `plan_import` says of each row, and tell what became of it.

    `by` None is whoever runs commands. New ones are published, or drafts; what was here already
    stays which it is.
    """
    plan = plan_import(sheet=sheet, by=by)
    rows = [decision.row for decision in plan.decisions]
    for position, decision in enumerate(plan.decisions):
        if not decision.is_settled:
            plan.decisions[position] = bring_in_safely(
                decision, rows, by=by, is_published=is_published
            )
    return plan


def bring_in_safely(decision: Decision, rows: list[EventRow], **options) -> Decision:
    try:
        with transaction.atomic():
            return bring_in(decision.row, rows, **options)
    except Exception as error:
        decision.errors.append(
            RowError("", describe_failure(error, item=f"row {decision.row.number}"))
        )
        return Decision(decision.row, Fate.ERROR)


def bring_in(
    row: EventRow, rows: list[EventRow], *, by: User | None, is_published: bool
) -> Decision:
    """Decide once more, with nobody able to change what that rests on, and do it."""
    take_lock("events from a spreadsheet")
    numbers = [event.pk for event in find_known([row.title])]
    # The row that the admin locks first, so that neither waits for the other for ever.
    list(Entry.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk"))
    decision = decide(row, find_known([row.title]), rows, by=by)
    if decision.fate == Fate.NEW:
        decision.event = begin(row, is_published=is_published)
    if decision.fate in (Fate.NEW, Fate.CHANGED):
        write(decision, by=by)
    elif not decision.is_settled:
        Event.objects.filter(pk=decision.event.pk).update(imported=decision.to_remember)
    return decision


def begin(row: EventRow, *, is_published: bool) -> Event:
    event = Event(slug=propose_slug(row.title, model=Event), sector="both")
    if is_published:
        now = timezone.now().replace(second=0, microsecond=0)
        event.status = Status.PUBLISHED
        # Of old events, a feed must not tell as of news.
        event.published_at = min(row.facts["starts_at"], now)
        if is_past(row):
            event.attention = PUBLISHED_UNKNOWN
    return event


def write(decision: Decision, *, by: User | None) -> None:
    row, event = decision.row, decision.event
    for name in decision.changed:
        for each in FIELDS[name]:
            setattr(event, each, row.facts[each])
    if decision.fate == Fate.NEW or "host" in decision.changed:
        event.takes_registrations = row.facts["takes_registrations"] and not is_past(row)
    event.imported = decision.to_remember
    event.clean_fields()
    save_event(event=event, by=by, reason=REASON, at=event.published_at)
    if "presenters" in decision.changed:
        name_presenters(event, row)


def name_presenters(event: Event, row: EventRow) -> None:
    event.contributions.filter(role=Role.PRESENTER).delete()
    for position, (name, affiliation) in enumerate(row.presenters):
        person = find_person(name, affiliation) or add_person(name, affiliation)
        Contribution.objects.create(
            entry=event, person=person, role=Role.PRESENTER, position=position
        )


def add_person(name: str, affiliation: str) -> Person:
    base = slugify(name, allow_unicode=True)[:190] or "person"
    slug, number = base, 2
    while Person.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return Person.objects.create(name=name, slug=slug, affiliation=affiliation)
