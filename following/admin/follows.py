"""Who follows what, in the admin: lists to import and export, and what each week brought."""

from typing import cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe

from content.activity import record
from content.admin.lookups import ListedLookups
from content.csv_files import neutralize, write_csv
from content.models import Activity, User
from content.moments import format_day
from following.exceptions import FollowingError
from following.forms import ListForm
from following.models import Follow
from following.services.lists import ListOutcome, count_weeks, export_list, import_list
from following.services.privacy import describe_follows

SENTENCES = {
    "added": "follow it from now on, as they agreed before",
    "asked": "got an email that asks them",
    "kept": "followed it, or were asked, already",
    "left": "stopped after they had agreed, so we left them alone",
    "unreachable": "can’t be emailed: their address bounced, or they complained",
}


@admin.register(Follow)
class FollowAdmin(ListedLookups, admin.ModelAdmin):
    """Only readers themselves change what they follow."""

    change_list_template = "admin/following/follow_list.html"
    list_display = ["reader", "what", "frequency", "since", "stopped"]
    list_filter = ["frequency", "scope"]
    list_select_related = ["reader"]
    search_fields = ["reader__email"]
    search_help_text = "Email address"
    ordering = ["-created_at", "-pk"]
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [
            path("import/", wrap(self.import_view), name="following_follow_import"),
            path("export/", wrap(self.export_view), name="following_follow_export"),
            path("weeks/", wrap(self.weeks_view), name="following_follow_weeks"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Follow]:
        return super().get_queryset(request).exclude(confirmed_at=None)

    @admin.display(description="Follows")
    def what(self, follow: Follow) -> str:
        return describe_follows([follow])[follow.pk][0]

    @admin.display(description="Since", ordering="confirmed_at")
    def since(self, follow: Follow) -> str:
        return format_day(follow.confirmed_at) if follow.confirmed_at else ""

    @admin.display(description="Stopped", ordering="stopped_at", empty_value="")
    def stopped(self, follow: Follow) -> str | None:
        return format_day(follow.stopped_at) if follow.stopped_at else None

    def check_may_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("following.add_follow"):
            raise PermissionDenied
        form = ListForm(request.POST or None, request.FILES or None)
        outcome = None
        if form.is_valid():
            file = form.cleaned_data["file"]
            scope, _, key = form.cleaned_data["follows"].partition(".")
            frequency = "issue" if scope == "newsletter" else form.cleaned_data["frequency"]
            try:
                outcome = import_list(
                    content=file.read(),
                    source=file.name[:200],
                    scope=scope,
                    key=key,
                    frequency=frequency,
                )
            except FollowingError as error:
                form.add_error("file", str(error))
        context = {
            "title": "Import a list",
            "form": form,
            "outcome": outcome,
            "sentences": say_counts(outcome),
        }
        return self.show(request, "admin/following/import.html", context)

    @method_decorator(require_safe)
    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        self.check_may_view(request)
        record(Activity.Matter.EXPORT, "Followers downloaded (CSV)", by=cast(User, request.user))
        rows = ([neutralize(cell) for cell in row] for row in export_list())
        response = StreamingHttpResponse(write_csv(rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="followers.csv"'
        return response

    @method_decorator(require_safe)
    def weeks_view(self, request: HttpRequest) -> HttpResponse:
        self.check_may_view(request)
        context = {"title": "Weeks", "weeks": count_weeks()}
        return self.show(request, "admin/following/weeks.html", context)

    def show(self, request: HttpRequest, template: str, context: dict) -> HttpResponse:
        common = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, template, {**common, **context})


def say_counts(outcome: ListOutcome | None) -> list[str]:
    if outcome is None:
        return []
    return [
        f"{outcome.counts[word]:,} {SENTENCES[word]}." for word in SENTENCES if outcome.counts[word]
    ]
