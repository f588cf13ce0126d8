from django.contrib import admin
from django.db.models import Count, Q
from django.utils.html import format_html

from blog.admin.part_order import PartOrder
from blog.admin.parts import list_parts
from blog.models import Series
from content.admin.entries import NEEDS_ATTENTION, PUBLISHING, SEARCH_ENGINES, EntryAdmin
from content.admin.filters import StateFilter
from content.editing.permissions import visible_to


@admin.register(Series)
class SeriesAdmin(PartOrder, EntryAdmin):
    list_display = ["heading_link", "status_text", "parts_text", "changed", "view_link"]
    list_filter = [StateFilter, "sector"]
    readonly_fields = ["parts_in_order"]
    fieldsets = [
        ("Write", {"fields": ["title", "body", "summary"], "classes": ["write"]}),
        PUBLISHING,
        (
            "Where it belongs",
            {
                "fields": [
                    "sector",
                    "topics",
                    "tags",
                    "places",
                    "planned_parts",
                    "parts_in_order",
                    "companions",
                ],
                "classes": ["aside"],
            },
        ),
        ("Pictures", {"fields": ["lead_image", "lead_image_caption"], "classes": ["aside"]}),
        SEARCH_ENGINES,
        NEEDS_ATTENTION,
    ]

    def get_queryset(self, request):
        # Writers see the series that they can add posts to.
        series = admin.ModelAdmin.get_queryset(self, request)
        return series.filter(pk__in=visible_to(request.user).values("pk")).annotate(
            part_total=Count("parts"),
            published_total=Count("parts", filter=Q(parts__status="published")),
        )

    @admin.display(description="Parts of the series")
    def parts_in_order(self, series: Series) -> str:
        if not series.pk:
            return "To add a part, choose this series in the post’s form."
        link = '{}<a href="{}">Change the order</a>'
        return format_html(link, list_parts(series), self.link_to("order", series.pk))

    @admin.display(description="Parts")
    def parts_text(self, series: Series) -> str:
        return f"{series.published_total} of {max(series.part_total, series.planned_parts or 0)}"
