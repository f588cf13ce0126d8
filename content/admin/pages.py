from django.contrib import admin

from content.admin.entries import PUBLISHING, SEARCH_ENGINES, EntryAdmin
from content.models import Page


@admin.register(Page)
class PageAdmin(EntryAdmin):
    inlines = []
    list_display = ["heading_link", "status_text", "changed", "view_link"]
    autocomplete_fields = ["lead_image", "card_image"]
    fieldsets = [
        ("Write", {"fields": ["title", "body", "summary"], "classes": ["write"]}),
        PUBLISHING,
        ("Pictures", {"fields": ["lead_image", "lead_image_caption"], "classes": ["aside"]}),
        ("Options", {"fields": ["show_in_footer"], "classes": ["aside"]}),
        SEARCH_ENGINES,
    ]
