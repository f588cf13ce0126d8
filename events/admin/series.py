from django.contrib import admin

from events.models import EventSeries


@admin.register(EventSeries)
class EventSeriesAdmin(admin.ModelAdmin):
    list_display = ["name"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def get_view_on_site_url(self, obj=None) -> str | None:
        return obj.get_absolute_url() if obj is not None else None
