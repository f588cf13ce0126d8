from content.kinds import Kind
from events.models import Event
from events.views.events import event_context

KINDS = [
    Kind(
        model=Event,
        detail_url_name="events:event-detail",
        detail_template="events/event_detail.html",
        detail_context=event_context,
        reserved_slugs=frozenset({"past", "series", "calendar"}),
    ),
]
