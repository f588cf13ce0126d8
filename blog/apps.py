from django.apps import AppConfig

from content import kinds


class BlogConfig(AppConfig):
    name = "blog"
    shown_to_readers = {
        # One that its author deleted still stands above its replies.
        "comment": "CASE WHEN {row}.status IN ('approved', 'deleted') THEN {row}::text END",
        "commentban": None,
        "spamword": None,
    }

    def ready(self) -> None:
        from blog.kinds import KINDS
        from blog.services.following import SERIES
        from blog.services.privacy import BELONGINGS, CONFIRMATION, RETENTIONS
        from blog.services.replies import REPLIES
        from content import followable, readers, retention

        kinds.register(*KINDS)
        followable.register(SERIES)
        readers.register_belongings(*BELONGINGS)
        readers.register_confirmations(CONFIRMATION)
        readers.register_subscriptions(REPLIES)
        retention.register(*RETENTIONS)
