from django.contrib import admin
from django.db.models import Count

from content.admin.fields import without_related_actions
from content.admin.lookups import ListedLookups
from content.admin.merging import MergingPeople
from content.editing.permissions import may_describe_person
from content.editing.terms import save_term
from content.models import Person


@admin.register(Person)
class PersonAdmin(MergingPeople, ListedLookups, admin.ModelAdmin):
    ordering = ["name"]
    list_display = ["name", "affiliation", "job_title", "entry_count"]
    search_fields = ["name", "affiliation"]
    search_help_text = "Name or organization"
    autocomplete_fields = ["portrait"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "job_title", "affiliation", "biography"]}),
        ("More", {"fields": ["website", "portrait", "is_organization", "sort_name", "slug"]}),
    ]

    def has_change_permission(self, request, obj=None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_describe_person(request.user, obj))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_related_actions(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(entry_total=Count("contributions"))

    @admin.display(description="Entries", ordering="entry_total")
    def entry_count(self, person: Person) -> int:
        return person.entry_total

    def save_model(self, request, obj, form, change) -> None:
        save_term(term=obj)
