from django.apps import AppConfig

from content import kinds


class FollowingConfig(AppConfig):
    name = "following"
    # Readers see newsletters, and nothing of who follows what.
    shown_to_readers = {
        "follow": None,
        "mailing": None,
        "digest": None,
    }

    def ready(self) -> None:
        from content import mail, readers, retention
        from content.editing import term_merging
        from following.emails import DIGESTS, FOLLOW_WORDINGS
        from following.kinds import FOLLOW, KINDS
        from following.services.follows import FOLLOWS, move_term
        from following.services.privacy import BELONGINGS, RETENTIONS

        kinds.register(*KINDS)
        mail.register_outbox(DIGESTS)
        mail.register_wordings(*FOLLOW_WORDINGS)
        readers.register_confirmations(FOLLOW)
        readers.register_subscriptions(FOLLOWS)
        readers.register_belongings(*BELONGINGS)
        retention.register(*RETENTIONS)
        term_merging.register(move_term)
