from django.contrib import admin

from blog.models import CommentBan, SpamWord
from content.admin.lookups import ListedLookups
from content.moments import format_minute


@admin.register(SpamWord)
class SpamWordAdmin(ListedLookups, admin.ModelAdmin):
    """The words that hold a comment for a moderator."""

    list_display = ["text"]
    search_fields = ["text"]
    search_help_text = "Word or phrase"
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 100


@admin.register(CommentBan)
class CommentBanAdmin(ListedLookups, admin.ModelAdmin):
    """Addresses that can't comment for a time. Deleting one lifts the ban."""

    list_display = ["email", "ends", "created_by"]
    list_select_related = ["created_by"]
    search_fields = ["email"]
    search_help_text = "Email address"
    show_facets = admin.ShowFacets.NEVER
    fields = ["email", "until"]

    def save_model(self, request, obj: CommentBan, form, change: bool) -> None:
        obj.created_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description="Until", ordering="until")
    def ends(self, ban: CommentBan) -> str:
        return format_minute(ban.until)
