from django.contrib import admin

from content.admin.entries import SEARCH_ENGINES, TO_MEND, EntryAdmin
from content.admin.filters import MendFilter, MineFilter, StateFilter
from wiki.forms.entries import ArticleForm
from wiki.models import Article


@admin.register(Article)
class ArticleAdmin(EntryAdmin):
    form = ArticleForm
    list_display = [
        "heading_link",
        "status_in_words",
        "topics_in_words",
        "review_by",
        "changed",
        "look",
    ]
    list_filter = [StateFilter, MineFilter, MendFilter, "sector"]
    autocomplete_fields = [*EntryAdmin.autocomplete_fields, "parent"]
    fieldsets = [
        ("Write", {"fields": ["title", "summary", "body"], "classes": ["write"]}),
        (
            "Where it belongs",
            {"fields": ["parent", "sector", "topics", "tags", "places", "companions"]},
        ),
        ("Pictures", {"fields": ["lead_image", "lead_image_caption"]}),
        ("When", {"fields": ["status", "published_at", "review_by"], "classes": ["aside"]}),
        SEARCH_ENGINES,
        TO_MEND,
    ]
