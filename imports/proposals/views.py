"""The staff page where editors accept, correct, and reject proposals."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst

from content.editing.permissions import may_publish
from content.keys import read_keys
from content.models import User
from imports.models import Proposal
from imports.proposals.cards import page_of_cards
from imports.proposals.deciding import Decisions, accept, reject, reopen
from imports.proposals.forms import form_for, title_form_for

State = Proposal.State
PARAMETERS = {"kind", "state", "p", "all"}
# Far more than a page has.
MOST_CHOSEN = 2_000
DONE = {"accept": "accepted and applied", "reject": "rejected", "reopen": "put back"}


def show_proposals(request: HttpRequest) -> HttpResponse:
    """List proposals. A POST decides on those that are checked."""
    if set(request.GET) - PARAMETERS:
        raise DisallowedModelAdminLookup("This page has no such filter.")
    chosen = read_chosen(request)
    decision = request.POST.get("decision", "")
    if request.method != "POST" or decision not in DONE:
        return render_page(request)
    if not may_decide(request):
        raise PermissionDenied
    if not chosen:
        messages.warning(request, "Check the proposals that you want to decide on first.")
        return render_page(request, data=request.POST)
    by = cast(User, request.user)
    if decision == "accept":
        corrections, is_valid = read_corrections(chosen, request.POST)
        if not is_valid:
            messages.error(
                request, "Nothing was saved yet. Correct the errors below, and accept again."
            )
            return render_page(request, data=request.POST, checked=set(chosen))
        decisions = accept(proposals=chosen, by=by, corrections=corrections)
    else:
        decisions = (reject if decision == "reject" else reopen)(proposals=chosen, by=by)
    report(request, decisions, decision)
    query = {name: value for name, value in request.GET.items() if name != "all"}
    return redirect(reverse("admin:imports_proposal_changelist", query=query))


def may_decide(request: HttpRequest) -> bool:
    return may_publish(cast(User, request.user)) and request.user.has_perm(
        "imports.change_proposal"
    )


def read_chosen(request: HttpRequest) -> list[int]:
    # The checkbox of a whole series has the numbers of all its parts.
    words = ",".join(request.POST.getlist("chosen")).split(",")[:MOST_CHOSEN]
    return read_keys(words)


def read_corrections(chosen: list[int], data: QueryDict) -> tuple[dict[int, dict[str, Any]], bool]:
    """Return what the page's forms say of each chosen proposal, and whether all of it is valid."""
    corrections: dict[int, dict[str, Any]] = {}
    is_valid = True
    titles = {
        name.partition("-")[0].removeprefix("g"): name for name in data if name.startswith("g")
    }
    for proposal in Proposal.objects.waiting().filter(pk__in=chosen):
        form = form_for(proposal, data)
        if not form.is_valid():
            is_valid = False
            continue
        corrections[proposal.pk] = form.corrected
        if proposal.kind != Proposal.Subject.SERIES:
            continue
        group = Proposal.objects.waiting().filter(kind=proposal.kind, group=proposal.group)
        leader = next((each for each in group.order_by("pk") if str(each.pk) in titles), None)
        if leader is None:
            continue
        title_form = title_form_for(leader, data)
        if title_form.is_valid():
            corrections[proposal.pk] |= title_form.corrected
        else:
            is_valid = False
    return corrections, is_valid


def report(request: HttpRequest, decisions: Decisions, decision: str) -> None:
    if decisions.done:
        what = "1 proposal was" if decisions.done == 1 else f"{decisions.done} proposals were"
        messages.success(request, f"{what} {DONE[decision]}.")
    elif not decisions.problems:
        messages.warning(request, "Someone else has already decided on these.")
    for proposal, reason in decisions.problems:
        messages.error(request, f"“{proposal.entry.heading}”: {reason}")


def render_page(
    request: HttpRequest, *, data: Any = None, checked: set[int] | None = None
) -> HttpResponse:
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    kind = kind if kind in Proposal.Subject else ""
    state = state if state in State else State.PROPOSED
    page = page_of_cards(kind=kind, state=state, number=request.GET.get("p"), data=data)
    context = {
        **admin.site.each_context(request),
        "title": "Proposals",
        "opts": Proposal._meta,
        "page": page,
        "kind": kind,
        "state": state,
        "is_waiting": state == State.PROPOSED,
        "may_decide": may_decide(request),
        "checked": checked or set(),
        "all_checked": "all" in request.GET,
        "kinds": [("", "All")] + [(each.value, capfirst(each.label)) for each in Proposal.Subject],
        "states": [(each.value, each.label) for each in State],
    }
    return TemplateResponse(request, "admin/imports/proposals.html", context)
