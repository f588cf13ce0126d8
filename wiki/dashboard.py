from collections.abc import Iterator

from django.urls import reverse

from content.dashboard import WaitingList, list_waiting
from content.models import User
from wiki.models import FileVersion, ProblemReport, Suggestion

# Long, and of no use to a list.
NOT_LISTED = ["text", "base_text", "article__body", "article__body_html"]


def waiting_messages(user: User) -> Iterator[WaitingList]:
    """Yield what readers have sent about articles and the library."""
    if user.has_perm("wiki.change_suggestion"):
        suggestions = Suggestion.objects.waiting().select_related("article")
        yield from list_waiting(
            "Suggestions waiting",
            url=f"{reverse('admin:wiki_suggestion_changelist')}?status__exact=waiting",
            rows=suggestions.defer(*NOT_LISTED),
            describe=describe_suggestion,
        )
    if user.has_perm("wiki.change_problemreport"):
        yield from list_waiting(
            "Problems reported",
            url=f"{reverse('admin:wiki_problemreport_changelist')}?state=open",
            rows=ProblemReport.objects.open().select_related("entry"),
            describe=describe_problem,
        )


def files_without_text(user: User) -> Iterator[WaitingList]:
    if user.has_perm("wiki.change_fileversion"):
        versions = FileVersion.objects.current().without_text()
        yield from list_waiting(
            "Files without text",
            url=f"{reverse('admin:wiki_publication_changelist')}?files=without-text",
            rows=versions.select_related("file__publication").order_by("-created_at"),
            describe=describe_file,
        )


def describe_suggestion(suggestion: Suggestion) -> tuple[str, str]:
    return str(suggestion), reverse("admin:wiki_suggestion_change", args=[suggestion.pk])


def describe_problem(problem: ProblemReport) -> tuple[str, str]:
    return str(problem), reverse("admin:wiki_problemreport_change", args=[problem.pk])


def describe_file(version: FileVersion) -> tuple[str, str]:
    publication = version.file.publication
    address = reverse("admin:wiki_publication_files", args=[publication.pk])
    return f"{publication.heading}: {version.file}", f"{address}#file-{version.file_id}"
