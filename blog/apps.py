from django.apps import AppConfig

from content import kinds


class BlogConfig(AppConfig):
    name = "blog"
    shown_to_readers = {
        "comment": "CASE WHEN {row}.status = 'approved' THEN {row}::text END",
    }

    def ready(self) -> None:
        from blog.kinds import KINDS
        from blog.services.following import SERIES
        from content import followable

        kinds.register(*KINDS)
        followable.register(SERIES)
