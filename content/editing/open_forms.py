"""Who has an entry's form open. Browsers say so every half minute, and when they leave."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from content.models import Entry, OpenForm, User
from content.moments import format_clock, format_day

# Without a word for this long, a form counts as closed.
STALE_AFTER = timedelta(seconds=90)


def keep_open(*, entry: Entry, by: User) -> None:
    """Record that someone has the form open now."""
    now = timezone.now()
    mine = OpenForm.objects.filter(entry=entry.pk, by=by)
    mine.filter(seen_at__lt=now - STALE_AFTER).delete()
    # In one statement: the same person may leave the form in another tab at this moment.
    OpenForm.objects.bulk_create(
        [OpenForm(entry_id=entry.pk, by=by, opened_at=now, seen_at=now)],
        update_conflicts=True,
        unique_fields=["entry", "by"],
        update_fields=["seen_at"],
    )


def close_form(*, entry: Entry, by: User) -> None:
    OpenForm.objects.filter(entry=entry.pk, by=by).delete()


def describe_others(entry: Entry, user: User) -> str:
    """Return a sentence for each colleague who has the form open, or ""."""
    recent = OpenForm.objects.filter(entry=entry.pk, seen_at__gt=timezone.now() - STALE_AFTER)
    return " ".join(describe(recent.exclude(by=user).select_related("by").order_by("opened_at")))


def describe(forms: Iterable[OpenForm]) -> list[str]:
    return [f"{form.by} has had this open since {format_since(form)}." for form in forms]


def format_since(form: OpenForm) -> str:
    local = timezone.localtime(form.opened_at)
    day = "" if local.date() == timezone.localdate() else f"{format_day(local)}, "
    return f"{day}{format_clock(local)}"


def delete_stale_forms() -> None:
    OpenForm.objects.filter(seen_at__lt=timezone.now() - STALE_AFTER).delete()
