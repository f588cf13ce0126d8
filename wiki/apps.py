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
        from content import retention
        from content.readers import register_belongings
        from wiki.kinds import KINDS
        from wiki.services.privacy import BELONGINGS, RETENTIONS

        kinds.register(*KINDS)
        register_belongings(*BELONGINGS)
        retention.register(*RETENTIONS)
