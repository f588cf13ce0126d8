from django.contrib import admin

from content.admin.columns import minute_column
from content.admin.fields import without_related_actions
from content.admin.lookups import ListedLookups
from content.models import Redirect


@admin.register(Redirect)
class RedirectAdmin(ListedLookups, admin.ModelAdmin):
    list_display = ["old_path", "target", minute_column("created_at", "Created")]
    list_select_related = ["entry"]
    search_fields = ["old_path", "new_path", "entry__title"]
    search_help_text = "Address or entry"
    autocomplete_fields = ["entry"]
    fields = ["old_path", "entry", "new_path"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_related_actions(super().formfield_for_dbfield(db_field, request, **kwargs))

    def save_model(self, request, obj: Redirect, form, change: bool) -> None:
        Redirect.objects.save_flat(obj)

    @admin.display(description="Redirects to")
    def target(self, redirect: Redirect) -> str:
        return redirect.entry.get_absolute_url() if redirect.entry else redirect.new_path
