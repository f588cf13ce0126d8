from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from content.admin.entries import PUBLISHING, SEARCH_ENGINES, EntryAdmin
from content.admin.lookups import ListedLookups
from content.editing.forms.lengths import check_length
from content.editing.forms.widgets import MarkdownWidget
from content.models import FrontPage, Page
from content.rendering import save_front_page


@admin.register(Page)
class PageAdmin(EntryAdmin):
    inlines = []
    list_display = ["heading_link", "status_text", "changed", "view_link"]
    autocomplete_fields = ["lead_image", "card_image"]
    fieldsets = [
        ("Write", {"fields": ["title", "summary", "body"], "classes": ["write"]}),
        PUBLISHING,
        ("Pictures", {"fields": ["lead_image", "lead_image_caption"], "classes": ["aside"]}),
        ("Options", {"fields": ["show_in_footer"], "classes": ["aside"]}),
        SEARCH_ENGINES,
    ]


@admin.register(FrontPage)
class FrontPageAdmin(ListedLookups, admin.ModelAdmin):
    """There is only one front page, so its link in the menu opens its form."""

    autocomplete_fields = ["parent_logo"]

    def has_add_permission(self, request) -> bool:
        return super().has_add_permission(request) and not FrontPage.objects.exists()

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request, obj, form, change) -> None:
        save_front_page(front_page=obj)

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        front_page = FrontPage.objects.first()
        if front_page is None:
            return HttpResponseRedirect(reverse("admin:content_frontpage_add"))
        return HttpResponseRedirect(reverse("admin:content_frontpage_change", args=[front_page.pk]))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in ("mission", "new_here"):
            kwargs["widget"] = MarkdownWidget(attrs={"rows": 6})
            kwargs["validators"] = [check_length]
        return super().formfield_for_dbfield(db_field, request, **kwargs)
