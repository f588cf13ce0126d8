from django.contrib import admin
from django.db.models import Count
from django.db.models.functions import Lower

from content.admin.fields import without_related_actions
from content.admin.lookups import ListedLookups
from content.admin.merging import MergingPeople
from content.editing.accounts import set_account
from content.editing.permissions import may_change_every_kind, may_describe_person
from content.editing.terms import save_term
from content.forms.people import PersonPageForm
from content.models import Person


@admin.register(Person)
class PersonAdmin(MergingPeople, ListedLookups, admin.ModelAdmin):
    ordering = [Lower("name")]
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

    def may_set_account(self, request, person: Person | None) -> bool:
        """Editors may: what someone's account can change depends on it."""
        return may_change_every_kind(request.user) and self.has_change_permission(request, person)

    def get_fieldsets(self, request, obj=None) -> list:
        fieldsets: list = list(super().get_fieldsets(request, obj))
        if self.may_set_account(request, obj):
            title, options = fieldsets[0]
            fieldsets[0] = (title, {**options, "fields": [*options["fields"], "account"]})
        return fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        if self.may_set_account(request, obj):
            kwargs["form"] = PersonPageForm
        return super().get_form(request, obj, change=change, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_related_actions(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(entry_total=Count("contributions"))

    @admin.display(description="Entries", ordering="entry_total")
    def entry_count(self, person: Person) -> int:
        return person.entry_total

    def save_model(self, request, obj, form, change) -> None:
        save_term(term=obj)
        if "account" in form.changed_data:
            set_account(person=obj, account=form.cleaned_data["account"], by=request.user)
