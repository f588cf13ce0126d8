from django.contrib import admin
from django.db.models import Count
from taggit.models import Tag

from content.models import Place, Redirect, Topic
from content.paths import detail_path

admin.site.unregister(Tag)


class CountsEntries(admin.ModelAdmin):
    """Shows how many entries use each, and counts them in the same query."""

    entries_path = "entries"

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(entry_total=Count(self.entries_path))

    @admin.display(description="Entries", ordering="entry_total")
    def entry_count(self, thing) -> int:
        return thing.entry_total


@admin.register(Topic)
class TopicAdmin(CountsEntries):
    ordering = ["order", "name"]
    list_display = ["name", "parent", "order", "entry_count"]
    list_select_related = ["parent"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name"]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "description", "parent", "order"]}),
        ("Address", {"fields": ["slug"]}),
    ]


@admin.register(Place)
class PlaceAdmin(CountsEntries):
    ordering = ["name"]
    list_display = ["name", "level", "parent", "entry_count"]
    list_select_related = ["parent"]
    list_filter = ["level"]
    search_fields = ["name", "parent__name"]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "level", "parent", "description"]}),
        ("Address", {"fields": ["slug"]}),
    ]


@admin.register(Tag)
class TagAdmin(CountsEntries):
    entries_path = "entry_tags"
    ordering = ["name"]
    list_display = ["name", "entry_count"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        if change and form.initial["slug"]:
            Redirect.objects.moved(
                old_path=detail_path("content:tag-detail", form.initial["slug"]),
                new_path=detail_path("content:tag-detail", obj.slug),
            )
