from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import PasswordResetConfirmView
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse, reverse_lazy

from blog.models import Comment
from content.models import Entry, Kind, Status, User, WebAddress
from content.services.entries import may_publish
from content.services.link_rounds import led_to
from content.views import editing
from wiki.models import FileVersion, ProblemReport, Suggestion

# The start page, grouped as people work; what is not named here comes last.
GROUPS = {
    "Write": ["blog.Post", "blog.Series", "blog.Comment", "content.Page", "content.FrontPage"],
    "Library and wiki": [
        "wiki.Article",
        "wiki.Resource",
        "wiki.Publication",
        "wiki.Suggestion",
        "wiki.ProblemReport",
    ],
    "People and subjects": ["content.Person", "content.Topic", "taggit.Tag", "content.Place"],
    "Files": ["content.Image", "content.Document"],
    "Site": ["content.Redirect", "content.WebAddress", "content.User", "auth.Group"],
}
ADMIN_OF_KIND = {
    Kind.POST: "blog_post",
    Kind.SERIES: "blog_series",
    Kind.PAGE: "content_page",
    Kind.ARTICLE: "wiki_article",
    Kind.RESOURCE: "wiki_resource",
    Kind.PUBLICATION: "wiki_publication",
}
SHOWN = 5
# Long, and of no use to a list.
SUGGESTED = ["text", "base_text", "article__body", "article__body_html"]


class AdminSite(admin.AdminSite):
    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = "Write, edit, publish"
    index_template = "admin/start.html"
    # The menu stands in the header: the width belongs to the text.
    enable_nav_sidebar = False

    def get_urls(self) -> list:
        # These answer scripts: they say by themselves that somebody is signed out.
        return [
            path("preview/", editing.preview_markdown, name="preview-markdown"),
            path("preview/frame/", editing.preview_frame, name="preview-frame"),
            path("session/", editing.check_session, name="check-session"),
            path(
                "invitation/<uidb64>/<token>/",
                PasswordResetConfirmView.as_view(
                    template_name="admin/invitation.html",
                    success_url=reverse_lazy("admin:index"),
                    post_reset_login=True,
                ),
                name="invitation",
            ),
            path("tags/", editing.suggest_tags, name="tag-suggestions"),
            *super().get_urls(),
        ]

    def index(self, request: HttpRequest, extra_context=None):
        context = {"waiting": list(waiting_for(request.user)), **(extra_context or {})}
        return super().index(request, context)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list:
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        found = {
            f"{app['app_label']}.{model['object_name']}": model
            for app in apps
            for model in app["models"]
        }
        grouped = [
            (title, [found.pop(name) for name in names if name in found])
            for title, names in GROUPS.items()
        ]
        grouped.append(("More", list(found.values())))
        return [
            {
                "name": title,
                "app_label": title.lower().replace(" ", "-"),
                "app_url": "",
                "has_module_perms": True,
                "models": models,
            }
            for title, models in grouped
            if models
        ]


@dataclass(frozen=True)
class Waiting:
    """Something that somebody should look at: the first few, and where the rest is."""

    title: str
    url: str
    total: int
    rows: list[tuple[str, str]]  # (what, its address)


def waiting_for(user: User) -> Iterator[Waiting]:
    """Yield what waits for this user, leaving out what is empty."""
    if may_publish(user):
        entries = Entry.objects.all()
        lists = [
            ("Ready for review", entries.filter(status=Status.REVIEW), "state=review"),
            ("Scheduled", entries.scheduled(), "state=scheduled"),
            ("To mend", entries.exclude(attention=""), "look=mend"),
        ]
    else:
        entries = Entry.objects.filter(created_by=user)
        lists = [
            ("My drafts", entries.filter(status=Status.DRAFT), "state=draft"),
            ("Waiting for an editor", entries.filter(status=Status.REVIEW), "state=review"),
        ]
    for title, chosen, query in lists:
        url = f"{reverse('admin:blog_post_changelist')}?{query}"
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
        dead = led_to().filter(state=WebAddress.State.DEAD).order_by("-failing_since")
        url = f"{reverse('admin:content_webaddress_changelist')}?state__exact=dead"
        yield from show("Dead links", url, dead, web_address_row)


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
