from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"

    def ready(self) -> None:
        from content import retention
        from imports.forgetting import RETENTIONS

        retention.register(*RETENTIONS)
