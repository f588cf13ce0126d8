"""Proposals as the page lists them: one card for each, or for the parts of a series."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, When

from content.admin.forms_of_entries import form_address
from content.models import Entry
from imports.models import Proposal
from imports.proposals.forms import ProposalForm, form_for, title_form_for

CARDS_PER_PAGE = 20
# A group of hundreds is shown in pieces, so that a page stays readable.
ROWS_PER_CARD = 50
LISTED = ["kind", "slug", "title", "format", "excerpt_html", "status", "published_at"]


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal with its form and the addresses of the entries' own forms."""

    proposal: Proposal
    form: ProposalForm
    entry_address: str
    other_address: str = ""

    @property
    def is_title(self) -> bool:
        """Whether the sentence that led to it is the entry's title."""
        return self.proposal.sentence.split() == self.proposal.entry.heading.split()


@dataclass(frozen=True, slots=True)
class Card:
    rows: list[Row]
    title_form: ProposalForm | None = None

    @property
    def has_gaps(self) -> bool:
        """Whether some parts of the series aren't among these."""
        numbers = [row.proposal.data.get("number") for row in self.rows]
        return any(numbers) and numbers != list(range(1, len(numbers) + 1))

    @property
    def numbers(self) -> str:
        """The proposals' numbers, as one checkbox sends them."""
        return ",".join(str(row.proposal.pk) for row in self.rows)

    @property
    def first(self) -> Proposal:
        return self.rows[0].proposal


def page_of_cards(*, kind: str, state: str, number: str | None, data: Any = None) -> Page:
    """Return a page of cards. `data` is what an editor sent, to be shown again."""
    kinds = [When(kind=each, then=place) for place, each in enumerate(Proposal.Subject)]
    found = Proposal.objects.filter(state=state).order_by(Case(*kinds), "group", "pk")
    if kind:
        found = found.filter(kind=kind)
    groups: dict[tuple, list[int]] = {}
    for key, its_kind, group in found.values_list("pk", "kind", "group"):
        together = groups.setdefault((its_kind, group or key), [])
        if len(together) >= ROWS_PER_CARD:
            together = groups.setdefault((its_kind, group, key), [])
        together.append(key)
    page = Paginator(list(groups.values()), CARDS_PER_PAGE).get_page(number)
    keys = [key for group in page.object_list for key in group]
    # Only what the page shows: the texts of entries are long.
    needed = ["entry__" + name for name in LISTED] + ["other__" + name for name in LISTED]
    own = [field.attname for field in Proposal._meta.concrete_fields]
    rows = Proposal.objects.filter(pk__in=keys).select_related("entry", "other", "decided_by")
    by_key = rows.only(*own, "decided_by__name", *needed).in_bulk()
    page.object_list = [
        build_card([by_key[key] for key in group if key in by_key], data)
        for group in page.object_list
        if any(key in by_key for key in group)
    ]
    return page


def build_card(proposals: list[Proposal], data: Any) -> Card:
    if proposals[0].kind == Proposal.Subject.SERIES:
        proposals = sorted(proposals, key=order_of_part)
    rows = [build_row(proposal, data) for proposal in proposals]
    if proposals[0].kind != Proposal.Subject.SERIES:
        return Card(rows)
    # The title goes with the proposal that was made first, whatever the order of the parts is.
    return Card(rows, title_form_for(leader_of(proposals), data_for(leader_of(proposals), data)))


def leader_of(proposals: list[Proposal]) -> Proposal:
    return min(proposals, key=lambda proposal: proposal.pk)


def order_of_part(proposal: Proposal) -> tuple:
    number, moment = proposal.data.get("number"), proposal.entry.published_at
    return (number is None, number or 0, moment.timestamp() if moment else 0, proposal.pk)


def data_for(proposal: Proposal, data: Any) -> Any:
    """Return what an editor sent, if it has anything about this proposal."""
    prefixes = (f"p{proposal.pk}-", f"g{proposal.pk}-")
    return data if data and any(name.startswith(prefixes) for name in data) else None


def build_row(proposal: Proposal, data: Any) -> Row:
    return Row(
        proposal,
        form_for(proposal, data_for(proposal, data)),
        address_of(proposal.entry),
        address_of(proposal.other),
    )


def address_of(entry: Entry | None) -> str:
    return form_address(entry) if entry is not None else ""
