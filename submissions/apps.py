from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "submissions"
    # Readers see the published problems.
    shown_to_readers = {
        "submission": "CASE WHEN {row}.published_at IS NOT NULL THEN {row}::text END",
        "sharedproblem": None,
        "submissionnote": None,
        "replytemplate": None,
    }

    def ready(self) -> None:
        from content import mail, readers, retention, topic_links
        from submissions.emails import WORDINGS
        from submissions.services.privacy import BELONGINGS, RETENTIONS
        from submissions.services.sending import CONFIRMATIONS
        from submissions.topic_links import problem_links

        mail.register_wordings(*WORDINGS)
        readers.register_belongings(*BELONGINGS)
        readers.register_confirmations(*CONFIRMATIONS)
        retention.register(*RETENTIONS)
        topic_links.register(problem_links)
