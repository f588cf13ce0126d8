from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.views.decorators.http import require_POST

from content.admin.columns import minute_column
from content.admin.lookups import ListedLookups
from content.admin.statuses import show_status
from content.shapes import NOT_IN_ROWS
from wiki.models import ProblemReport
from wiki.services.problems import resolve_problems

ALREADY_RESOLVED = "Someone has already resolved this report."


class ResolvedFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin) -> list:
        return [("open", "Open"), ("resolved", "Resolved")]

    def queryset(self, request, queryset):
        match self.value():
            case "open":
                return queryset.open()
            case "resolved":
                return queryset.filter(resolved_at__isnull=False)
        return queryset


@admin.register(ProblemReport)
class ProblemReportAdmin(ListedLookups, admin.ModelAdmin):
    """Readers' problem reports, open ones first."""

    list_display = ["opening", "kind", "what", "state", minute_column("created_at", "Sent")]
    list_filter = [ResolvedFilter, "kind"]
    search_fields = ["entry__title", "reason", "email"]
    search_help_text = "Title or report"
    date_hierarchy = "created_at"
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    actions = ["resolve_selected"]

    def get_queryset(self, request):
        reports = super().get_queryset(request).select_related("entry", "resolved_by")
        return reports.defer(*(f"entry__{name}" for name in NOT_IN_ROWS))

    def get_ordering(self, request) -> list:
        open_first = Case(When(resolved_at=None, then=Value(0)), default=Value(1))
        return [open_first, "-created_at"]

    def has_add_permission(self, request) -> bool:
        return False

    @admin.display(description="What they say")
    def opening(self, report: ProblemReport) -> str:
        return Truncator(report.reason).words(24)

    @admin.display(description="About")
    def what(self, report: ProblemReport) -> str:
        return format_html('<a href="{}">{}</a>', change_path(report), report.entry)

    @admin.display(description="State", ordering="resolved_at")
    def state(self, report: ProblemReport) -> str:
        return show_status("resolved" if report.resolved_at else "open")

    @admin.action(description="Mark as resolved", permissions=["change"])
    def resolve_selected(self, request, queryset) -> None:
        count = resolve_problems(problems=queryset, by=request.user)
        words = "One report was" if count == 1 else f"{count} reports were"
        self.message_user(request, f"{words} marked as resolved.", messages.SUCCESS)

    # The page of one

    def get_urls(self) -> list:
        wrapped = self.admin_site.admin_view(require_POST(self.resolve_view))
        return [
            path("<int:pk>/resolve/", wrapped, name="wiki_problemreport_resolve"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        report = self.get_object(request, object_id)
        if report is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, report):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Problem",
            "report": report,
            "form_url": change_path(report),
            "may_resolve": self.has_change_permission(request, report),
        }
        return TemplateResponse(request, "admin/wiki/problem.html", context)

    def resolve_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        if resolve_problems(problems=self.get_queryset(request).filter(pk=pk), by=request.user):
            messages.success(request, "The report was marked as resolved.")
        else:
            messages.warning(request, ALREADY_RESOLVED)
        return HttpResponseRedirect(reverse("admin:wiki_problemreport_changelist"))


def change_path(report: ProblemReport) -> str:
    """Return the path of the article's, resource's, or publication's form."""
    return reverse(f"admin:wiki_{report.entry.kind}_change", args=[report.entry_id])
