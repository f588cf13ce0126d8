from django.contrib import admin

from content.admin.autocompletes import Autocompletes
from content.admin.fields import without_related_actions
from content.editing.forms import ContributionForm, ContributionFormSet
from content.editing.forms.contributions import MAX_ROWS
from content.editing.permissions import may_change
from content.models import Contribution


class ContributionInline(Autocompletes, admin.StackedInline):
    """An entry's people, in order. Anyone who may change the entry may change them."""

    model = Contribution
    form = ContributionForm
    formset = ContributionFormSet
    fields = ["person", "role", "order"]
    autocomplete_fields = ["person"]
    extra = 0
    max_num = MAX_ROWS
    verbose_name = "person"
    verbose_name_plural = "people, in the order shown"
    template = "admin/people_inline.html"

    def get_formset(self, request, obj=None, **kwargs):
        # Without this limit, a forged request could get a page with two thousand rows.
        return super().get_formset(request, obj, absolute_max=MAX_ROWS, **kwargs)

    def get_extra(self, request, obj=None, **kwargs) -> int:
        pending = getattr(request, "pending", None)
        if pending is not None:
            return len(pending.data.get("people", []))
        return 0 if obj and obj.pk else 1

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_related_actions(super().formfield_for_dbfield(db_field, request, **kwargs))

    def has_add_permission(self, request, obj=None) -> bool:
        proposes = getattr(request, "proposes", False)
        return obj is None or proposes or may_change(request.user, obj)

    has_change_permission = has_delete_permission = has_add_permission

    def has_view_permission(self, request, obj=None) -> bool:
        return True
