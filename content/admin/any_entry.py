from django.contrib import admin

from content.models import Entry
from content.services.entries import may_publish


@admin.register(Entry)
class AnyEntryAdmin(admin.ModelAdmin):
    """Lets other forms find an entry of any kind; it has no pages of its own."""

    search_fields = ["title", "slug"]
    ordering = ["-modified_at"]

    def get_queryset(self, request):
        entries = super().get_queryset(request)
        if may_publish(request.user):
            return entries
        return entries.published() | entries.filter(created_by=request.user)

    def has_module_permission(self, request) -> bool:
        return False

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    has_delete_permission = has_change_permission
