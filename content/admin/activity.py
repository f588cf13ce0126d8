from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from content.admin.columns import minute_column
from content.admin.lookups import ListedLookups
from content.keys import read_key
from content.models import Activity, User


class PersonFilter(admin.SimpleListFilter):
    title = "person"
    parameter_name = "person"

    def lookups(self, request, model_admin) -> list:
        return [(user.pk, str(user)) for user in User.objects.order_by("name", "pk")]

    def queryset(self, request, queryset):
        return queryset.filter(by=read_key(self.value())) if self.value() else queryset


@admin.register(Activity)
class ActivityAdmin(ListedLookups, admin.ModelAdmin):
    """Lists what everyone has done. No one can change or delete it, administrators included."""

    list_display = [minute_column("at", "When"), "by_name", "linked_sentence"]
    list_display_links = None
    list_filter = ["kind", PersonFilter]
    date_hierarchy = "at"
    search_fields = ["sentence", "by_name"]
    search_help_text = "Words, or a person"
    list_per_page = 50
    actions = None
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    def has_view_permission(self, request, obj=None) -> bool:
        # A row has no page of its own.
        return obj is None and super().has_view_permission(request)

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    has_delete_permission = has_change_permission

    @admin.display(description="What")
    def linked_sentence(self, activity: Activity) -> str | SafeString:
        if activity.kind == Activity.Matter.DELETION or not activity.object_id:
            return activity.sentence
        try:
            page = f"admin:{activity.model.replace('.', '_')}_change"
            address = reverse(page, args=[activity.object_id])
        except NoReverseMatch:
            return activity.sentence
        return format_html('<a href="{}">{}</a>', address, activity.sentence)
