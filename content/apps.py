from django.apps import AppConfig
from django.urls import register_converter

from content import kinds
from content.paths import NumberConverter


class ContentConfig(AppConfig):
    name = "content"
    shown_to_readers = {
        "activity": None,
        "assignment": None,
        "countedattempt": None,
        "email": None,
        "emailtext": None,
        "machinereport": None,
        "openform": None,
        "pathviewcount": None,
        "pendingversion": None,
        "referrercount": None,
        "reader": None,
        "readeremail": None,
        "reviewnote": None,
        "bulkchange": None,
        "deletedrows": None,
        "savedcopy": None,
        "searchclick": None,
        "searchcount": None,
        "searchday": None,
        "sitechange": None,
        "user": "ROW({row}.name, {row}.person_id)::text",
        "user_groups": None,
        "user_user_permissions": None,
        "viewcount": None,
        "viewday": None,
        "viewmonth": None,
        "webaddress": "CASE WHEN {row}.state = 'dead'"
        " THEN ROW({row}.url, {row}.failing_since)::text END",
    }

    def ready(self) -> None:
        from content import checks, followable, retention  # noqa: F401 (Django registers checks)
        from content.activity import ACTIVITY
        from content.editing.trash import DELETED_ROWS, TRASH
        from content.mail import register_outbox
        from content.mail.emails import EMAILS, RETENTIONS
        from content.page_kind import PAGE
        from content.readers import register_belongings
        from content.readers.emails import READER_EMAILS
        from content.readers.forgetting import EMPTY_READERS

        kinds.register(PAGE)
        register_outbox(EMAILS, READER_EMAILS)
        followable.register(*followable.FOLLOWABLES)
        register_belongings(DELETED_ROWS)
        retention.register(ACTIVITY, EMPTY_READERS, TRASH, *RETENTIONS)
        register_converter(NumberConverter, "number")
