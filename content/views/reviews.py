"""What colleagues tell each other beside an entry's text."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from content.editing.forms.reviews import AssignmentForm, NoteForm
from content.editing.open_forms import close_form, describe_others, keep_open
from content.editing.pending_changes import discard_changes, pending_for
from content.editing.reviews import (
    add_note,
    assign,
    form_path,
    mark_note,
    may_discuss,
    publishes,
)  # fmt: skip
from content.keys import read_key
from content.models import Entry, User


@require_POST
def change_notes(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a note to the thread, or mark one as done or as open again."""
    entry, user = find_entry(request, pk)
    for action, is_done in (("done", True), ("reopen", False)):
        if action in request.POST:
            note_id = read_key(request.POST[action])
            mark_note(entry=entry, note_id=note_id, is_done=is_done)
            return HttpResponseRedirect(form_path(entry))
    form = NoteForm(request.POST)
    if form.is_valid():
        add_note(entry=entry, by=user, **form.cleaned_data)
    return HttpResponseRedirect(form_path(entry))


@require_POST
def change_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    entry, user = find_entry(request, pk)
    if not publishes(user, entry):
        raise PermissionDenied
    form = AssignmentForm(request.POST, entry=entry)
    if form.is_valid():
        assign(entry=entry, by=user, **form.cleaned_data)
    return HttpResponseRedirect(form_path(entry))


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Discard the changes to a public entry that readers don't see yet."""
    entry, user = find_entry(request, pk)
    if pending_for(user, entry):
        discard_changes(entry=entry)
        messages.success(request, "The changes have been discarded. Readers see what is below.")
    return HttpResponseRedirect(form_path(entry))


@never_cache
@require_POST
def tell_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the form is open, or has been left, and return who else has it open."""
    entry, user = find_entry(request, pk)
    if "left" in request.POST:
        close_form(entry=entry, by=user)
        return JsonResponse({})
    keep_open(entry=entry, by=user)
    return JsonResponse({"others": describe_others(entry, user)})


def find_entry(request: HttpRequest, pk: int) -> tuple[Entry, User]:
    """Return the entry, and the member of staff who takes part in its review."""
    entry, user = get_object_or_404(Entry, pk=pk), cast(User, request.user)
    if not may_discuss(user, entry):
        raise PermissionDenied
    return entry, user
