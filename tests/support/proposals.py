"""Proposals in tests."""

from imports.models import Proposal


def proposals_of(title: str) -> dict[str, list[dict]]:
    """Return what is proposed for the entry with this title, by kind."""
    found: dict[str, list[dict]] = {}
    for row in Proposal.objects.filter(entry__title=title).order_by("kind", "pk"):
        found.setdefault(row.kind, []).append(row.data)
    return found


def all_numbers(kind: str = "") -> list[int]:
    """Return the primary keys of all proposals, or those of a kind."""
    rows = Proposal.objects.order_by("pk")
    return list((rows.filter(kind=kind) if kind else rows).values_list("pk", flat=True))
