"""The next steps for an entry, as the buttons of its form offer them: save, submit, publish …"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices

from content.editing.permissions import may_publish
from content.models import Entry, Status, User
from content.moments import format_minute

NOTE, DATE, LATER = "note", "date", "later"


class Action(TextChoices):
    """What a button sends as the form's status if it does more than set one."""

    NOW = "now", "Publish now"
    SCHEDULE = "scheduled", "Schedule"
    SEND_BACK = "sent-back", "Send back"
    # Of a public entry: readers see nothing of the changes yet.
    KEEP = "kept", "Save without publishing"
    PROPOSE = "proposed", "Propose changes"
    # Of a public entry, whose new date is in the future.
    HIDE = "hidden", "Hide it until then"


STATUS_AFTER = {
    Action.NOW: Status.PUBLISHED,
    Action.SCHEDULE: Status.PUBLISHED,
    Action.SEND_BACK: Status.DRAFT,
    Action.KEEP: Status.PUBLISHED,
    Action.PROPOSE: Status.PUBLISHED,
    Action.HIDE: Status.PUBLISHED,
}


@dataclass(frozen=True)
class Step:
    value: str  # a Status or an Action
    label: str
    # What the button first asks for: a note, a date, or when to publish changes.
    asks_for: str = ""
    opener: str = ""  # the label of what opens that

    @property
    def note_is_required(self) -> bool:
        return self.value == Action.SEND_BACK


SUBMIT = Step(Status.REVIEW, "Submit for review", NOTE, "Submit for review…")
SEND_BACK = Step(Action.SEND_BACK, "Send back", NOTE, "Send back…")
RETURN_TO_DRAFT = Step(Status.DRAFT, "Return to draft")
SCHEDULE = Step(Action.SCHEDULE, "Schedule", DATE, "Schedule…")
RESCHEDULE = Step(Action.SCHEDULE, "Reschedule", DATE, "Reschedule…")
PUBLISH_NOW = Step(Action.NOW, "Publish now")
CHANGE_DATE = Step(Status.PUBLISHED, "Change publication date", DATE, "Publication date…")
UNSCHEDULE = Step(Status.DRAFT, "Unschedule")
UNPUBLISH = Step(Status.DRAFT, "Unpublish")
KEEP = Step(Action.KEEP, "Save without publishing", LATER, "Save without publishing…")
PROPOSE = Step(Action.PROPOSE, "Propose changes", NOTE, "Propose changes…")


def status_after(value: str, before: str) -> str:
    """Return the status that a button sets."""
    if value == Action.SEND_BACK and before == Status.PUBLISHED:
        # Only the changes that a writer proposed are sent back.
        return before
    return STATUS_AFTER.get(Action(value), value) if value in Action.values else value


def steps_for(user: User, entry: Entry, *, is_proposed: bool = False) -> list[Step]:
    """Return the steps that a user may take with a stored entry or a new one, saving first.

    `is_proposed` says whether a writer has proposed changes to a public entry.
    """
    is_editor = may_publish(user)
    if entry.status == Status.DRAFT:
        first = Step(Status.DRAFT, "Save draft")
        return [first, SUBMIT, *([SCHEDULE, PUBLISH_NOW] if is_editor else [])]
    if entry.status == Status.REVIEW:
        first = Step(Status.REVIEW, "Save")
        return [first, *([SEND_BACK, SCHEDULE, PUBLISH_NOW] if is_editor else [RETURN_TO_DRAFT])]
    if entry.is_scheduled:
        return [Step(Status.PUBLISHED, "Save"), RESCHEDULE, PUBLISH_NOW, UNSCHEDULE]
    if not is_editor:
        return [PROPOSE]
    first = Step(Status.PUBLISHED, "Publish changes")
    return [first, *([SEND_BACK] if is_proposed else []), KEEP, CHANGE_DATE, UNPUBLISH]


def describe_step(
    value: str, *, before: str, date_before: datetime | None, was_public: bool, entry: Entry
) -> str:
    """Return what happened to an entry, for its history; "" if it was only saved."""
    if entry.status == Status.PUBLISHED and entry.published_at is not None:
        if before == Status.PUBLISHED and entry.published_at == date_before:
            return ""
        if entry.is_scheduled:
            return f"Scheduled for {format_minute(entry.published_at)}"
        return "Publication date changed" if was_public else "Published"
    if before == entry.status:
        return ""
    if value == Action.SEND_BACK:
        return "Sent back"
    if entry.status == Status.REVIEW:
        return "Submitted for review"
    if before == Status.REVIEW:
        return "Returned to draft"
    return "Unpublished" if was_public else "Unscheduled"
