"""Making something public of what readers sent, and telling them."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from content import kinds
from content.editing.permissions import may_publish, who_can_publish
from content.editing.saving import save_entry
from content.editing.slugs import propose_slug
from content.exceptions import NotAllowedToPublish
from content.kinds import Kind
from content.models import Entry, Topic, User, entry_model
from content.querysets import published
from content.readers import email_reader
from submissions.emails import thread_of, write_published
from submissions.exceptions import (
    AlreadyMade,
    DraftRefused,
    NotAProblem,
    NotToBePublished,
    SubmissionError,
    TopicMissing,
)
from submissions.models import Submission

# The kinds of entries that can be made of what readers send.
MADE_INTO = ("post", "resource")
ERASED = (
    "The reader who sent this has erased their details. Their credit is gone; look for their name "
    "in the rest of the text."
)
NOT_AGREED = "The reader who sent this didn’t agree to be named or quoted."


def kinds_for(user: User) -> list[Kind]:
    """Return the kinds of drafts that a user may make of a submission."""
    possible = [kinds.get(name) for name in MADE_INTO]
    return [kind for kind in possible if user.has_perm(f"{kind.app_label}.add_{kind.name}")]


@transaction.atomic
def make_draft(*, submission: Submission, kind: Kind, by: User) -> Entry:
    """Make a draft of what a reader sent, with credit. Raises AlreadyMade and DraftRefused."""
    submission = lock(submission)
    if submission.entry_id:
        raise AlreadyMade
    model = entry_model(kind)
    fields = {
        "title": submission.title,
        "slug": propose_slug(submission.title, model=model),
        "body": write_body(submission),
        "attention": "" if submission.may_publish else NOT_AGREED,
    }
    if kind.name == "resource":
        fields["url"] = submission.url
    entry = model(**fields)
    entry.prepare_to_save()
    try:
        entry.validate_unique()
    except ValidationError as error:
        # Its address, for instance, is in the library already.
        raise DraftRefused(" ".join([DraftRefused.message, *error.messages])) from error
    topics = [submission.topic] if submission.topic else []
    save_entry(
        entry=entry, by=by, reason="Made of what a reader sent", relations={"topics": topics}
    )
    submission.entry = entry
    take_up(submission)
    submission.save(update_fields=["entry", "status", "modified_at"])
    return entry


def take_up(submission: Submission) -> None:
    """Note that someone works on it: what something was made of is no longer new."""
    submission.modified_at = timezone.now()
    if submission.status == Submission.Status.NEW:
        submission.status = Submission.Status.IN_PROGRESS


def write_body(submission: Submission) -> str:
    """Return a draft's first text: the reader's words as a quotation, and the credit."""
    lines = [f"> {line}".rstrip() for line in submission.text.splitlines()]
    credit = write_credit(submission.credit)
    return "\n".join([*lines, "", credit]) if lines else credit


def write_credit(credit: str) -> str:
    return f"*With thanks to {credit or 'a reader'}.*"


def take_credit_back(submission: Submission) -> None:
    """Take a reader who was erased out of the entry that was made of what they sent.

    The credit that we wrote goes by itself. Editors may have named the reader elsewhere, so the
    entry needs their attention.
    """
    if not (submission.entry and submission.credit):
        return
    model = entry_model(submission.entry.registered_kind)
    rows = model._default_manager.select_for_update(of=["self", "entry_ptr"])
    entry = rows.get(pk=submission.entry_id)
    entry.body = entry.body.replace(write_credit(submission.credit), write_credit(""))
    entry.attention = "\n".join(filter(None, [entry.attention, ERASED]))
    save_entry(entry=entry, by=None, reason="Its reader was erased")


@transaction.atomic
def publish_problem(*, submission: Submission, topic: Topic | None, by: User) -> Submission:
    """List a problem of practice under a topic, for all to see, and tell its reader.

    Raises NotAllowedToPublish, NotAProblem, NotToBePublished, TopicMissing.
    """
    submission = lock(submission)
    check_may_list(submission, by)
    if topic is None:
        raise TopicMissing
    submission.topic = topic
    is_new = submission.published_at is None
    submission.published_at = submission.published_at or timezone.now()
    take_up(submission)
    submission.save(update_fields=["topic", "published_at", "status", "modified_at"])
    if is_new:
        tell(submission, title=submission.title, path=submission.get_absolute_url())
    return submission


def check_may_list(submission: Submission, by: User) -> None:
    if not may_publish(by):
        raise NotAllowedToPublish(who_can_publish())
    if submission.kind != Submission.Category.PROBLEM:
        raise NotAProblem
    if not (submission.may_publish and submission.confirmed_at):
        raise NotToBePublished


@transaction.atomic
def take_back_problem(*, submission: Submission, by: User) -> Submission:
    """Take a problem off the list. The counts stay. Raises NotAllowedToPublish."""
    if not may_publish(by):
        raise NotAllowedToPublish(who_can_publish())
    submission = lock(submission)
    submission.published_at, submission.modified_at = None, timezone.now()
    submission.save(update_fields=["published_at", "modified_at"])
    return submission


def lock(submission: Submission) -> Submission:
    """Raises SubmissionError if it was deleted meanwhile."""
    rows = Submission.objects.select_related("reader", "topic").select_for_update(of=["self"])
    found = rows.filter(pk=submission.pk).first()
    if found is None:
        raise SubmissionError("The reader has erased this meanwhile.")
    return found


def tell(submission: Submission, *, title: str, path: str) -> None:
    if submission.reader is None:
        return
    email_reader(
        reader=submission.reader,
        purpose="published",
        content=write_published(submission, title=title, path=path),
        thread=thread_of(submission),
    )


@transaction.atomic
def tell_about_published() -> int:
    """Email readers of whose submissions entries were made that are public by now, once each.

    A job looks for them: a scheduled entry becomes public without anyone doing anything.
    """
    waiting = Submission.objects.filter(
        published("entry__"), told_at=None, reader__isnull=False
    ).select_related("reader", "entry")
    told: Iterable[Submission] = waiting.select_for_update(of=["self"], skip_locked=True)
    count = 0
    for submission in told:
        entry = submission.entry
        if entry is None:
            continue
        tell(submission, title=entry.heading, path=entry.get_absolute_url())
        Submission.objects.filter(pk=submission.pk).update(told_at=timezone.now())
        count += 1
    return count
