from django.contrib import admin

from content.admin.lookups import ListedLookups
from content.editing.permissions import visible_to
from content.models import Entry


@admin.register(Entry)
class AnyEntryAdmin(ListedLookups, admin.ModelAdmin):
    """Lets other forms autocomplete entries of any kind. It has no pages of its own."""

    search_fields = ["title", "slug"]
    ordering = ["-modified_at"]

    def get_queryset(self, request):
        return visible_to(request.user).order_by(*self.ordering)

    def get_urls(self) -> list:
        return []

    def has_module_permission(self, request) -> bool:
        return False

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    has_delete_permission = has_change_permission
