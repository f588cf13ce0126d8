"""What is stored about readers with what they sent: to show, export, and erase it."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from content.models import Entry, Reader
from content.readers import Belonging
from content.retention import Retention
from submissions.models import SharedProblem, Submission, SubmissionNote
from submissions.services.publishing import take_credit_back

EXPORTED = [
    "kind", "title", "text", "url", "topic__name", "name", "role", "state", "may_publish",
    "status", "created_at", "confirmed_at", "published_at", "entry__title",
]  # fmt: skip


def export_submissions(email: str) -> list[dict]:
    """Return what a reader sent, each with the answers that they got."""
    submissions = Submission.objects.filter(reader__email=email).order_by("pk")
    rows = list(submissions.values("pk", *EXPORTED))
    for row in rows:
        answers = SubmissionNote.objects.filter(submission=row.pop("pk"), is_reply=True)
        row["answers"] = list(answers.values("text", "created_at"))
    return rows


@transaction.atomic
def erase_submissions(email: str) -> None:
    """Delete what a reader sent. What was published stays, without the name and the address."""
    sent = Submission.objects.filter(reader__email=email)
    kept = sent.filter(published_at__isnull=False) | sent.filter(entry__isnull=False)
    for submission in kept:
        take_credit_back(submission)
        erase_details(submission)
    sent.delete()


def show_submissions(reader: Reader) -> dict:
    """Return what a reader sent, with its status and what was made of it."""
    sent = list(reader.submissions.confirmed().order_by("-created_at"))
    made = Entry.objects.published().filter(submissions__in=sent).as_links()
    by_pk = {entry.pk: entry for entry in made}
    rows = [(each, by_pk.get(each.entry_id or 0)) for each in sent]
    return {"submissions": rows} if rows else {}


def export_shared(email: str) -> list[dict]:
    rows = SharedProblem.objects.filter(reader__email=email).order_by("pk")
    return [dict(row) for row in rows.values("problem__title", "created_at", "confirmed_at")]


def erase_shared(email: str) -> None:
    """Delete who said it. That someone did stays in the count."""
    SharedProblem.objects.filter(reader__email=email).delete()


def show_shared(reader: Reader) -> dict:
    shared = reader.shared_problems.filter(
        confirmed_at__isnull=False, problem__published_at__isnull=False
    )
    rows = [each.problem for each in shared.select_related("problem").order_by("-confirmed_at")]
    return {"problems": rows} if rows else {}


@transaction.atomic
def erase_details(submission: Submission) -> None:
    """Erase who sent this, and what was written to them and about them."""
    submission.notes.all().delete()
    now = timezone.now()
    Submission.objects.filter(pk=submission.pk).update(
        reader=None, name="", role="", state="", erased_at=now, modified_at=now
    )


def forget_closed(before: datetime) -> int:
    """Erase the details of what was done or declined long ago, and return how much that was.

    What readers see keeps the credit that its reader agreed to.
    """
    old = Submission.objects.filter(closed_at__lt=before, erased_at=None, published_at=None)
    count = 0
    for submission in old.iterator(chunk_size=500):
        erase_details(submission)
        count += 1
    return count


def forget_unconfirmed(before: datetime) -> int:
    """Delete what no one can confirm any more."""
    unconfirmed: list[QuerySet] = [Submission.objects.all(), SharedProblem.objects.all()]
    old = [rows.filter(confirmed_at=None, created_at__lt=before) for rows in unconfirmed]
    return sum(rows.delete()[0] for rows in old)


RETENTIONS = [
    Retention(
        what="What readers sent",
        setting="SUBMISSION_MONTHS",
        forget=forget_closed,
        rule="Who sent it, and what was written to them: erased that long after it was done or "
        "declined. A problem on the site keeps the credit that its reader agreed to.",
    ),
    Retention(
        what="What readers sent and no one confirmed",
        setting="UNCONFIRMED_DAYS",
        forget=forget_unconfirmed,
        rule="Deleted that long after it was sent.",
    ),
]


BELONGINGS = [
    Belonging(
        title="What you sent us",
        export=export_submissions,
        erase=erase_submissions,
        template="submissions/own_submissions.html",
        show=show_submissions,
        stays="What was published, or made into an entry, stays without the name.",
    ),
    Belonging(
        title="Problems that are yours, too",
        export=export_shared,
        erase=erase_shared,
        template="submissions/own_shared.html",
        show=show_shared,
    ),
]
