"""What the site stores about an email address of staff: to show and export it with all the rest."""

from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db.models import Q

from content.models import Activity, Email, User
from content.readers import Belonging, names_address
from content.retention import Retention


def export_emails(email: str) -> list[dict]:
    """Return the emails to a member of staff, or to someone who was invited."""
    rows = Email.objects.filter(Q(to__iexact=email) | Q(user__email__iexact=email)).order_by("pk")
    return [dict(row) for row in rows.values("purpose", "subject", "state", "finished_at")]


def erase_emails(email: str) -> None:
    Email.objects.filter(to__iexact=email).exclude(state=Email.State.WAITING).delete()


EMAILS = Belonging(
    title="Emails to colleagues",
    export=export_emails,
    erase=erase_emails,
    stays="Those to an account stay until they are old enough.",
)


def count_references(user: User) -> dict[str, int]:
    """Return how many rows of each table name an account: {“Posts (created by)”: 12}."""
    found = {}
    relation: Any
    # With the relations that have no name on the account's side.
    for relation in User._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete:
            continue
        model, field = relation.related_model, relation.field
        count = model._base_manager.filter(**{field.name: user}).count()
        if count:
            found[f"{model._meta.verbose_name_plural} ({field.verbose_name})"] = count
    return found


def export_account(email: str) -> list[dict]:
    rows = []
    for user in User.objects.filter(email__iexact=email).order_by("pk"):
        sessions = UserSession.objects.filter(user=user).order_by("pk")
        rows.append(
            {
                "name": user.name,
                "email": user.email,
                "person": user.person and user.person.name,
                "groups": [group.name for group in user.groups.order_by("name")],
                "date_joined": user.date_joined,
                "last_login": user.last_login,
                "named_in": count_references(user),
                "signed_in": list(sessions.values("ip", "user_agent", "last_seen_at")),
            }
        )
    return rows


def export_activity(email: str) -> list[dict]:
    """Return what this user did, and what names the address."""
    users = User.objects.filter(email__iexact=email).values("pk")
    rows = Activity.objects.filter(Q(by__in=users) | names_address("sentence", email))
    return [dict(row) for row in rows.order_by("pk").values("at", "kind", "sentence")]


ACCOUNT = Belonging(
    title="Account",
    export=export_account,
    erase=lambda email: None,
    stays="The account of a member of staff stays: an administrator deletes it on its own page. "
    "The history of each text keeps what they saved, without their name once there is no account.",
)
ACTIVITY = Belonging(
    title="Recent activity",
    export=export_activity,
    erase=lambda email: None,
    stays="Recorded activity stays until it is old enough: it shows who had access to what, and no "
    "one can change it.",
)


def export_log(email: str) -> list[dict]:
    rows = LogEntry.objects.filter(names_address("object_repr", email)).order_by("pk")
    return [dict(row) for row in rows.values("action_time", "object_repr")]


def erase_log(email: str) -> None:
    LogEntry.objects.filter(names_address("object_repr", email)).update(object_repr="Someone")


def forget_log(before: datetime) -> int:
    return LogEntry.objects.filter(action_time__lt=before).delete()[0]


LOG = Belonging(title="The log of the admin’s forms", export=export_log, erase=erase_log)
OLD_LOG = Retention(
    what="The log of the admin’s forms",
    setting="ACTIVITY_MONTHS",
    forget=forget_log,
    rule="Who added, changed, or deleted what, for the history of each form: deleted after that.",
)
