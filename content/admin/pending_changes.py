from collections.abc import Callable

from django.contrib import admin
from django.db import transaction

from content.editing.forms import EntryForm
from content.editing.pending_changes import (
    compare_with_public,
    discard_changes,
    keep_changes,
    may_propose,
    pending_for,
)
from content.editing.revision_data import read_data
from content.editing.steps import Action
from content.keys import read_key
from content.models import Contribution, Entry


class PendingChanges(admin.ModelAdmin):
    """In the form of a public entry, the changes to it that readers don’t see yet."""

    # Of content.admin.revisions.
    link_to: Callable[..., str]

    def find_pending(self, request, object_id) -> None:
        """Note on the request what its form shows, and whether a writer may propose changes."""
        request.pending, request.proposes = None, False
        entry = self.model.objects.filter(pk=read_key(str(object_id))).first()
        if entry is not None and entry.is_public:
            request.pending = pending_for(request.user, entry)
            kept_by_others = hasattr(entry, "pending") and request.pending is None
            request.proposes = may_propose(request.user, entry) and not kept_by_others

    def notice_of_published(self, request, entry: Entry) -> str:
        """Return what a writer reads above a published entry: whether to propose changes."""
        if getattr(request, "proposes", False):
            return "This is published. You can propose changes, which an editor publishes."
        if may_propose(request.user, entry):
            return "An editor is changing this. You can propose changes once theirs are public."
        return "This is published, so only an editor can change it."

    def show_people(self, request, values: dict) -> dict:
        """Return the arguments of the formset for people, with the kept ones."""
        pending = getattr(request, "pending", None)
        if pending is None or "data" in values or "people" not in pending.data:
            return values
        people = [
            {"person": row["id"], "role": row["role"], "order": number}
            for number, row in enumerate(pending.data["people"], start=1)
        ]
        return {**values, "queryset": Contribution.objects.none(), "initial": people}

    def describe_pending(self, request, entry: Entry) -> dict:
        """Return what templates/admin/pending.html shows."""
        pending = getattr(request, "pending", None)
        if pending is None:
            return {}
        return {
            "pending": pending,
            "pending_changes": compare_with_public(pending, entry),
            "preview_changes_url": self.link_to("preview_changes", entry.pk),
        }

    def save_form(self, request, form, change):
        if form.keeps_changes:
            form.before_changes = transaction.savepoint_create()
        return super().save_form(request, form, change)

    def keep(self, request, form: EntryForm) -> None:
        """Take back what was saved, so that readers don’t see it, and keep it for later.

        Everything that saving does is in the database, the jobs it queues included.
        """
        entry = self.model.objects.get(pk=form.instance.pk)
        data = read_data(entry)
        transaction.savepoint_rollback(form.before_changes)
        is_sent_back = form.step == Action.SEND_BACK and form.pending is not None
        keep_changes(
            entry=entry,
            data=data,
            by=form.pending.by if is_sent_back and form.pending else request.user,
            is_proposed=form.step == Action.PROPOSE,
            publish_at=form.cleaned_data["changes_at"] if form.step == Action.KEEP else None,
            note=form.cleaned_data["note"],
        )

    def forget_pending(self, form: EntryForm) -> None:
        """Once they are published, the changes are no longer kept."""
        if form.pending:
            discard_changes(entry=form.instance)
