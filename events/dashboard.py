"""Upcoming events, for the admin's start page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from content.dashboard import WaitingList, list_waiting
from content.models import User
from events.models import Delivery, Event, Registration

EVENTS_SHOWN = 12


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


def waiting_recordings(user: User) -> Iterator[WaitingList]:
    if user.has_perm("events.change_event"):
        yield from list_waiting(
            "Webinars without a recording",
            url=f"{reverse('admin:events_event_changelist')}?missing=no-recording",
            rows=Event.objects.without_recording().order_by("-over_at").as_links(),
            describe=lambda event: (
                event.heading,
                reverse("admin:events_event_recording", args=[event.pk]),
            ),
        )


def count_failed(event_ids: list[int]) -> dict[int, int]:
    """Return {event id: number of failed emails}."""
    deliveries = Delivery.objects.filter(
        state=Delivery.State.FAILED, registration__event__in=event_ids
    )
    rows = deliveries.values_list("registration__event").annotate(count=Count("pk"))
    return dict(rows.order_by())
