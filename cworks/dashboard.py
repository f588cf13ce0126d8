"""What the start page of the admin shows: what waits for somebody, and what is coming."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from blog.models import Comment
from content.editing.permissions import kinds_changed_by, may_publish
from content.links.check_schedule import publicly_linked
from content.models import Entry, Status, User, WebAddress
from events.models import Delivery, Event, Registration
from wiki.models import FileVersion, ProblemReport, Suggestion

ADMIN_OF_KIND = {
    "post": "blog_post",
    "series": "blog_series",
    "page": "content_page",
    "article": "wiki_article",
    "resource": "wiki_resource",
    "publication": "wiki_publication",
    "event": "events_event",
}
SHOWN = 5
EVENTS_SHOWN = 12
# Long, and of no use to a list.
SUGGESTED = ["text", "base_text", "article__body", "article__body_html"]


@dataclass(frozen=True)
class Waiting:
    """Something that somebody should look at: the first few, and where the rest is."""

    title: str
    url: str
    total: int
    rows: list[tuple[str, str]]  # (what, its address)


def waiting_for(user: User) -> Iterator[Waiting]:
    """Yield what waits for this user, leaving out what is empty."""
    kinds = kinds_changed_by(user)
    if may_publish(user):
        entries = Entry.objects.filter(kind__in=kinds)
        lists = [
            ("Ready for review", entries.filter(status=Status.REVIEW), "state=review"),
            ("Scheduled", entries.scheduled(), "state=scheduled"),
            ("Needs attention", entries.exclude(attention=""), "look=attention"),
        ]
    else:
        entries = Entry.objects.filter(created_by=user)
        lists = [
            ("My drafts", entries.filter(status=Status.DRAFT), "state=draft"),
            ("Waiting for an editor", entries.filter(status=Status.REVIEW), "state=review"),
        ]
    first = "post" if "post" in kinds else "event"
    for title, chosen, query in lists:
        url = f"{reverse(f'admin:{ADMIN_OF_KIND[first]}_changelist')}?{query}"
        yield from show(title, url, chosen.order_by("-modified_at"), entry_row)
    if user.has_perm("blog.change_comment"):
        comments = Comment.objects.filter(status=Comment.Status.PENDING)
        url = f"{reverse('admin:blog_comment_changelist')}?status__exact=pending"
        yield from show("Comments waiting", url, comments.select_related("post"), comment_row)
    if user.has_perm("wiki.change_suggestion"):
        suggestions = Suggestion.objects.waiting().select_related("article").defer(*SUGGESTED)
        url = f"{reverse('admin:wiki_suggestion_changelist')}?status__exact=waiting"
        yield from show("Suggestions waiting", url, suggestions, suggestion_row)
    if user.has_perm("wiki.change_problemreport"):
        problems = ProblemReport.objects.open().select_related("entry")
        url = f"{reverse('admin:wiki_problemreport_changelist')}?state=open"
        yield from show("Problems reported", url, problems, problem_row)
    if user.has_perm("wiki.change_fileversion"):
        versions = FileVersion.objects.current().without_text().select_related("file__publication")
        url = f"{reverse('admin:wiki_publication_changelist')}?files=without-text"
        yield from show("Files without text", url, versions.order_by("-created_at"), file_row)

    if user.has_perm("content.change_webaddress"):
        dead = publicly_linked().filter(state=WebAddress.State.DEAD).order_by("-failing_since")
        url = f"{reverse('admin:content_webaddress_changelist')}?state__exact=dead"
        yield from show("Dead links", url, dead, web_address_row)


@dataclass(frozen=True)
class ComingEvent:
    """A line for an event that is coming: how full it is, and whether its mails arrive."""

    event: Event
    waiting: int
    failed: int

    @property
    def url(self) -> str:
        return reverse("admin:events_event_registrations", args=[self.event.pk])

    @property
    def seats(self) -> str:
        seats = self.event.seats
        if seats.capacity is None:
            return f"{seats.taken} registered"
        return f"{seats.taken} of {seats.capacity} seats taken"


def coming_events_for(user: User) -> list[ComingEvent]:
    if not user.has_perm("events.view_registration"):
        return []
    waiting = Q(registrations__state=Registration.State.WAITING)
    events = (
        Event.objects.published()
        .coming()
        .filter(canceled_at=None)
        .select_related("seats")
        .annotate(waiting=Count("registrations", filter=waiting))
        .as_links("seats")[:EVENTS_SHOWN]
    )
    failed = count_failed([event.pk for event in events])
    return [ComingEvent(event, event.waiting, failed.get(event.pk, 0)) for event in events]


def count_failed(event_ids: list[int]) -> dict[int, int]:
    """Return {event: mails that failed}."""
    deliveries = Delivery.objects.filter(
        state=Delivery.State.FAILED, registration__event__in=event_ids
    )
    rows = deliveries.values_list("registration__event").annotate(count=Count("pk"))
    return dict(rows.order_by())


def show(title: str, url: str, rows: QuerySet, describe) -> Iterator[Waiting]:
    total = rows.count()
    if total:
        yield Waiting(title, url, total, [describe(row) for row in rows[:SHOWN]])


def entry_row(entry: Entry) -> tuple[str, str]:
    return entry.heading, reverse(f"admin:{ADMIN_OF_KIND[entry.kind]}_change", args=[entry.pk])


def comment_row(comment: Comment) -> tuple[str, str]:
    return str(comment), reverse("admin:blog_comment_change", args=[comment.pk])


def suggestion_row(suggestion: Suggestion) -> tuple[str, str]:
    return str(suggestion), reverse("admin:wiki_suggestion_change", args=[suggestion.pk])


def problem_row(problem: ProblemReport) -> tuple[str, str]:
    return str(problem), reverse("admin:wiki_problemreport_change", args=[problem.pk])


def web_address_row(address: WebAddress) -> tuple[str, str]:
    return address.url, reverse("admin:content_webaddress_change", args=[address.pk])


def file_row(version: FileVersion) -> tuple[str, str]:
    publication = version.file.publication
    address = reverse("admin:wiki_publication_files", args=[publication.pk])
    return f"{publication.heading}: {version.file}", f"{address}#file-{version.file_id}"
