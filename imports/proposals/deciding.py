"""Editors' decisions on proposals. Each accepted one is applied in a transaction of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from content import kinds
from content.editing.permissions import may_publish
from content.models import Entry, User
from imports.models import Proposal
from imports.proposals.applying import (
    apply_authors,
    apply_companion,
    apply_cross_post,
    apply_place,
)
from imports.proposals.applying_series import apply_series
from imports.proposals.exceptions import ProposalNotApplied
from imports.running import describe_failure
from wiki.services.companion_offers import reject_companions

# {primary key of a proposal: its data as an editor corrected it}
Corrections = Mapping[int, dict[str, Any]]
APPLY = {
    Proposal.Subject.CROSS_POST: apply_cross_post,
    Proposal.Subject.AUTHORS: apply_authors,
    Proposal.Subject.PLACE: apply_place,
    Proposal.Subject.COMPANION: apply_companion,
}


@dataclass
class Decisions:
    """How many proposals were decided, and what could not be applied, as (proposal, reason)."""

    done: int = 0
    problems: list[tuple[Proposal, str]] = field(default_factory=list)


def accept(
    *, proposals: Iterable[int], by: User, corrections: Corrections | None = None
) -> Decisions:
    """Apply these proposals, as corrected. One that can't be applied waits, and says why.

    The parts of one series are applied together or not at all.
    """
    decisions = Decisions()
    for keys in in_groups(proposals):
        try:
            with transaction.atomic():
                decisions.done += accept_group(keys, by=by, corrections=corrections or {})
        except Exception as error:
            rows = list(Proposal.objects.filter(pk__in=keys).select_related("entry"))
            reason = describe_failure(error, item=str(rows[0]) if rows else "a proposal")
            keep_waiting(keys, reason, corrections or {})
            decisions.problems += [(row, reason) for row in rows[:1]]
    return decisions


def keep_waiting(keys: list[int], reason: str, corrections: Corrections) -> None:
    """Note why proposals could not be applied, and keep what the editor typed."""
    rows = list(Proposal.objects.waiting().filter(pk__in=keys))
    for row in rows:
        row.problem = reason
        row.data |= corrections.get(row.pk, {})
    Proposal.objects.bulk_update(rows, ["problem", "data"])


def in_groups(proposals: Iterable[int]) -> list[list[int]]:
    """Return the proposals that are applied together."""
    rows = Proposal.objects.filter(pk__in=list(proposals)).order_by("pk")
    groups: dict[Any, list[int]] = {}
    for key, kind, group in rows.values_list("pk", "kind", "group"):
        together = group if kind == Proposal.Subject.SERIES and group else key
        groups.setdefault((kind, together), []).append(key)
    return list(groups.values())


def accept_group(keys: list[int], *, by: User, corrections: Corrections) -> int:
    rows = lock_waiting(keys)
    if not rows:
        return 0
    for row in rows:
        require_permission(row, by=by)
        row.data |= corrections.get(row.pk, {})
    if rows[0].kind == Proposal.Subject.SERIES:
        apply_series(proposals=rows, by=by)
    else:
        APPLY[Proposal.Subject(rows[0].kind)](proposal=rows[0], by=by)
    decide(rows, state=Proposal.State.ACCEPTED, by=by)
    return len(rows)


def require_permission(row: Proposal, *, by: User) -> None:
    """Raise ProposalNotApplied unless the user may change what the proposal changes."""
    entries = [row.entry] if row.other is None else [row.entry, row.other]
    for entry in entries:
        if not (may_publish(by) and by.has_perm(kinds.get(entry.kind).change_permission)):
            raise ProposalNotApplied(f"You don’t have permission to change “{entry.heading}.”")


@transaction.atomic
def reject(*, proposals: Iterable[int], by: User) -> Decisions:
    """Never propose these again."""
    rows = lock_waiting(list(proposals))
    for row in rows:
        if row.other is not None:
            # The library's own suggestions are the same question.
            reject_companions(first=row.entry, second=row.other)
    decide(rows, state=Proposal.State.REJECTED, by=by)
    return Decisions(done=len(rows))


def lock_waiting(keys: list[int]) -> list[Proposal]:
    """Return those that no one has decided yet. Others who decide on them have to wait."""
    rows = Proposal.objects.waiting().filter(pk__in=keys).order_by("pk")
    locked = list(rows.select_for_update(of=["self"]).select_related("entry", "other"))
    # In the order in which the admin locks entries, to avoid a deadlock.
    entries = {key for row in locked for key in (row.entry_id, row.other_id) if key}
    chosen = Entry.objects.filter(pk__in=entries).order_by("pk")
    list(chosen.select_for_update(of=["self"]).values_list("pk"))
    return locked


def decide(rows: list[Proposal], *, state: str, by: User) -> None:
    for row in rows:
        row.state, row.decided_by, row.decided_at, row.problem = state, by, timezone.now(), ""
    fields = ["state", "decided_by", "decided_at", "problem", "data"]
    Proposal.objects.bulk_update(rows, fields)


@transaction.atomic
def reopen(*, proposals: Iterable[int], by: User) -> Decisions:
    """Let rejected proposals wait for a decision again."""
    rows = Proposal.objects.filter(state=Proposal.State.REJECTED, pk__in=list(proposals))
    locked = list(rows.select_for_update().order_by("pk"))
    for row in locked:
        row.state, row.decided_by, row.decided_at = Proposal.State.PROPOSED, None, None
    Proposal.objects.bulk_update(locked, ["state", "decided_by", "decided_at"])
    return Decisions(done=len(locked))
