from django.contrib import admin

from content.admin.entries import SEARCH_ENGINES, TO_MEND, EntryAdmin
from content.admin.filters import MendFilter, MineFilter, StateFilter
from wiki.forms.entries import ResourceForm
from wiki.models import Resource
from wiki.services.publishing_check import check_resource


@admin.register(Resource)
class ResourceAdmin(EntryAdmin):
    form = ResourceForm
    list_display = [
        "heading_link",
        "library_kind",
        "made_by",
        "year",
        "status_in_words",
        "changed",
        "look",
    ]
    list_filter = [StateFilter, MineFilter, MendFilter, "library_kind", "sector"]
    fieldsets = [
        (
            "Write",
            {"fields": ["title", "url", "summary", "body"], "classes": ["write"]},
        ),
        (
            "What it is",
            {"fields": [("library_kind", "year"), "made_by", "archived_url"]},
        ),
        (
            "Where it belongs",
            {"fields": ["sector", "topics", "tags", "places", "companions"]},
        ),
        ("Pictures", {"fields": ["lead_image", "lead_image_caption"]}),
        ("When", {"fields": ["status", "published_at"], "classes": ["aside"]}),
        SEARCH_ENGINES,
        TO_MEND,
    ]

    def find_gaps(self, resource: Resource) -> list:
        return check_resource(resource, topic_count=resource.topics.count())
