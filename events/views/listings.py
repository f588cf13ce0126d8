"""Events in listings: what is coming, what is past, and all dates of a series of events."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from content import paging
from content.paths import absolute
from content.structured_data import breadcrumbs
from content.views.listings import Listing, ListingView, public
from events.models import Event, EventSeries
from events.querysets import EventQuerySet
from events.times import local_month
from events.views.narrowing import Narrowing, address, read_narrowing

INTRODUCTION = "Webinars, meetups and sessions: ours, and those of others that are worth your time."
SHOWN_AT_MOST = 200


class EventListing(ListingView):
    """What is coming, the next first; its feeds have what was announced last."""

    template_name = "events/event_list.html"
    title, url_name = "Events", "events:event-list"
    empty = "No event is planned at the moment."

    def get_listing(self) -> Listing:
        narrowing = read_narrowing(self.request.GET)
        words = narrowing.words
        return Listing(
            title=f"{self.title} {words}".strip(),
            url=reverse(self.url_name),
            query=narrowing.query,
            introduction=INTRODUCTION,
            entries=narrowing.narrow(self.events()),
            empty="There is none like that." if words else self.empty,
            breadcrumbs=self.breadcrumbs(),
            extra={"narrowing": narrowing},
        )

    def events(self) -> EventQuerySet:
        return Event.objects.published()

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        events = listing.entries.as_cards().with_facts().coming()[:SHOWN_AT_MOST]
        return self.respond(request, listing, parts=by_month(events))

    def respond(self, request: HttpRequest, listing: Listing, **more) -> HttpResponse:
        narrowing: Narrowing = listing.extra["narrowing"]
        context = {
            "listing": listing,
            "canonical": absolute(listing.address),
            "tabs": tabs(listing, narrowing),
            "chips": narrowing.chips(listing.url),
            "offers": narrowing.offers(listing.url, self.narrowable()),
            "subscribe_url": subscribe_url(),
            "structured_data": [
                breadcrumbs([*listing.breadcrumbs, (listing.title, listing.address)])
            ],
            **more,
        }
        return public(render(request, self.template_name, context))

    def narrowable(self) -> EventQuerySet:
        """Return the events whose topics and presenters can be chosen."""
        return self.events().coming()


class PastListing(EventListing):
    """What is over, the latest first, with its recordings."""

    title, url_name, empty = "Past events", "events:event-past", "No event is over yet."

    def events(self) -> EventQuerySet:
        return Event.objects.published().past()

    def narrowable(self) -> EventQuerySet:
        return self.events()

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [("Events", reverse("events:event-list"))]

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        before, after = request.GET.get("before", ""), request.GET.get("after", "")
        events = listing.entries.as_cards().with_facts()
        try:
            page = paging.page_by_key(
                events, before=before, after=after, fields=("starts_at", "pk")
            ).within(listing.query)
        except paging.BadKey as error:
            raise Http404(str(error)) from error
        chosen = listing.extra["narrowing"].choices | ({"before": before} if before else {})
        canonical = f"{listing.url}?{urlencode(chosen)}" if chosen else listing.url
        return self.respond(
            request,
            listing,
            parts=by_month(page.entries),
            page=page,
            canonical=absolute(canonical),
        )


class SeriesListing(ListingView):
    """All dates of one series of events: what is coming, then what is past."""

    template_name = "events/series_detail.html"

    def get_listing(self, *, slug: str) -> Listing:
        series = get_object_or_404(EventSeries.objects.published(), slug=slug)
        return Listing(
            title=series.name,
            url=series.get_absolute_url(),
            introduction=series.description,
            entries=Event.objects.published().filter(series=series),
            breadcrumbs=[("Events", reverse("events:event-list"))],
        )

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        latest = listing.entries.as_cards().with_facts().order_by("-starts_at", "-pk")
        events = list(latest[:SHOWN_AT_MOST])
        coming = [event for event in reversed(events) if not event.is_over]
        past = [event for event in events if event.is_over]
        context = {
            "listing": listing,
            "parts": [(name, part) for name, part in [("Coming", coming), ("Past", past)] if part],
            "structured_data": [breadcrumbs([*listing.breadcrumbs, (listing.title, listing.url)])],
        }
        return public(render(request, self.template_name, context))


def by_month(events: Iterable[Event]) -> list[tuple[str, list[Event]]]:
    """Return (November 2018, its events), in the order of the events."""
    months: dict[str, list[Event]] = {}
    for event in events:
        months.setdefault(local_month(event), []).append(event)
    return list(months.items())


def tabs(listing: Listing, narrowing: Narrowing) -> list[tuple[str, str, bool]]:
    """Return (name, address, whether it is this one) of what is coming and what is past."""
    pages = [
        ("Coming", reverse("events:event-list")),
        ("Past, with recordings", reverse("events:event-past")),
    ]
    return [(name, address(path, **narrowing.choices), path == listing.url) for name, path in pages]


def subscribe_url() -> str:
    """Return what a calendar program subscribes to."""
    return "webcal://" + absolute(reverse("events:calendar")).partition("://")[2]
