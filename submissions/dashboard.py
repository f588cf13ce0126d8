from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from content.dashboard import WaitingList, list_waiting
from content.models import User
from submissions.models import Submission

Status = Submission.Status


def waiting_submissions(user: User) -> Iterator[WaitingList]:
    """Yield what readers sent that is new, and what this user takes care of."""
    if not user.has_perm("submissions.change_submission"):
        return
    url = reverse("admin:submissions_submission_changelist")
    rows = Submission.objects.confirmed().defer("text")
    mine = Q(assignee=user, status__in=[Status.NEW, Status.IN_PROGRESS])
    yield from list_waiting(
        "Mine to answer",
        url=f"{url}?assigned=me",
        rows=rows.filter(mine),
        describe=describe_submission,
    )
    yield from list_waiting(
        "New from readers",
        url=f"{url}?status__exact=new",
        rows=rows.filter(status=Status.NEW).exclude(mine),
        describe=describe_submission,
    )


def describe_submission(submission: Submission) -> tuple[str, str]:
    address = reverse("admin:submissions_submission_change", args=[submission.pk])
    return f"{submission.get_kind_display()}: {submission.title}", address
