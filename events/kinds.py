from django.db.models import QuerySet

from content.kinds import EDITORS, EVERYTHING, WRITERS, DocumentSource, Kind
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


KINDS = [
    Kind(
        model=Event,
        detail_url_name="events:event-detail",
        detail_template="events/event_detail.html",
        detail_context=event_context,
        check=check_event,
        reserved_slugs=frozenset({"past", "series", "calendar"}),
        search_section=EVENTS,
        passages=PASSAGES,
        documents=(DocumentSource(rows=recordings, document="slides", entry="event"),),
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
        admin_group="Events",
        admin_models=("eventseries", "consenttext"),
    ),
]
