from django.contrib import admin

from content.admin.fields import without_related_actions
from content.admin.lookups import ListedLookups
from content.models import PinnedEntry, SearchClick, SearchCount, Synonyms
from content.moments import format_day


@admin.register(Synonyms)
class SynonymsAdmin(ListedLookups, admin.ModelAdmin):
    search_fields = ["text"]
    search_help_text = "Words"


@admin.register(PinnedEntry)
class PinnedEntryAdmin(ListedLookups, admin.ModelAdmin):
    list_display = ["words", "entry"]
    list_select_related = ["entry"]
    search_fields = ["words", "entry__title"]
    search_help_text = "Words or title"
    autocomplete_fields = ["entry"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_related_actions(super().formfield_for_dbfield(db_field, request, **kwargs))


class NothingFoundFilter(admin.SimpleListFilter):
    title = "what was found"
    parameter_name = "found"

    def lookups(self, request, model_admin):
        return [("nothing", "Nothing"), ("unopened", "Something, but no result was opened")]

    def queryset(self, request, queryset):
        if self.value() == "nothing":
            return queryset.filter(found=0)
        if self.value() == "unopened":
            return queryset.filter(found__gt=0, clicks=0)
        return queryset


class SearchClickInline(admin.TabularInline):
    model = SearchClick
    fields = ["entry", "clicks"]
    readonly_fields = ["entry", "clicks"]
    extra = 0
    can_delete = False
    verbose_name_plural = "Results that readers opened"

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("entry")


@admin.register(SearchCount)
class SearchCountAdmin(ListedLookups, admin.ModelAdmin):
    """What readers search for. Only counts are kept, and nothing about the readers."""

    list_display = ["words", "searches", "found", "clicks", "last_searched"]
    list_filter = [NothingFoundFilter]
    search_fields = ["words"]
    search_help_text = "Words"
    fields = ["words", "searches", "found", "clicks", "last_searched"]
    readonly_fields = ["words", "searches", "found", "clicks", "last_searched"]
    inlines = [SearchClickInline]
    show_facets = admin.ShowFacets.NEVER

    @admin.display(description="Last searched", ordering="last_at")
    def last_searched(self, search: SearchCount) -> str:
        return format_day(search.last_at)

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False
