"""The editorial calendar: what appears on which day, and moving what is scheduled to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import FETCH_RAISE
from django.utils import timezone

from content import kinds
from content.editing.permissions import may_publish, visible_to
from content.editing.publishing import publish
from content.exceptions import MoveRefused
from content.kinds import Kind
from content.models import Assignment, Entry, PendingVersion, Status, User, entry_model
from content.moments import format_clock, format_coming, from_wall_clock, is_in_bounds
from content.querysets import EntryQuerySet
from content.shapes import LINK_FIELDS

GONE = "This can’t be moved: it has been deleted, or it’s someone else’s draft."
NOT_COMING = "that moment has passed. Choose a later day, or open it to publish it now."


@dataclass(frozen=True)
class Planned:
    """An entry on its day of the calendar."""

    entry: Entry
    day: date
    moment: datetime | None = None  # None if it is only due on that day
    note: str = ""
    may_move: bool = False

    @property
    def clock(self) -> str:
        return format_clock(timezone.localtime(self.moment)) if self.moment else ""

    @property
    def is_post(self) -> bool:
        """Whether readers find something among the latest that day, so that it is no gap."""
        return self.moment is not None and self.entry.registered_kind.on_front_page


def plan(user: User, *, first: date, last: date, sector: str = "") -> list[Planned]:
    """Return what a user may see of these days, in the order of time.

    It has what is published or scheduled, what takes place, the drafts that are due, and the
    changes that will be published.
    """
    planned = [
        each
        for kind in kinds.all_kinds()
        if kind.calendar
        for each in plan_kind(user, kind, first, last, sector)
    ]
    planned += plan_due(user, first, last, sector)
    planned += plan_changes(user, first, last, sector)
    latest = datetime.max.replace(tzinfo=timezone.get_default_timezone())
    return sorted(planned, key=lambda each: (each.day, each.moment or latest, each.entry.pk))


def plan_kind(user: User, kind: Kind, first: date, last: date, sector: str) -> Iterator[Planned]:
    place = kind.calendar
    assert place is not None  # noqa: S101 (for the type checker)
    within = {
        f"{place.moment}__gte": start_of(first),
        f"{place.moment}__lt": start_of(last + timedelta(days=1)),
    }
    entries: EntryQuerySet = seen_by(user, entry_model(kind).objects.filter(**within), sector)
    if place.is_publication:
        entries = entries.filter(status=Status.PUBLISHED)
    needed = entries.select_related(*place.rows) if place.rows else entries
    may_move = place.is_publication and user_may_move(user, kind)
    for entry in needed.as_links(place.moment, *place.fields):
        moment = getattr(entry, place.moment)
        yield Planned(
            entry,
            timezone.localtime(moment).date(),
            moment,
            place.describe(entry),
            may_move and entry.is_scheduled,
        )


def plan_due(user: User, first: date, last: date, sector: str) -> Iterator[Planned]:
    """Yield the drafts that someone reviews by one of these days."""
    due = Assignment.objects.filter(due_on__range=(first, last)).exclude(
        entry__status=Status.PUBLISHED
    )
    due = due.filter(entry__in=seen_by(user, Entry.objects.all(), sector).values("pk"))
    needed = [f"entry__{name}" for name in LINK_FIELDS]
    rows = due.select_related("entry", "assignee").only("due_on", "assignee__name", *needed)
    for assignment in rows.fetch_mode(FETCH_RAISE):
        if assignment.due_on:
            note = f"Due, {assignment.assignee.name} reviews it"
            yield Planned(assignment.entry, assignment.due_on, note=note)


def plan_changes(user: User, first: date, last: date, sector: str) -> Iterator[Planned]:
    """Yield the public entries of which changes are scheduled for one of these days."""
    if not may_publish(user):
        return
    coming = PendingVersion.objects.filter(
        publish_at__gte=start_of(first),
        publish_at__lt=start_of(last + timedelta(days=1)),
        entry__status=Status.PUBLISHED,
        entry__in=seen_by(user, Entry.objects.all(), sector).values("pk"),
    )
    needed = [f"entry__{name}" for name in LINK_FIELDS]
    for pending in (
        coming.select_related("entry").only("publish_at", *needed).fetch_mode(FETCH_RAISE)
    ):
        if pending.publish_at:
            at = timezone.localtime(pending.publish_at)
            yield Planned(pending.entry, at.date(), note=f"Changes at {format_clock(at)}")


def seen_by(user: User, entries: EntryQuerySet, sector: str) -> EntryQuerySet:
    seen = entries.filter(pk__in=visible_to(user).values("pk"))
    return seen.in_sector(sector) if sector else seen


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


@transaction.atomic
def move_scheduled(*, entry_id: int, to: date, seen: str, by: User) -> Entry:
    """Schedule an entry for the same time of another day, on the site's clocks.

    `seen` is the moment, in ISO format, for which the user saw it scheduled. Raises MoveRefused,
    NotAllowedToPublish, NonexistentTime, and AmbiguousTime.
    """
    # A refusal names the entry, and the titles of others' drafts may be secrets.
    row = visible_to(by).select_for_update(no_key=True).filter(pk=entry_id).first()
    if row is None:
        raise MoveRefused(GONE)
    kind = row.registered_kind
    place = kind.calendar
    if place is None or not place.is_publication:
        raise MoveRefused(f"“{row}” can’t be moved here. Open it, and change its date there.")
    if not user_may_move(by, kind):
        raise MoveRefused(f"You can’t move “{row}”: only those who may publish it can.")
    if not row.is_scheduled or row.published_at is None:
        raise MoveRefused(f"“{row}” can’t be moved: it’s no longer scheduled.")
    if row.published_at.isoformat() != seen:
        raise MoveRefused(
            f"“{row}” wasn’t moved: someone else has scheduled it for "
            f"{format_coming(row.published_at)} meanwhile."
        )
    zone = timezone.get_default_timezone()
    wall = datetime.combine(to, timezone.localtime(row.published_at, zone).time())
    moment = from_wall_clock(wall, zone) if is_in_bounds(to) else None
    if moment is None or moment <= timezone.now():
        raise MoveRefused(f"“{row}” wasn’t moved: {NOT_COMING}")
    entry = entry_model(kind).objects.get(pk=row.pk)
    return publish(entry=entry, by=by, at=moment)


def user_may_move(user: User, kind: Kind) -> bool:
    return may_publish(user) and user.has_perm(kind.change_permission)
