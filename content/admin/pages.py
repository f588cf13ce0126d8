from django.contrib import admin

from content.admin.entries import SEARCH_ENGINES, EntryAdmin
from content.forms import PageForm
from content.models import FrontPage, Page


@admin.register(Page)
class PageAdmin(EntryAdmin):
    form = PageForm
    inlines = []
    list_display = ["heading_link", "status_in_words", "changed", "look"]
    autocomplete_fields = ["lead_image"]
    fieldsets = [
        ("Write", {"fields": ["title", "summary", "body"], "classes": ["write"]}),
        ("Pictures", {"fields": ["lead_image", "lead_image_caption"]}),
        ("When", {"fields": ["status", "published_at", "show_in_footer"], "classes": ["aside"]}),
        SEARCH_ENGINES,
    ]


@admin.register(FrontPage)
class FrontPageAdmin(admin.ModelAdmin):
    autocomplete_fields = ["parent_logo"]
