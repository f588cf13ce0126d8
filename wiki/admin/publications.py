from django.contrib import admin

from content.admin.entries import NEEDS_ATTENTION, PUBLISHING, SEARCH_ENGINES, EntryAdmin
from content.admin.filters import AttentionFilter, StateFilter
from wiki.admin.publication_files import PublicationFilePages, UnsearchableFilesFilter
from wiki.forms.entries import PublicationForm
from wiki.models import Publication


@admin.register(Publication)
class PublicationAdmin(PublicationFilePages, EntryAdmin):
    form = PublicationForm
    list_display = [
        "heading_link",
        "format",
        "authors_text",
        "year",
        "status_text",
        "changed",
        "view_link",
    ]
    list_filter = [StateFilter, AttentionFilter, UnsearchableFilesFilter, "format", "sector"]
    fieldsets = [
        ("Write", {"fields": ["title", "body", "summary"], "classes": ["write"]}),
        ("Files", {"fields": ["files_so_far", "new_files"]}),
        PUBLISHING,
        (
            "What it is",
            {
                "fields": [("format", "year"), ("publisher", "edition"), ("isbn", "doi")],
                "classes": ["aside"],
            },
        ),
        (
            "Where it belongs",
            {
                "fields": ["sector", "topics", "tags", "places", "companions"],
                "classes": ["aside"],
            },
        ),
        ("Cover", {"fields": ["lead_image", "lead_image_caption"], "classes": ["aside"]}),
        SEARCH_ENGINES,
        NEEDS_ATTENTION,
    ]
    readonly_fields = ["files_so_far"]
