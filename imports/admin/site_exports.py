"""Exports of the site: administrators start them here and download them for a week."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from content.admin.columns import minute_column
from content.admin.lookups import ListedLookups
from content.admin.statuses import show_status
from content.moments import format_day
from content.views.media import send_file
from imports.models import SITE_EXPORT_KEPT_FOR, SiteExport

STARTED = minute_column("created_at", "Started")


@admin.register(SiteExport)
class SiteExportAdmin(ListedLookups, admin.ModelAdmin):
    list_display = [STARTED, "format", "personal_data", "state"]
    add_form_template = "admin/imports/start_export.html"
    list_select_related = ["created_by"]
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def get_fields(self, request, obj=None) -> list:
        if obj:
            return ["format", "personal_data", "created_by", STARTED, "state"]
        return ["format", "with_private"]

    def get_readonly_fields(self, request, obj=None) -> list:
        return self.get_fields(request, obj) if obj else []

    # Someone who has the whole site, with what is private, has every right already.
    def has_module_permission(self, request) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request, obj=None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    @admin.display(description="Personal data")
    def personal_data(self, export: SiteExport) -> str:
        return "With personal data" if export.with_private else "Without personal data"

    @admin.display(description="State")
    def state(self, export: SiteExport) -> SafeString:
        if export.problem:
            return show_status("failed", export.problem)
        if not export.finished_at:
            return show_status("running", "You’ll get an email when it is done.")
        address = reverse("admin:imports_siteexport_download", args=[export.pk])
        until = export.created_at + SITE_EXPORT_KEPT_FOR
        link = format_html('<a href="{}">Download</a> until {}', address, format_day(until))
        return show_status("done", link)

    def get_urls(self) -> list:
        download = self.admin_site.admin_view(require_safe(self.download_view))
        name = "imports_siteexport_download"
        return [path("<int:pk>/download/", download, name=name), *super().get_urls()]

    # These import what exports the site, which few requests need, and which takes memory.
    def save_model(self, request, obj, form, change) -> None:
        from imports.site.downloads import start_export

        start_export(export=obj, by=request.user)

    def response_add(self, request, obj, post_url_continue=None) -> HttpResponse:
        self.message_user(
            request,
            f"The export has started. {request.user.email} gets an email when it is done.",
            messages.SUCCESS,
        )
        return HttpResponseRedirect(reverse("admin:imports_siteexport_change", args=[obj.pk]))

    def delete_model(self, request, obj) -> None:
        from imports.site.downloads import delete_export

        delete_export(export=obj)

    def download_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        export = get_object_or_404(SiteExport, pk=pk)
        if not export.path or export.is_expired:
            self.message_user(
                request, "There is nothing to download: the export isn’t done, or has expired.",
                messages.WARNING,
            )  # fmt: skip
            return HttpResponseRedirect(reverse("admin:imports_siteexport_changelist"))
        name = f"site-{export.created_at:%Y-%m-%d}.zip"
        response = send_file(request, export.path, name=name, etag=f'"{export.path}"')
        response["Cache-Control"] = "private, no-store"
        return response
