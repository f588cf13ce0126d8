"""The entries that an import added or changed: those with a revision from while it ran.

One import runs at a time, and no user made its revisions.
"""

from collections import Counter
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from content.models import Entry, Revision
from content.shapes import LINK_FIELDS
from imports.models import ImportRun
from imports.reports import Outcome

SHOWN = (Outcome.NEW, Outcome.UPDATED)


def revisions_of(run: ImportRun) -> QuerySet[Revision]:
    earlier = Revision.objects.filter(entry=OuterRef("entry"), created_at__lt=run.started_at)
    found = Revision.objects.filter(
        created_at__range=(run.started_at, end_of(run)), by=None, is_deletion=False
    )
    return found.exclude(entry=None).annotate(is_update=Exists(earlier))


def end_of(run: ImportRun) -> datetime:
    """Return when an import ended. One that was interrupted did so before the next one started."""
    if run.finished_at:
        return run.finished_at
    later = ImportRun.objects.filter(started_at__gt=run.started_at).order_by("started_at")
    return later.values_list("started_at", flat=True).first() or timezone.now()


def count_entries(run: ImportRun) -> Counter[tuple[str, str]]:
    """Return {(kind, outcome): number}, and with "" as the kind, those of all kinds."""
    counts: Counter[tuple[str, str]] = Counter()
    rows = revisions_of(run).values_list("entry", "entry__kind", "is_update").distinct()
    for _, kind, is_update in rows:
        outcome = SHOWN[is_update]
        counts[kind, outcome] += 1
        counts["", outcome] += 1
    return counts


def entries_of(run: ImportRun, *, kind: str, outcome: str) -> QuerySet[Entry]:
    revisions = revisions_of(run).filter(is_update=outcome == Outcome.UPDATED)
    found = Entry.objects.filter(pk__in=revisions.values("entry"))
    if kind:
        found = found.filter(kind=kind)
    return found.only(*LINK_FIELDS, "status").order_by("-published_at", "-pk")
