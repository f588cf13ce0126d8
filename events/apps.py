from django.apps import AppConfig

from content import kinds


class EventsConfig(AppConfig):
    name = "events"
    # Readers don’t see who registered. They see how many seats are left from 50 on (MOST_COUNTED).
    shown_to_readers = {
        "registration": None,
        "message": None,
        "delivery": None,
        "seats": "ROW({row}.event_id, {row}.capacity, "
        "least({row}.capacity - {row}.taken, 51))::text",
    }

    def ready(self) -> None:
        from content import followable, mail, readers, retention
        from events.emails import DELIVERIES, EVENT_WORDINGS
        from events.kinds import KINDS
        from events.services.following import EVENT_SERIES
        from events.services.privacy import REGISTRANTS, REGISTRATIONS

        kinds.register(*KINDS)
        followable.register(EVENT_SERIES)
        mail.register_outbox(DELIVERIES)
        mail.register_wordings(*EVENT_WORDINGS)
        readers.register_belongings(REGISTRATIONS)
        retention.register(REGISTRANTS)
