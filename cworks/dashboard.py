"""The admin's start page: work that is waiting, and what is coming up."""

from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from content import kinds
from content.dashboard import WaitingList, list_waiting
from content.editing.pending_changes import kept_by, proposed, unpublished
from content.editing.permissions import changeable_kinds, may_publish
from content.editing.reviews import form_path, sent_back
from content.links.check_schedule import publicly_linked
from content.mail.outboxes import failed_rows, outboxes_for
from content.models import Entry, SearchCount, Status, User, WebAddress
from content.moments import format_day, format_minute
from content.phrases import describe_task
from imports.models import Proposal
from submissions.dashboard import waiting_submissions


def waiting_for(user: User) -> Iterator[WaitingList]:
    """Yield the lists of work waiting for this user, except empty ones."""
    yield from waiting_entries(user)
    for kind in kinds.all_kinds():
        if kind.waiting_for:
            yield from kind.waiting_for(user)
    yield from waiting_submissions(user)
    if user.has_perm("content.change_webaddress"):
        yield from list_waiting(
            "Dead links",
            url=f"{reverse('admin:content_webaddress_changelist')}?state__exact=dead",
            rows=publicly_linked().filter(state=WebAddress.State.DEAD).order_by("-failing_since"),
            describe=describe_web_address,
        )
    yield from waiting_proposals(user)
    yield from failed_emails(user)
    yield from failed_jobs(user)
    yield from empty_searches(user)


def waiting_proposals(user: User) -> Iterator[WaitingList]:
    if user.has_perm("imports.change_proposal"):
        url = reverse("admin:imports_proposal_changelist")
        yield from list_waiting(
            "Proposals",
            url=url,
            rows=Proposal.objects.waiting().select_related("entry").order_by("kind", "group", "pk"),
            describe=lambda proposal: (str(proposal), f"{url}?kind={proposal.kind}"),
        )


def failed_emails(user: User) -> Iterator[WaitingList]:
    if not user.has_perm("content.view_email"):
        return
    url = reverse("admin:content_email_changelist")
    for outbox in outboxes_for(user):
        yield from list_waiting(
            f"{outbox.title} that failed",
            url=url,
            rows=failed_rows(outbox),
            describe=outbox.describe,
        )


def failed_jobs(user: User) -> Iterator[WaitingList]:
    if user.has_perm("procrastinate.view_procrastinatejob"):
        yield from list_waiting(
            "Failed jobs",
            url=f"{reverse('admin:procrastinate_procrastinatejob_changelist')}?status__exact=failed",
            rows=ProcrastinateJob.objects.filter(status="failed").order_by("-pk"),
            describe=describe_job,
        )


def empty_searches(user: User) -> Iterator[WaitingList]:
    if user.has_perm("content.view_searchcount"):
        yield from list_waiting(
            "Searches that found nothing",
            url=f"{reverse('admin:content_searchcount_changelist')}?found=nothing",
            rows=SearchCount.objects.filter(found=0).order_by("-searches", "words"),
            describe=describe_search,
        )


def waiting_entries(user: User) -> Iterator[WaitingList]:
    changed = changeable_kinds(user)
    if not changed:
        return
    if may_publish(user):
        entries = Entry.objects.filter(kind__in=changed)
        waiting = entries.filter(status=Status.REVIEW)
        mine = waiting.filter(assignment__assignee=user)
        lists = [
            ("My drafts", entries.filter(status=Status.DRAFT).by_user(user), "state=my-drafts"),
            ("Mine to review", mine, "state=mine-to-review"),
            (
                "Changes not published",
                entries.filter(pending__in=unpublished()),
                "state=changes-failed",
            ),
            ("Changes proposed", entries.filter(pending__in=proposed()), "state=changes-proposed"),
            ("Changes I keep", entries.filter(pending__in=kept_by(user)), "state=changes-kept"),
            ("In review", waiting.exclude(pk__in=mine.values("pk")), "state=review"),
            ("Coming out this week", entries.coming_out_this_week(), "state=this-week"),
            ("Needs attention", entries.exclude(attention=""), "missing=attention"),
        ]
    else:
        entries = Entry.objects.by_user(user)
        returned = sent_back().by_user(user)
        drafts = entries.filter(status=Status.DRAFT).exclude(pk__in=returned.values("pk"))
        lists = [
            ("Sent back", returned, "state=sent-back"),
            ("My drafts", drafts, "state=draft"),
            ("Waiting for an editor", entries.filter(status=Status.REVIEW), "state=review"),
            ("Coming out this week", entries.coming_out_this_week(), "state=this-week"),
        ]
    for title, chosen, query in lists:
        found = set(chosen.values_list("kind", flat=True).distinct())
        # Each kind has its own list in the admin.
        for kind in kinds.all_kinds():
            if kind.name not in found:
                continue
            yield from list_waiting(
                f"{title}: {kind.model._meta.verbose_name_plural}",
                url=f"{reverse(kind.admin_url_name('changelist'))}?{query}",
                rows=chosen.filter(kind=kind.name)
                .select_related("assignment__assignee", "pending")
                # The first that is due, or was, comes first.
                .order_by(F("assignment__due_on").asc(nulls_last=True), "-modified_at"),
                describe=describe_entry,
            )


def describe_entry(entry: Entry) -> tuple[str, str]:
    pending = getattr(entry, "pending", None)
    problem = f": {pending.problem}" if pending and pending.problem else ""
    date = entry.published_at
    when = f": {format_minute(date)}" if date and entry.is_scheduled else ""
    if pending and pending.publish_at:
        when += f": changes, {format_minute(pending.publish_at)}"
    return f"{entry.heading}{describe_assignment(entry)}{when}{problem}", form_path(entry)


def describe_assignment(entry: Entry) -> str:
    """Return who reviews an entry and by when, after its title."""
    assignment = getattr(entry, "assignment", None)
    if entry.status != Status.REVIEW or assignment is None:
        return ""
    due = f", due {format_day(assignment.due_on)}" if assignment.due_on else ""
    return f" ({assignment.assignee}{due}{', overdue' if assignment.is_overdue else ''})"


def describe_job(job: ProcrastinateJob) -> tuple[str, str]:
    address = reverse("admin:procrastinate_procrastinatejob_change", args=[job.pk])
    return f"{describe_task(job.task_name)} (job {job.pk})", address


def describe_search(search: SearchCount) -> tuple[str, str]:
    times = "once" if search.searches == 1 else f"{search.searches} times"
    return f"“{search.words}”, {times}", reverse(
        "admin:content_searchcount_change", args=[search.pk]
    )


def describe_web_address(address: WebAddress) -> tuple[str, str]:
    return address.url, reverse("admin:content_webaddress_change", args=[address.pk])


def coming_for(user: User) -> list:
    """Return what is coming up that this user manages, such as events with their seats."""
    return [line for kind in kinds.all_kinds() if kind.coming_for for line in kind.coming_for(user)]
