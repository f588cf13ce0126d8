from django.contrib import admin
from django.db import models
from django.db.models import Count
from django.db.models.functions import Lower
from taggit.models import Tag

from content.admin.filters import RelationFilter
from content.admin.lookups import ListedLookups
from content.admin.merging import Merging
from content.editing.terms import save_term
from content.form_fields import LineFormField, SlugFormField
from content.models import Place, Topic

admin.site.unregister(Tag)


class TermAdmin(ListedLookups, admin.ModelAdmin):
    """Shows how many entries use each term, counted in the same query."""

    entries_path = "entries"
    search_help_text = "Name"
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(entry_total=Count(self.entries_path))

    @admin.display(description="Entries", ordering="entry_total")
    def entry_count(self, term) -> int:
        return term.entry_total

    def save_model(self, request, obj, form, change) -> None:
        save_term(term=obj)


@admin.register(Topic)
class TopicAdmin(Merging, TermAdmin):
    ordering = ["order", Lower("name")]
    list_display = ["name", "parent", "order", "entry_count"]
    list_select_related = ["parent"]
    list_filter = [("parent", RelationFilter)]
    search_fields = ["name"]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "description", "parent", "order"]}),
        ("Address", {"fields": ["slug"]}),
    ]


@admin.register(Place)
class PlaceAdmin(Merging, TermAdmin):
    ordering = [Lower("name")]
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
class TagAdmin(Merging, TermAdmin):
    entries_path = "entry_tags"
    # The model is another package's, so its own fields don't clean their text.
    formfield_overrides = {
        models.CharField: {"form_class": LineFormField},
        models.SlugField: {"form_class": SlugFormField},
    }
    ordering = [Lower("name")]
    list_display = ["name", "entry_count"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
