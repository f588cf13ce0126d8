from django.apps import AppConfig

from content import kinds


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from content import checks  # noqa: F401 (Django registers them)
        from content.page_kind import PAGE

        kinds.register(PAGE)
