from django.apps import AppConfig

from content import kinds


class WikiConfig(AppConfig):
    name = "wiki"

    def ready(self) -> None:
        from wiki.kinds import KINDS

        kinds.register(*KINDS)
