from django.contrib import admin

from content.admin.taxonomy import TermAdmin
from events.models import EventSeries


@admin.register(EventSeries)
class EventSeriesAdmin(TermAdmin):
    """Each date of a series is an event that belongs to it."""

    entries_path = "events"
    ordering = ["name"]
    list_display = ["name", "date_count"]
    search_fields = ["name"]
    search_help_text = "Name"
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "description"]}),
        ("Address", {"fields": ["slug"]}),
    ]

    @admin.display(description="Dates", ordering="entry_total")
    def date_count(self, series: EventSeries) -> int:
        return series.entry_total

    def get_view_on_site_url(self, obj=None) -> str | None:
        return obj.get_absolute_url() if obj is not None else None
