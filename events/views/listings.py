"""Listings of events: upcoming, past, and all dates of an event series."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from content import paging
from content.moments import format_day
from content.paths import absolute
from content.views.listings import (
    Listing,
    ListingView,
    page_context,
    public,
    requested_page,
)
from events.models import Event, EventSeries
from events.querysets import EventQuerySet
from events.times import local_month
from events.views.filters import EventFilters, address, read_filters

INTRODUCTION = "Our webinars, meetups, and sessions, and others worth your time."
MAX_EVENTS = 200
# Of many thousands of events, finding the topics and presenters would take longer than the page.
PAST_TO_FILTER_BY = 200


class EventListing(ListingView):
    """Upcoming events, the next one first. Its feeds have the latest announcements."""

    template_name = "events/event_list.html"
    title, url_name = "Events", "events:event-list"
    empty = "No events are planned right now."

    def get_listing(self) -> Listing:
        filters = read_filters(self.request.GET)
        return Listing(
            title=f"{self.title} {filters.description}".strip(),
            url=reverse(self.url_name),
            follow="kind.events",
            query=filters.query,
            introduction=INTRODUCTION,
            entries=filters.apply(self.events()),
            empty="No events match." if filters.values else self.empty,
            breadcrumbs=self.breadcrumbs(),
            extra={"filters": filters},
        )

    def events(self) -> EventQuerySet:
        return Event.objects.published()

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        events = list(listing.entries.as_cards().with_facts().upcoming()[:MAX_EVENTS])
        going_ahead = [event for event in events if not event.is_canceled]
        canceled = [event for event in events if event.is_canceled]
        return self.respond(request, listing, parts=by_month(going_ahead), canceled=canceled)

    def respond(
        self,
        request: HttpRequest,
        listing: Listing,
        *,
        parts: list[tuple[str, list[Event]]],
        canceled: Iterable[Event] = (),
        page: paging.ListingPage | None = None,
    ) -> HttpResponse:
        filters: EventFilters = listing.extra["filters"]
        context = {
            **page_context(listing, page, things="events", position=start_of),
            "parts": parts,
            "canceled": canceled,
            "tabs": tabs(listing, filters),
            "chips": filters.chips(listing.url),
            "options": filters.options(listing.url, self.filterable()),
            "subscribe_url": subscribe_url(),
        }
        return public(render(request, self.template_name, context))

    def filterable(self) -> EventQuerySet:
        """Return the events whose topics and presenters are offered as filters."""
        return self.events().upcoming()


class PastListing(EventListing):
    """Past events, the latest first, with their recordings."""

    title, url_name, empty = "Past events", "events:event-past", "There are no past events yet."

    def events(self) -> EventQuerySet:
        return Event.objects.published().past()

    def filterable(self) -> EventQuerySet:
        latest = Event.objects.past().order_by("-starts_at", "-pk")[:PAST_TO_FILTER_BY]
        return self.events().filter(pk__in=latest.values("pk"))

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [("Events", reverse("events:event-list"))]

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        events = listing.entries.as_cards().with_facts()
        page = requested_page(request, events, order=paging.Order("starts_at"))
        return self.respond(request, listing, parts=by_month(page.entries), page=page)


class EventSeriesListing(ListingView):
    """All dates of an event series: upcoming, then past."""

    template_name = "events/series_detail.html"

    def get_listing(self, *, slug: str) -> Listing:
        series = get_object_or_404(EventSeries.objects.published(), slug=slug)
        return Listing(
            title=series.name,
            url=series.get_absolute_url(),
            follow=f"event-series.{series.pk}",
            introduction=series.description,
            entries=Event.objects.published().filter(series=series),
            breadcrumbs=[("Events", reverse("events:event-list"))],
        )

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        latest = listing.entries.as_cards().with_facts().order_by("-starts_at", "-pk")
        events = list(latest[:MAX_EVENTS])
        upcoming = [event for event in reversed(events) if not event.is_over]
        past = [event for event in events if event.is_over]
        context = {
            **page_context(listing),
            "parts": [
                (name, part) for name, part in [("Upcoming", upcoming), ("Past", past)] if part
            ],
        }
        return public(render(request, self.template_name, context))


def start_of(event: Event) -> str:
    return format_day(event.starts_at)


def by_month(events: Iterable[Event]) -> list[tuple[str, list[Event]]]:
    """Return (“November 2018”, its events) for each month, in the order of the events."""
    months: dict[str, list[Event]] = {}
    for event in events:
        months.setdefault(local_month(event), []).append(event)
    return list(months.items())


def tabs(listing: Listing, filters: EventFilters) -> list[tuple[str, str, bool]]:
    """Return (name, address, whether it is active) of the tabs for upcoming and past events."""
    pages = [
        ("Upcoming", reverse("events:event-list")),
        ("Past", reverse("events:event-past")),
    ]
    return [(name, address(path, **filters.values), path == listing.url) for name, path in pages]


def subscribe_url() -> str:
    """Return the address for calendar programs to subscribe to."""
    return "webcal://" + absolute(reverse("events:calendar")).partition("://")[2]
