"""Readers' problem reports about articles and library entries."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from content.models import Entry, User
from content.rate_limits import sender_of, sends_too_much
from wiki.exceptions import TooManyMessages
from wiki.models import ProblemReport


@transaction.atomic
def report_problem(
    *, entry: Entry, kind: str, reason: str, email: str = "", address: str
) -> ProblemReport:
    """Keep a reader's report for an editor.

    `address` is the reader's network address, of which only a keyed hash is stored. Raises
    TooManyMessages.
    """
    sender = sender_of("problem", address)
    if sends_too_much(ProblemReport.objects.all(), matter="problems", sender=sender):
        raise TooManyMessages
    return ProblemReport.objects.create(
        entry_id=entry.pk, kind=kind, reason=reason, email=email, sender=sender
    )


def resolve_problems(*, problems: Iterable[ProblemReport], by: User) -> int:
    """Mark problems as resolved, and return how many were still open."""
    chosen = ProblemReport.objects.open().filter(pk__in=[problem.pk for problem in problems])
    return chosen.update(resolved_at=timezone.now(), resolved_by=by)
