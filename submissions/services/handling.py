"""What staff do with what readers sent, besides publishing it."""

from collections.abc import Iterable

from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from content.editing.notices import notify
from content.mail import EmailContent
from content.models import User
from content.paths import absolute
from content.phrases import shorten
from content.readers import email_reader
from content.site import site_settings
from submissions.emails import subject_of, thread_of
from submissions.exceptions import NoSharedMailbox, ReaderUnreachable
from submissions.models import Submission, SubmissionNote

Status = Submission.Status
CHANGE = "submissions.change_submission"
# As much of what the reader wrote as an answer repeats.
LONGEST_QUOTE = 600


def possible_assignees() -> QuerySet[User]:
    return ModelBackend().with_perm(CHANGE).filter(is_active=True).order_by("name", "pk")


@transaction.atomic
def save_submission(*, submission: Submission, by: User) -> Submission:
    """Save what staff changed, and email someone else to whom it is newly assigned."""
    stored = Submission.objects.select_for_update().get(pk=submission.pk)
    now = timezone.now()
    submission.modified_at = now
    is_closed = submission.status in Submission.CLOSED
    submission.closed_at = (stored.closed_at or now) if is_closed else None
    submission.save()
    assignee = submission.assignee
    if assignee and assignee.pk not in (stored.assignee_id, by.pk):
        notify(
            users=[assignee],
            subject=f"For you to answer: {submission.title}",
            sentence=f"{by} has assigned you what a reader sent: “{submission.title}”.",
            address=absolute(form_path(submission)),
        )
    return submission


@transaction.atomic
def set_status(*, submissions: Iterable[Submission], status: str, by: User) -> int:
    """Set the status of several, and return how many had another."""
    changed = [each for each in submissions if each.status != status]
    for submission in changed:
        submission.status = status
        save_submission(submission=submission, by=by)
    return len(changed)


def add_submission_note(*, submission: Submission, by: User, text: str) -> SubmissionNote:
    """Add a note for colleagues. The reader doesn't see it."""
    return SubmissionNote.objects.create(submission=submission, by=by, text=text)


@transaction.atomic
def reply(
    *, submission: Submission, by: User, text: str, to_mailbox: bool = False
) -> SubmissionNote:
    """Email a reader an answer, which the thread of notes keeps.

    The reader's answers go to its author or, with `to_mailbox`, to the site's address for readers.
    Raises ReaderUnreachable and NoSharedMailbox.
    """
    submission = Submission.objects.select_for_update(of=["self"]).get(pk=submission.pk)
    reader = submission.reader
    if reader is None or reader.problem:
        raise ReaderUnreachable
    reply_to = site_settings().contact_email if to_mailbox else by.email
    if not reply_to:
        raise NoSharedMailbox
    email_reader(
        reader=reader,
        purpose="answer",
        content=EmailContent(
            subject=f"Re: {subject_of(submission)}",
            paragraphs=[part.strip() for part in text.split("\n\n") if part.strip()],
            quote=shorten(
                "\n\n".join(filter(None, [submission.title, submission.text])), LONGEST_QUOTE
            ),
        ),
        thread=thread_of(submission),
        reply_to=reply_to,
    )
    if submission.status in (Status.NEW, Status.IN_PROGRESS):
        submission.status = Status.ANSWERED
        save_submission(submission=submission, by=by)
    return SubmissionNote.objects.create(submission=submission, by=by, text=text, is_reply=True)


def form_path(submission: Submission) -> str:
    return reverse("admin:submissions_submission_change", args=[submission.pk])
