"""What readers send: a submission, or “This is ours, too” about someone else's."""

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from content.models import Topic
from content.readers import Confirmation, ask_to_confirm, count_request, find_reader
from submissions.emails import subject_of, thread_of
from submissions.models import SharedProblem, Submission

SUBMISSION, SHARED = "submission", "shared-problem"


@transaction.atomic
def send_submission(
    *,
    kind: str,
    email: str,
    title: str,
    text: str = "",
    url: str = "",
    topic: Topic | None = None,
    name: str = "",
    role: str = "",
    state: str = "",
    may_publish: bool = False,
) -> Submission:
    """Keep what a reader sent, which staff see once the reader has confirmed it by email.

    Raises TooManyAttempts.
    """
    submission = Submission.objects.create(
        kind=kind,
        reader=find_reader(email),
        title=title,
        text=text,
        url=url,
        topic=topic,
        name=name,
        role=role,
        state=state,
        may_publish=may_publish,
    )
    ask_to_confirm(
        row=submission,
        key=SUBMISSION,
        subject=subject_of(submission),
        paragraphs=["Please confirm that you sent us this. Then an editor will read it."],
        button="Confirm that it’s from me",
        thread=thread_of(submission),
    )
    return submission


@transaction.atomic
def confirm_submission(submission: Submission) -> None:
    unconfirmed = Submission.objects.filter(pk=submission.pk, confirmed_at=None)
    unconfirmed.update(confirmed_at=timezone.now())


@transaction.atomic
def share_problem(*, problem: Submission, email: str) -> None:
    """Ask a reader to confirm “This is ours, too”, unless they already have.

    Raises TooManyAttempts.
    """
    shared, _ = SharedProblem.objects.get_or_create(problem=problem, reader=find_reader(email))
    if shared.confirmed_at:
        count_request(shared.reader)
        return
    ask_to_confirm(
        row=shared,
        key=SHARED,
        subject="Is this problem yours, too?",
        paragraphs=[f"On our site, someone entered your address below “{problem.title}”."],
        button="Yes, it’s ours, too",
    )


@transaction.atomic
def confirm_shared(shared: SharedProblem) -> None:
    """Count a reader once, whatever is pressed at the same time."""
    unconfirmed = SharedProblem.objects.filter(pk=shared.pk, confirmed_at=None)
    if unconfirmed.update(confirmed_at=timezone.now()):
        problem = Submission.objects.filter(pk=shared.problem_id)
        problem.update(shared_count=F("shared_count") + 1)


def describe_submission(submission: Submission) -> tuple[str, str]:
    return f"Send us “{submission.title}”?", "Yes, send it"


def after_submission(submission: Submission) -> tuple[str, str, str]:
    sentence = (
        "We have it. An editor will read it, and answer by email if there is something to say."
    )
    reader = submission.reader
    path = reader.secret_path() if reader else reverse("submissions:contribute")
    return sentence, "See what you sent", path


def describe_shared(shared: SharedProblem) -> tuple[str, str]:
    return f"Is “{shared.problem.title}” a problem of yours, too?", "Yes, it’s ours, too"


def after_shared(shared: SharedProblem) -> tuple[str, str, str]:
    return "You are counted.", "Back to the problem", shared.problem.get_absolute_url()


CONFIRMATIONS = [
    Confirmation(
        key=SUBMISSION,
        rows=lambda: Submission.objects.select_related("reader").filter(reader__isnull=False),
        describe=describe_submission,
        confirm=confirm_submission,
        after=after_submission,
    ),
    Confirmation(
        key=SHARED,
        # A problem that is no longer public can't be confirmed.
        rows=lambda: SharedProblem.objects.select_related("problem").filter(
            problem__published_at__isnull=False
        ),
        describe=describe_shared,
        confirm=confirm_shared,
        after=after_shared,
    ),
]
