from django.contrib import admin

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
from content.models import Assignment, Entry, Status
from content.phrases import join_list


class ReviewPanel(admin.ModelAdmin):
    """The review beside an entry’s text: its notes, its reviewer, and who else has it open."""

    def describe_review(self, request, entry: Entry) -> dict:
        """Return what templates/admin/review_panel.html shows."""
        user = request.user
        if not may_discuss(user, entry):
            return {}
        return {
            "may_discuss": True,
            "notes": entry.review_notes.select_related("by"),
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
