"""The reports of imports: what became of everything, and lists to work through."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from content.admin.forms_of_entries import form_address
from content.admin.lookups import ListedLookups
from content.admin.statuses import show_status
from content.keys import read_key
from content.kinds import all_kinds
from content.models import Entry
from content.moments import format_minute
from content.shapes import LINK_FIELDS
from imports.admin.run_entries import entries_of
from imports.admin.totals import LISTS, list_findings, list_totals, state_of, totals_of
from imports.models import ImportFinding, ImportRun
from imports.reports import IN_FILE, Outcome

ENTRIES_PER_PAGE = 100


class ReadOnly(ListedLookups, admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly):
    list_display = ["importer", "file_names", "started", "state", "open_findings"]
    list_filter = ["importer"]
    change_form_template = "admin/imports/run.html"

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        is_open = Q(findings__done_at=None, findings__isnull=False)
        return super().get_queryset(request).annotate(open_count=Count("findings", filter=is_open))

    def get_urls(self) -> list:
        report = self.admin_site.admin_view(require_safe(self.json_report))
        entries = self.admin_site.admin_view(require_safe(self.show_entries))
        return [
            path("<int:pk>/report.json", report, name="imports_importrun_json"),
            path("<int:pk>/entries/", entries, name="imports_importrun_entries"),
            *super().get_urls(),
        ]

    def json_report(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The report for programs, with as many findings as are kept."""
        run = get_object_or_404(ImportRun, pk=pk)
        if not self.has_view_permission(request, run):
            return self.admin_site.login(request)
        facts = ["heading", "sentence", "entry", "is_failure", "done_at"]
        return JsonResponse(
            {
                "importer": run.importer,
                "files": run.files.splitlines(),
                "started_at": run.started_at,
                "finished_at": run.finished_at,
                "state": state_of(run),
                "totals": totals_of(run),
                "left_out": run.left_out,
                "findings_in_all": run.findings_in_all,
                "findings": list(run.findings.order_by("pk").values(*facts)),
            }
        )

    def show_entries(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List what the import added or changed: ?outcome=new&kind=post."""
        run = get_object_or_404(ImportRun, pk=pk)
        if not self.has_view_permission(request, run):
            return self.admin_site.login(request)
        kind, outcome = request.GET.get("kind", ""), request.GET.get("outcome", "")
        kinds = {each.name: each.plural for each in all_kinds()}
        kind = kind if kind in kinds else ""
        outcome = Outcome.UPDATED if outcome == Outcome.UPDATED else Outcome.NEW
        found = entries_of(run, kind=kind, outcome=outcome)
        page = Paginator(found, ENTRIES_PER_PAGE).get_page(request.GET.get("p"))
        page.object_list = [(entry, form_address(entry)) for entry in page.object_list]
        context = {
            **self.admin_site.each_context(request),
            "title": f"{kinds.get(kind, 'Entries')}: {outcome}",
            "opts": self.opts,
            "run": run,
            "page": page,
            "query": urlencode({"kind": kind, "outcome": outcome}),
        }
        return TemplateResponse(request, "admin/imports/run_entries.html", context)

    def render_change_form(self, request: HttpRequest, context: dict, *args, obj=None, **kwargs):
        totals = totals_of(obj)
        columns = [
            name
            for name in (IN_FILE, *map(str, Outcome))
            if any(name in numbers for numbers in totals.values())
        ]
        context |= {
            "title": str(obj),
            "state": state_of(obj),
            "columns": columns,
            "rows": list_totals(obj, totals, columns, lists=self.lists_for(request)),
            "left_out": sorted(obj.left_out.items(), key=lambda pair: -pair[1]),
            "lists": list_findings(obj),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def lists_for(self, request: HttpRequest) -> dict[str, str]:
        """Return {label of a row: address of the list in the admin}, for those that people see."""
        return {
            label: reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            for label, model in LISTS.items()
            if self.admin_site.get_model_admin(model).has_view_permission(request)
        }

    @admin.display(description="Files")
    def file_names(self, run: ImportRun) -> str:
        return ", ".join(run.files.splitlines())

    @admin.display(description="Started", ordering="started_at")
    def started(self, run: ImportRun) -> str:
        return format_minute(run.started_at)

    @admin.display(description="State", ordering="finished_at")
    def state(self, run: ImportRun) -> SafeString:
        return show_status(state_of(run))

    @admin.display(description="Open findings", ordering="open_count")
    def open_findings(self, run) -> int:
        return run.open_count


COLUMNS = ("sentence_text", "entry_link", "state_text", "heading")


class DoneFilter(admin.SimpleListFilter):
    """Shows what is open, unless someone asks for more."""

    title = "state"
    parameter_name = "state"
    options = (("", "Open"), ("done", "Done"), ("all", "All"))

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return list(self.options[1:])

    def choices(self, changelist) -> Iterator[dict]:
        for value, label in self.options:
            yield {
                "selected": (self.value() or "") == value,
                "query_string": changelist.get_query_string(
                    {self.parameter_name: value} if value else {},
                    [] if value else [self.parameter_name],
                ),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "all":
                return queryset
            case "done":
                return queryset.exclude(done_at=None)
        return queryset.filter(done_at=None)


@admin.register(ImportFinding)
class ImportFindingAdmin(ReadOnly):
    """Findings to check off, one list or all of an import's lists at a time."""

    list_display = COLUMNS
    empty_value_display = ""
    list_filter = [DoneFilter, "run", "heading"]
    list_per_page = 50
    list_select_related = ["run", "done_by"]
    search_fields = ["sentence"]
    show_facets = admin.ShowFacets.NEVER
    actions = ["mark_done", "mark_open"]
    fields = readonly_fields = ("heading", "sentence", "entry_link", "state_text")
    change_list_template = "admin/imports/findings.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportFinding]:
        entries = Entry.objects.only(*LINK_FIELDS)
        found = super().get_queryset(request).prefetch_related(None)
        return found.order_by("-run", "pk").prefetch_related(Prefetch("entry", entries))

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """Leave out what is the same for the whole list."""
        is_open = not request.GET.get(DoneFilter.parameter_name)
        same = {"state_text": is_open, "heading": "heading" in request.GET}
        return [name for name in COLUMNS if not same.get(name)]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        number = read_key(request.GET.get("run__id__exact", ""))
        run = ImportRun.objects.filter(pk=number).first()
        context = {"run": run, "heading": request.GET.get("heading", "")}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        # For the actions; the form is read-only.
        return obj is None and super().has_change_permission(request)

    @admin.display(description="Finding")
    def sentence_text(self, finding: ImportFinding) -> str:
        return finding.sentence

    @admin.display(description="Entry")
    def entry_link(self, finding: ImportFinding) -> SafeString | str:
        if finding.entry is None:
            return ""
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a>', form_address(finding.entry), finding.entry
        )

    @admin.display(description="State", ordering="done_at")
    def state_text(self, finding: ImportFinding) -> SafeString:
        if finding.done_at is None:
            return show_status("open")
        by = f" by {finding.done_by}" if finding.done_by else ""
        return show_status("done", f"{format_minute(finding.done_at)}{by}")

    @admin.action(description="Mark as done", permissions=["change"])
    def mark_done(self, request: HttpRequest, queryset: QuerySet) -> None:
        number = queryset.filter(done_at=None).update(done_at=timezone.now(), done_by=request.user)
        self.message_user(request, f"Marked as done: {number}.", messages.SUCCESS)

    @admin.action(description="Mark as open again", permissions=["change"])
    def mark_open(self, request: HttpRequest, queryset: QuerySet) -> None:
        number = queryset.exclude(done_at=None).update(done_at=None, done_by=None)
        self.message_user(request, f"Marked as open: {number}.", messages.SUCCESS)
