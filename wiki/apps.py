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
        from content.readers import register_belongings
        from wiki.kinds import KINDS
        from wiki.services.privacy import BELONGINGS

        kinds.register(*KINDS)
        register_belongings(*BELONGINGS)
