from django.apps import AppConfig

from content import kinds


class WikiConfig(AppConfig):
    name = "wiki"
    shown_to_readers = {
        "downloadcount": None,
        "pagereading": None,
        "suggestion": None,
        "problemreport": None,
    }

    def ready(self) -> None:
        from wiki.kinds import KINDS

        kinds.register(*KINDS)
