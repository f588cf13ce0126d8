"""The admin's start page: work that is waiting, and upcoming events."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from content import kinds
from content.dashboard import WaitingList, list_waiting
from content.editing.permissions import kinds_changed_by, may_publish
from content.links.check_schedule import publicly_linked
from content.models import Entry, Status, User, WebAddress
from events.models import Delivery, Event, Registration

EVENTS_SHOWN = 12


def waiting_for(user: User) -> Iterator[WaitingList]:
    """Yield the lists of work waiting for this user, except empty ones."""
    yield from waiting_entries(user)
    for kind in kinds.all_kinds():
        if kind.waiting_for:
            yield from kind.waiting_for(user)
    if user.has_perm("content.change_webaddress"):
        yield from list_waiting(
            "Dead links",
            url=f"{reverse('admin:content_webaddress_changelist')}?state__exact=dead",
            rows=publicly_linked().filter(state=WebAddress.State.DEAD).order_by("-failing_since"),
            describe=describe_web_address,
        )


def waiting_entries(user: User) -> Iterator[WaitingList]:
    changed = kinds_changed_by(user)
    if not changed:
        return
    if may_publish(user):
        entries = Entry.objects.filter(kind__in=changed)
        lists = [
            ("Ready for review", entries.filter(status=Status.REVIEW), "state=review"),
            ("Scheduled", entries.scheduled(), "state=scheduled"),
            ("Needs attention", entries.exclude(attention=""), "missing=attention"),
        ]
    else:
        entries = Entry.objects.filter(created_by=user)
        lists = [
            ("My drafts", entries.filter(status=Status.DRAFT), "state=draft"),
            ("Waiting for an editor", entries.filter(status=Status.REVIEW), "state=review"),
        ]
    for title, chosen, query in lists:
        found = set(chosen.values_list("kind", flat=True).distinct())
        # Each kind has its own list in the admin.
        for kind in kinds.all_kinds():
            if kind.name not in found:
                continue
            yield from list_waiting(
                f"{title}: {kind.model._meta.verbose_name_plural}",
                url=f"{reverse(kind.admin_url_name('changelist'))}?{query}",
                rows=chosen.filter(kind=kind.name).order_by("-modified_at"),
                describe=describe_entry,
            )


def describe_entry(entry: Entry) -> tuple[str, str]:
    url_name = entry.registered_kind.admin_url_name("change")
    return entry.heading, reverse(url_name, args=[entry.pk])


def describe_web_address(address: WebAddress) -> tuple[str, str]:
    return address.url, reverse("admin:content_webaddress_change", args=[address.pk])


@dataclass(frozen=True)
class ComingEvent:
    """An upcoming event: how full it is, and how many emails failed."""

    event: Event
    waiting: int
    failed: int

    @property
    def url(self) -> str:
        return reverse("admin:events_event_registrations", args=[self.event.pk])

    @property
    def seats(self) -> str:
        seats = self.event.seats
        if seats.capacity is None:
            return f"{seats.taken} registered"
        return f"{seats.taken} of {seats.capacity} seats taken"


def coming_events_for(user: User) -> list[ComingEvent]:
    if not user.has_perm("events.view_registration"):
        return []
    waiting = Q(registrations__state=Registration.State.WAITING)
    events = (
        Event.objects.published()
        .upcoming()
        .filter(canceled_at=None)
        .select_related("seats")
        .annotate(waiting=Count("registrations", filter=waiting))
        .as_links("seats")[:EVENTS_SHOWN]
    )
    failed = count_failed([event.pk for event in events])
    return [ComingEvent(event, event.waiting, failed.get(event.pk, 0)) for event in events]


def count_failed(event_ids: list[int]) -> dict[int, int]:
    """Return {event id: number of failed emails}."""
    deliveries = Delivery.objects.filter(
        state=Delivery.State.FAILED, registration__event__in=event_ids
    )
    rows = deliveries.values_list("registration__event").annotate(count=Count("pk"))
    return dict(rows.order_by())
