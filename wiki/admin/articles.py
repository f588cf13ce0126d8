from django.contrib import admin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from content.admin.columns import day_column
from content.admin.entries import NEEDS_ATTENTION, PUBLISHING, SEARCH_ENGINES, EntryAdmin
from content.admin.filters import AttentionFilter, MineFilter, StateFilter
from content.admin.forms_of_entries import form_address
from content.editing.permissions import may_publish
from content.models.links import title_key
from wiki.forms.entries import ArticleForm
from wiki.models import Article
from wiki.reports import REPORTS, drafts_titled, links_to_wanted_titles

ROWS_PER_PAGE = 50
SOURCES_SHOWN = 10


@admin.register(Article)
class ArticleAdmin(EntryAdmin):
    """Articles, and reports for the editors who maintain them."""

    form = ArticleForm
    change_list_template = "admin/wiki/article_list.html"
    list_display = [
        "heading_link",
        "status_text",
        "topics_text",
        day_column("review_by", "Review by"),
        "changed",
        "view_link",
    ]
    list_filter = [StateFilter, MineFilter, AttentionFilter, "sector"]
    autocomplete_fields = [*EntryAdmin.autocomplete_fields, "parent"]
    fieldsets = [
        ("Write", {"fields": ["title", "body", "summary"], "classes": ["write"]}),
        PUBLISHING,
        (
            "Where it belongs",
            {
                "fields": ["parent", "sector", "topics", "tags", "places", "companions"],
                "classes": ["aside"],
            },
        ),
        ("Pictures", {"fields": ["lead_image", "lead_image_caption"], "classes": ["aside"]}),
        ("Options", {"fields": ["review_by"], "classes": ["aside"]}),
        SEARCH_ENGINES,
        NEEDS_ATTENTION,
    ]

    # Reports, for users who can open every article in them

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        shown = {"shows_reports": may_publish(request.user)}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [
            path("reports/", wrap(self.reports_view), name="wiki_reports"),
            path("reports/<slug:name>/", wrap(self.report_view), name="wiki_report"),
            *super().get_urls(),
        ]

    def reports_view(self, request: HttpRequest) -> HttpResponse:
        """Show all reports, each with its number of rows."""
        counted = [(report, report.rows().count()) for report in REPORTS.values()]
        return self.show_report(
            request, "admin/wiki/reports.html", {"title": "Reports", "reports": counted}
        )

    def report_view(self, request: HttpRequest, name: str) -> HttpResponse:
        report = REPORTS.get(name)
        if report is None:
            raise Http404("There is no such report.")
        page = Paginator(report.rows(), ROWS_PER_PAGE).get_page(request.GET.get("p"))
        page.object_list = list(page.object_list)
        if report.name == "broken-links":
            for link in page:
                link.form_url = form_address(link.entry)
        if report.name == "wanted":
            add_form_links(page.object_list)
        context = {"title": report.title, "report": report, "page": page}
        return self.show_report(request, report.template, context)

    def show_report(self, request: HttpRequest, template: str, context: dict) -> HttpResponse:
        if not (self.has_view_permission(request) and may_publish(request.user)):
            raise Http404("There is no such report.")
        return TemplateResponse(
            request,
            template,
            {**self.admin_site.each_context(request), "opts": self.opts, **context},
        )


def add_form_links(rows: list[dict]) -> None:
    """Add links to the forms of entries that want each title, and of a draft that has it."""
    titles = [row["title"] for row in rows]
    wanting: dict[str, list[tuple[str, str]]] = {}
    for link in links_to_wanted_titles(titles):
        wanting.setdefault(link.title, []).append((link.entry.heading, form_address(link.entry)))
    drafts = {title_key(draft.title): form_address(draft) for draft in drafts_titled(titles)}
    for row in rows:
        row["wanting"] = wanting.get(row["title"], [])[:SOURCES_SHOWN]
        row["draft_url"] = drafts.get(row["title"], "")
