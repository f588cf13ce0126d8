from django.apps import AppConfig

from content import kinds


class BlogConfig(AppConfig):
    name = "blog"

    def ready(self) -> None:
        from blog.kinds import KINDS

        kinds.register(*KINDS)
