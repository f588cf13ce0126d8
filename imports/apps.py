from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"

    def ready(self) -> None:
        from content import readers, retention
        from imports.forgetting import RETENTIONS
        from imports.personal_data import CONSENTS

        readers.register_belongings(CONSENTS)
        retention.register(*RETENTIONS)
