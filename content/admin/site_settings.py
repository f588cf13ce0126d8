from copy import copy
from typing import cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import DateTimeField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import path, resolve, reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST

from content.admin.fields import without_related_actions
from content.admin.lookups import ListedLookups
from content.forms.site_settings import SiteSettingsForm
from content.models import SiteChange, SiteSettings, User
from content.rendering import render_site_texts
from content.site import read_once
from content.site_changes import (
    change_site_settings,
    find_former_name,
    list_changes,
    restore_site_settings,
)

FRONT_PAGE = "/"


@admin.register(SiteSettings)
class SiteSettingsAdmin(ListedLookups, admin.ModelAdmin):
    """There is only one row, so its link in the menu opens its form."""

    form = SiteSettingsForm
    change_form_template = "admin/content/sitesettings/change_form.html"
    # The browser's own pickers, as in the forms of entries.
    formfield_overrides = {
        DateTimeField: {
            "form_class": forms.DateTimeField,
            "widget": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            ),
        }
    }
    autocomplete_fields = ["logo", "icon", "share_picture", "parent_logo", "lead_entry"]
    fieldsets = [
        (None, {"fields": ["name", "tagline"]}),
        (
            "Look",
            {"fields": ["logo", "icon", "share_picture", ("accent_light", "accent_dark")]},
        ),
        (
            "Announcement",
            {"fields": ["announcement", ("announcement_from", "announcement_until")]},
        ),
        ("Front page", {"fields": ["mission", "new_here", "lead_entry", "front_blocks"]}),
        ("Organization", {"fields": [("parent_name", "parent_url"), "parent_logo", "license"]}),
        ("Main menu", {"fields": ["main_menu"], "classes": ["collapse"]}),
        (
            "Footer",
            {
                "fields": [
                    "footer_text",
                    "contact_email",
                    "contact_address",
                    "social_links",
                    "footer_menu",
                ],
                "classes": ["collapse"],
            },
        ),
        ("Comments", {"fields": ["comments_close_after"]}),
        ("Registrations", {"fields": ["hours_to_confirm_seats"]}),
        ("Dates and times", {"fields": ["time_zone", "date_style"]}),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_related_actions(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [
            path(
                "preview/",
                wrap(require_POST(self.preview_view)),
                name="content_sitesettings_preview",
            ),
            path(
                "changes/<int:pk>/restore/",
                wrap(require_POST(self.restore_view)),
                name="content_sitesettings_restore",
            ),
            *super().get_urls(),
        ]

    def has_add_permission(self, request) -> bool:
        return super().has_add_permission(request) and not SiteSettings.objects.exists()

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        site = SiteSettings.objects.first()
        if site is None:
            return HttpResponseRedirect(reverse("admin:content_sitesettings_add"))
        return HttpResponseRedirect(reverse("admin:content_sitesettings_change", args=[site.pk]))

    def render_change_form(self, request, context, *args, **kwargs) -> HttpResponse:
        context["changes"] = list_changes()
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change) -> None:
        change_site_settings(site=obj, by=request.user)

    def response_add(self, request, obj, post_url_continue=None) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request, obj) -> HttpResponse:
        words = format_html(
            'The site settings have been saved. <a href="{}">See the front page</a>.', FRONT_PAGE
        )
        former, fields = find_former_name(obj)
        if fields:
            pairs = [(field.name, field.verbose_name) for field in fields]
            links = format_html_join(", ", '<a href="#id_{}">{}</a>', pairs)
            words = format_html("{} “{}” is still in: {}.", words, former, links)
        return self.back_to_form(request, words)

    def back_to_form(self, request: HttpRequest, words: str) -> HttpResponse:
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:content_sitesettings_changelist"))

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """Show the front page with what is in the form, which isn't saved."""
        stored = SiteSettings.objects.as_shown()
        self.check_may_save(request)
        form = self.get_form(request, stored, change=True)(request.POST, instance=stored)
        if not form.is_valid():
            problems = [str(problem) for errors in form.errors.values() for problem in errors]
            context = {"heading": "This can’t be previewed yet", "sentence": " ".join(problems)}
            return render(request, "refused.html", context, status=400)
        site = form.save(commit=False)
        render_site_texts(site)
        with read_once(shown=site):
            response = resolve(FRONT_PAGE).func(as_reader(request, FRONT_PAGE))
        return response

    def restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.check_may_save(request)
        change = get_object_or_404(SiteChange, pk=pk)
        restore_site_settings(change=change, by=cast(User, request.user))
        return self.back_to_form(
            request, "The earlier site settings are back. What they replaced is in the history."
        )

    def check_may_save(self, request: HttpRequest) -> None:
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied


def as_reader(request: HttpRequest, address: str) -> HttpRequest:
    """Return the request as if someone had opened this page."""
    found = copy(request)
    found.method = "GET"
    found.path = found.path_info = address
    found.GET = QueryDict()
    return found
