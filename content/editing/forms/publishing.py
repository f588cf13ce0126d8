"""What the buttons above an entry's form do with it."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from content.editing.forms.concurrent import ConcurrentForm
from content.editing.forms.wall_times import WallTimeField
from content.editing.pending_changes import changed_names
from content.editing.permissions import may_publish, who_can_publish
from content.editing.steps import DATE, LATER, NOTE, Action, describe_step, status_after
from content.form_fields import LineFormField, LinesFormField
from content.models import Entry, PendingVersion, Status, User
from content.moments import format_minute

# Fields that say how to save the form.
NOT_OF_THE_ENTRY = {
    "changes_at", "draft_key", "merged", "note", "notifies_people", "pending_mark",
    "review_note", "seen", "status",
}  # fmt: skip
NOT_SHOWN = (
    "{who} has kept, published, or discarded changes to this while you were writing, so yours "
    "aren’t saved. This browser has kept your text: open the form again to see both."
)
PUBLISHED_SINCE = (
    "This has been published, so your changes aren’t saved yet. You can propose them to an editor."
)
IN_THE_FUTURE = "Choose a date and time in the future, or publish it now."
NOT_KEPT = "This can’t be saved without publishing. Publish it now, or undo it."


class PublishingForm(ConcurrentForm):
    """A form whose buttons set the status, and may keep the changes for later instead."""

    # The changes that readers don't see yet, set by the admin.
    pending: PendingVersion | None = None

    review_note = LinesFormField(
        required=False, max_length=5_000, widget=forms.Textarea({"rows": 3})
    )
    note = LineFormField(
        required=False,
        max_length=300,
        label="What did you change? (optional)",
        help_text="In a few words, for your colleagues, in the history.",
    )
    # When changes that are kept for later are published.
    changes_at = WallTimeField(
        required=False,
        label="Publish the changes on",
        help_text="Eastern time. Leave empty to keep them until someone publishes them.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    # Which kept changes the form shows.
    pending_mark = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        entry: Entry = self.instance
        self.before, self.date_before = entry.status, entry.published_at
        self.was_published = entry.status == Status.PUBLISHED
        self.was_public = self.was_published and entry.is_public
        if entry.registered_kind.has_public_history:
            self.fields["note"].help_text = "In a few words. Readers see it in the history."
        # Where the admin goes back to if the changes are only kept.
        self.before_changes: Any = None
        # What the button that was pressed does with the entry: a Status or an Action.
        self.step: str = self.before
        # Whether the new date would take a public entry from readers, which needs its own button.
        self.hides = False
        if self.is_bound:
            self.read_step()
        if "status" in self.fields:
            self.limit_status()
        if self.pending:
            self.show_pending(self.pending)

    def read_step(self) -> None:
        """Replace what the button sent with the status that it sets."""
        # The form itself sends the status that it shows, and a button follows it.
        sent = self.data.getlist("publish_anyway") or self.data.getlist("status")
        self.step = sent[-1] if sent else self.before
        self.data.setlist("status", [status_after(self.step, self.before)])

    def limit_status(self) -> None:
        field = cast(forms.ChoiceField, self.fields["status"])
        allowed = list(Status)
        if not may_publish(cast(User, self.user)):
            allowed = [Status.DRAFT, Status.REVIEW]
            if self.was_public:
                # Of what readers see, writers can only propose changes.
                allowed = [Status.PUBLISHED] if self.proposes or self.is_check else []
            field.error_messages["invalid_choice"] = (
                PUBLISHED_SINCE if self.was_public else who_can_publish(type(self.instance))
            )
        # Without the empty choice that Django adds.
        field.choices = [(status.value, str(status.label)) for status in allowed]

    def show_pending(self, pending: PendingVersion) -> None:
        """Show the kept changes in place of what is published."""
        self.initial["pending_mark"] = pending.mark
        self.initial["note"] = pending.note
        if pending.publish_at:
            field = cast(WallTimeField, self.fields["changes_at"])
            zone = timezone.get_default_timezone()
            shown = field.remember(pending.publish_at, zone=zone, is_day=False)
            self.initial["changes_at"] = shown
        if self.is_bound:
            return
        for name in changed_names(type(self.instance)):
            if name in self.fields and name in pending.data:
                self.initial[name] = self.initial_in(pending.data, name)
        # Saving the form merges it with what was published since.
        self.initial["seen"] = str(pending.base)

    @property
    def is_check(self) -> bool:
        """Whether the form was submitted only to run the publishing check."""
        return "_check" in self.data

    @property
    def proposes(self) -> bool:
        return self.was_public and self.step == Action.PROPOSE

    @property
    def keeps_changes(self) -> bool:
        """Whether saving this form leaves what readers see as it is."""
        kept = (Action.KEEP, Action.PROPOSE, Action.SEND_BACK)
        return self.was_public and self.step in kept

    @property
    def unanswered(self) -> str:
        """What a button asked for and didn’t get: a note, a date, or nothing."""
        asked = {"published_at": DATE, "review_note": NOTE, "changes_at": LATER}
        return next((asks for name, asks in asked.items() if name in self.errors), "")

    @property
    def reason(self) -> str:
        """What saving this form does, for the history: “Published: Fixed the dates,” or ""."""
        step = describe_step(
            self.step,
            before=self.before,
            date_before=self.date_before,
            was_public=self.was_public,
            entry=self.instance,
        )
        slug, note = self.initial.get("slug"), self.cleaned_data["note"]
        is_moved = bool(slug) and slug != self.instance.slug
        what = ", ".join(filter(None, [step, "Address changed" if is_moved else ""]))
        return f"{what}: {note}" if what and note else what or note

    def clean_published_at(self) -> datetime | None:
        date = self.cleaned_data["published_at"]
        if self.step == Action.SCHEDULE and (date is None or date <= timezone.now()):
            raise ValidationError(IN_THE_FUTURE)
        if date is None or date <= timezone.now():
            return date
        if self.step == Action.NOW:
            return None
        if self.was_public and self.step == Status.PUBLISHED:
            self.hides = True
            raise ValidationError(self.describe_hiding(date))
        return date

    def describe_hiding(self, date: datetime) -> str:
        """Return what happens to readers if a public entry gets a date in the future."""
        return f"Readers won’t find this page until {format_minute(date)}."

    def clean_changes_at(self) -> datetime | None:
        date = self.cleaned_data["changes_at"]
        if self.step == Action.KEEP and date and date <= timezone.now():
            raise ValidationError(IN_THE_FUTURE)
        return date

    def clean_review_note(self) -> str:
        note = self.cleaned_data["review_note"]
        if self.step == Action.SEND_BACK and not note:
            raise ValidationError("Say what the writer should change.")
        return note

    def check_pending(self) -> None:
        """Refuse to replace changes that this form didn’t show, or to keep what can’t be kept."""
        mark = self.pending.mark if self.pending else ""
        if self.data.get("pending_mark", "") != mark and not self.is_check:
            who = self.pending.by if self.pending else None
            self.add_error(None, NOT_SHOWN.format(who=who or "Someone"))
        if not self.keeps_changes:
            return
        kept = {*changed_names(type(self.instance)), *NOT_OF_THE_ENTRY}
        for name in self.changed_data:
            if name not in kept and name in self.cleaned_data:
                self.add_error(name, NOT_KEPT)
