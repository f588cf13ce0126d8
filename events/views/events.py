"""Events as readers see them: what is coming, what is past, and each with a page of its own."""

from datetime import UTC
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from content import paging, structured_data
from content.companions import companions_of
from content.models import Contribution, Entry, Person, Role, Topic
from content.trees import ids_below
from content.views.listings import Listing, ListingView, public
from events.models import Event, EventSeries
from events.querysets import EventQuerySet
from events.recording_data import describe_recording
from events.states import State
from events.structured_data import describe
from events.times import local_month, say_moment
from events.views.calendar_links import calendar_links
from events.views.recordings import recording_context

INTRODUCTION = "Webinars, meetups and sessions: ours, and those of others that are worth your time."
COMING_AT_MOST = 200
# From so few on, the page says how many seats are left.
FEW_SEATS = 10


class EventListing(ListingView):
    """What is coming, the next first; its feeds have what was announced last."""

    template_name = "events/event_list.html"
    title, url_name, empty = "Events", "events:event-list", "No event is planned at the moment."

    def get_listing(self) -> Listing:
        events, choices, names = narrow(Event.objects.published(), self.request)
        return Listing(
            title=f"{self.title}: {', '.join(names)}" if names else self.title,
            url=reverse(self.url_name),
            query=urlencode(choices),
            introduction=INTRODUCTION,
            entries=events,
            empty=self.empty,
            breadcrumbs=self.breadcrumbs(),
            extra={"names": names},
        )

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        events = listing.entries.for_listing().with_facts().coming()[:COMING_AT_MOST]
        return self.respond(request, listing, months=by_month(events))

    def respond(self, request: HttpRequest, listing: Listing, **more) -> HttpResponse:
        context = {
            "listing": listing,
            "subscribe_url": subscribe_url(),
            "structured_data": [
                structured_data.breadcrumbs(
                    [*listing.breadcrumbs, (listing.title, listing.address)]
                )
            ],
            **listing.extra,
            **more,
        }
        return public(render(request, self.template_name, context))


class PastListing(EventListing):
    """What is over, the latest first, with its recordings."""

    title, url_name, empty = "Past events", "events:event-past", "No event is over yet."

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [("Events", reverse("events:event-list"))]

    def get_listing(self) -> Listing:
        listing = super().get_listing()
        return Listing(**{**vars(listing), "entries": listing.entries.past()})

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        try:
            page = paging.page_by_key(
                listing.entries.for_listing().with_facts(),
                before=request.GET.get("before", ""),
                after=request.GET.get("after", ""),
                fields=("starts_at", "pk"),
            )
        except paging.BadKey as error:
            raise Http404(str(error)) from error
        page = page.within(listing.query)
        return self.respond(
            request, listing, months=by_month(page.entries), page=page, is_past=True
        )


class SeriesListing(EventListing):
    """All dates of one series of events, in their order."""

    def get_listing(self, *, slug: str) -> Listing:
        series = get_object_or_404(EventSeries, slug=slug)
        return Listing(
            title=series.name,
            url=series.get_absolute_url(),
            introduction=series.description,
            entries=Event.objects.published().filter(series=series),
            empty="No date is planned at the moment.",
            breadcrumbs=[("Events", reverse("events:event-list"))],
        )

    def show(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        events = listing.entries.for_listing().with_facts().order_by("starts_at", "pk")
        return self.respond(request, listing, months=by_month(events[:COMING_AT_MOST]))


def narrow(
    events: EventQuerySet, request: HttpRequest
) -> tuple[EventQuerySet, dict[str, str], list[str]]:
    """Return the events on a topic or by a presenter, what was chosen, and its names."""
    choices, names = {}, []
    if slug := request.GET.get("topic"):
        topic = get_object_or_404(Topic, slug=slug)
        links = Entry.topics.through.objects.filter(topic__in=ids_below(topic))
        events = events.filter(pk__in=links.values("entry"))
        choices["topic"] = slug
        names.append(topic.name)
    if slug := request.GET.get("presenter"):
        person = get_object_or_404(Person, slug=slug)
        made = Contribution.objects.filter(person=person, role=Role.PRESENTER)
        events = events.filter(pk__in=made.values("entry"))
        choices["presenter"] = slug
        names.append(person.name)
    return events, choices, names


def by_month(events) -> list[tuple[str, list[Event]]]:
    """Return (November 2018, its events), in the order of the events."""
    months: dict[str, list[Event]] = {}
    for event in events:
        months.setdefault(local_month(event), []).append(event)
    return list(months.items())


def subscribe_url() -> str:
    """Return what a calendar program subscribes to."""
    return "webcal://" + structured_data.absolute(reverse("events:calendar")).partition("://")[2]


def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.published().for_page().with_facts(), slug=slug)
    return public(render(request, "events/event_detail.html", event_context(event)))


def event_context(event: Event, *, is_preview: bool = False) -> dict:
    """Return what the template of an event's page needs; the preview of a draft uses it too.

    The event has its facts fetched.
    """
    state, recording = event.state, event.public_recording
    shown = recording_context(recording) if recording else {}
    breadcrumbs = [("Events", reverse("events:event-list"))]
    if event.is_over:
        breadcrumbs.append(("Past events", reverse("events:event-past")))
    seats = event.seats
    left = None if seats.capacity is None else seats.capacity - seats.taken
    return {
        "event": event,
        "entry": event,
        "state": state,
        "state_name": State(state).label,
        "recording": recording,
        **shown,
        "seats_left": left if left is not None and 0 < left <= FEW_SEATS else None,
        "opens": say_if(event, event.registration_opens_at),
        "moved_from": say_if(event, event.previous_starts_at),
        "other_dates": other_dates(event),
        "companions": companions_of(event),
        "calendar_links": [] if event.is_over or event.is_cancelled else calendar_links(event),
        "breadcrumbs": breadcrumbs,
        "structured_data": [
            describe(event),
            *([describe_recording(event, recording, **videos(shown))] if recording else []),
            structured_data.breadcrumbs([*breadcrumbs, (event.heading, event.get_absolute_url())]),
        ],
    }


def videos(shown: dict) -> dict:
    return {name: shown[name] for name in ("video", "chapters")}


def say_if(event: Event, moment) -> dict | None:
    """Return a moment in UTC, and in the words of the event's zone."""
    if moment is None:
        return None
    return {"moment": moment.astimezone(UTC), "words": say_moment(moment.astimezone(event.zone))}


def other_dates(event: Event) -> list[Event]:
    if event.series_id is None:
        return []
    dates = Event.objects.published().filter(series=event.series_id).exclude(pk=event.pk)
    listed = dates.for_listing().with_facts().order_by("-starts_at")
    return list(listed[:20])[::-1]
