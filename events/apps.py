from django.apps import AppConfig

from content import kinds


class EventsConfig(AppConfig):
    name = "events"
    # Readers see neither who registered nor how many, until few seats are left.
    shown_to_readers = {
        "registration": None,
        "message": None,
        "delivery": None,
        "seats": "ROW({row}.event_id, least({row}.capacity - {row}.taken, 11))::text",
    }

    def ready(self) -> None:
        from events.kinds import KINDS

        kinds.register(*KINDS)
