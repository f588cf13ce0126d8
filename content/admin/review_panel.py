from django.contrib import admin
from django.utils.http import urlencode

from content.admin.revisions import Revisions
from content.editing.forms import EntryForm
from content.editing.forms.reviews import AssignmentForm, NoteForm
from content.editing.open_forms import describe_others
from content.editing.reviews import (
    may_discuss,
    note_that_sent_back,
    publishes,
    tell_reviewers,
    tell_writers,
)
from content.editing.steps import Action
from content.models import Assignment, Entry, ReviewNote, Status
from content.phrases import join_list


class ReviewPanel(Revisions, admin.ModelAdmin):
    """The review beside an entry’s text: its notes, its reviewer, and who else has it open."""

    def describe_review(self, request, entry: Entry) -> dict:
        """Return what templates/admin/review_panel.html shows."""
        user = request.user
        if not may_discuss(user, entry):
            return {}
        notes = list(entry.review_notes.select_related("by").reverse())
        return {
            "may_discuss": True,
            # The newest first
            "notes": [note for note in notes if not note.is_done],
            "done_notes": [note for note in notes if note.is_done],
            "changed_since": self.changed_since_sent_back(entry, notes),
            "note_form": NoteForm(label_suffix=""),
            "assignment": Assignment.objects.filter(entry=entry.pk)
            .select_related("assignee")
            .first(),
            "assignment_form": AssignmentForm(entry=entry, label_suffix="")
            if publishes(user, entry)
            else None,
            "sent_back": note_that_sent_back(entry),
            "others": describe_others(entry, user),
        }

    def changed_since_sent_back(self, entry: Entry, notes: list[ReviewNote]) -> dict | None:
        """Return who sent back what waits for review again, and where its history compares it."""
        note = next((each for each in notes if each.sends_back), None)
        if note is None or entry.status != Status.REVIEW:
            return None
        newest = entry.revisions.order_by("-created_at", "-pk")
        after, before = newest.first(), newest.filter(created_at__lte=note.created_at).first()
        if before is None or after is None or before == after:
            return None
        query = urlencode({"a": before.pk, "b": after.pk})
        return {"note": note, "url": f"{self.link_to('compare', entry.pk)}?{query}"}

    def tell_colleagues(self, request, form: EntryForm) -> str:
        """Email whom the step that was taken concerns; return a sentence about it, or ""."""
        entry, note = form.instance, form.cleaned_data["review_note"]
        if entry.status == Status.REVIEW != form.before:
            told = tell_reviewers(entry=entry, by=request.user, note=note)
            return f"We’re emailing {join_list([str(user) for user in told])}." if told else ""
        if form.step == Action.PROPOSE and form.keeps_changes:
            told = tell_reviewers(entry=entry, by=request.user, note=note, proposes=True)
            return f"We’re emailing {join_list([str(user) for user in told])}." if told else ""
        if form.step == Action.SEND_BACK and (form.keeps_changes or form.before == Status.REVIEW):
            tell_writers(entry=entry, by=request.user, note=note)
        return ""
