from django.apps import AppConfig

from content import kinds


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from events.kinds import KINDS

        kinds.register(*KINDS)
