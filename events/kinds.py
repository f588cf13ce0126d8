from django.db.models import QuerySet

from content.editing.bulk_fields import ColumnField
from content.kinds import EDITORS, EVERYTHING, WRITERS, CalendarPlace, DocumentSource, Kind
from events.citations import recording_work
from events.dashboard import coming_events_for, waiting_recordings
from events.models import Event, Recording
from events.search import EVENTS, PASSAGES
from events.services.publishing_check import check_event
from events.views.events import event_context

EVENT_MANAGERS = "Event managers"


def for_staff(*actions: str) -> dict[str, tuple[str, ...]]:
    return {EDITORS: actions, EVENT_MANAGERS: actions}


def recordings(drafts: bool) -> QuerySet[Recording]:
    rows = Recording.objects.all()
    return rows if drafts else rows.filter(available_at__isnull=False)


def coming_events() -> QuerySet[Event]:
    return Event.objects.published().going_ahead().upcoming()


EVENT_SERIES = ColumnField(
    name="event_series", word="event series", field=Event._meta.get_field("series")
)

KINDS = [
    Kind(
        model=Event,
        detail_url_name="events:event-detail",
        detail_template="events/event_detail.html",
        detail_context=event_context,
        check=check_event,
        cited_as=recording_work,
        cite_url_name="events:event-cite",
        reserved_slugs=frozenset({"past", "series", "calendar"}),
        bulk_fields=(EVENT_SERIES,),
        search_section=EVENTS,
        # Those who registered are told of a new day, so it is changed in the event’s form.
        calendar=CalendarPlace(
            moment="starts_at", fields=("event_type",), describe=Event.get_event_type_display
        ),
        passages=PASSAGES,
        changes_at=("starts_at", "over_at", "registration_opens_at", "registration_closes_at"),
        documents=(
            DocumentSource(rows=recordings, document="slides", entry="event"),
            DocumentSource(rows=recordings, document="file", entry="event"),
        ),
        permissions={
            "event": {WRITERS: ("view",), **for_staff(*EVERYTHING)},
            "eventseries": for_staff(*EVERYTHING),
            "question": for_staff(*EVERYTHING),
            "registration": for_staff(*EVERYTHING),
            "delivery": for_staff("view", "change"),
            "message": for_staff("view", "add"),
            "recording": for_staff(*EVERYTHING),
            "consenttext": for_staff("view", "add"),
        },
        shared_permissions={
            "content.entry": {EVENT_MANAGERS: ("view", "publish")},
            "content.contribution": {EVENT_MANAGERS: EVERYTHING},
            "content.image": {EVENT_MANAGERS: ("view", "add", "change")},
            "content.document": {EVENT_MANAGERS: ("view", "add", "change")},
            "content.person": {EVENT_MANAGERS: ("view", "add", "change")},
            "content.topic": {EVENT_MANAGERS: ("view",)},
            # For venues. The names and addresses of places are everyone's.
            "content.place": {EVENT_MANAGERS: ("view", "add")},
            "taggit.tag": {EVENT_MANAGERS: ("view",)},
            "content.emailtext": {EVENT_MANAGERS: ("view", "change")},
            "content.email": {EVENT_MANAGERS: ("view",)},
        },
        coming=coming_events,
        coming_for=coming_events_for,
        waiting_for=waiting_recordings,
        admin_group="Events",
        admin_models=("eventseries", "consenttext"),
    ),
]
