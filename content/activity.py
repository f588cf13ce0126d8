"""The record of who did what, which the services write and only administrators read."""

from datetime import datetime

from django.db.models import Model
from django.utils.text import capfirst

from content.models import Activity, User
from content.retention import Retention


def record(
    kind: Activity.Matter, what: str, *, by: User | None, about: Model | None = None
) -> Activity:
    """Record in the current transaction that someone did something with a row, or did it at all."""
    return Activity.objects.create(
        kind=kind,
        by=by,
        by_name=str(by or ""),
        sentence=f"{name_of(about)}: {what}" if about else what,
        model=about._meta.label_lower if about else "",
        object_id=about.pk if about else None,
    )


def name_of(row: Model) -> str:
    name, label = str(row), capfirst(str(row._meta.verbose_name))
    # A reader is named by their address, which must not outlive them here.
    is_address = "@" in name and not isinstance(row, User)
    return label if name == label or is_address else f"{label} “{name}”"


def forget_old_activity(before: datetime) -> int:
    return Activity.objects.filter(at__lt=before).delete()[0]


ACTIVITY = Retention(
    what="Recent activity",
    setting="ACTIVITY_MONTHS",
    forget=forget_old_activity,
    rule="Who did what in the admin, with the network address of sign-ins: deleted after that.",
)
