"""The record of who did what, which the services write and only administrators read."""

from datetime import timedelta

from django.db.models import Model
from django.utils import timezone
from django.utils.text import capfirst

from content.models import Activity, User

# The database lets older rows be deleted (migration 0033).
KEPT_FOR = timedelta(days=730)


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
    name, label = str(row), capfirst(row._meta.verbose_name)
    return label if name == label else f"{label} “{name}”"


def forget_old_activity() -> None:
    Activity.objects.filter(at__lte=timezone.now() - KEPT_FOR).delete()
