from django.contrib import admin

from content.admin.entries import NEEDS_ATTENTION, PUBLISHING, SEARCH_ENGINES, EntryAdmin
from content.admin.filters import AttentionFilter, MineFilter, StateFilter
from content.models import WebAddress
from content.moments import format_day
from wiki.admin.address_lists import AddressLists
from wiki.admin.companions import CompanionPages
from wiki.forms.resources import ResourceForm
from wiki.models import Resource


@admin.register(Resource)
class ResourceAdmin(AddressLists, CompanionPages, EntryAdmin):
    form = ResourceForm
    list_display = [
        "heading_link",
        "format",
        "made_by",
        "year",
        "status_text",
        "changed",
        "view_link",
    ]
    list_filter = [StateFilter, MineFilter, AttentionFilter, "format", "sector"]
    fieldsets = [
        (
            "Write",
            {"fields": ["url", "title", "summary", "body"], "classes": ["write"]},
        ),
        PUBLISHING,
        (
            "What it is",
            {
                "fields": [("format", "year"), "made_by", "archived_url", "last_check"],
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
        ("Pictures", {"fields": ["lead_image", "lead_image_caption"], "classes": ["aside"]}),
        SEARCH_ENGINES,
        NEEDS_ATTENTION,
    ]

    readonly_fields = ["last_check"]

    @admin.display(description="Link check")
    def last_check(self, resource: Resource) -> str:
        address = WebAddress.objects.known_as(resource.url)
        if address is None or address.checked_at is None:
            return "Not checked yet. Addresses of published resources are checked every week."
        date = format_day(address.checked_at)
        words = f"{address.get_state_display()}, as of {date}. {address.problem}"
        return f"{words} New address: {address.moved_to}" if address.moved_to else words.strip()
