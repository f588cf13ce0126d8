from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from content import kinds
from content.admin.lookups import ListedLookups
from content.admin.trash import restore_button
from content.editing.restoring import deleted_entries, restorable_kinds, restore_deleted_entry
from content.editing.trash import kept_until
from content.exceptions import DeletedEntryMissing, DeletedEntryUnfit
from content.keys import read_keys
from content.models import DeletedEntry, Entry
from content.moments import format_day, format_minute


@admin.register(DeletedEntry)
class DeletedEntryAdmin(ListedLookups, admin.ModelAdmin):
    """Lists deleted entries, each with a button that restores it as a draft."""

    list_help = (
        "Restoring an entry brings it back as a draft, with its history, address, place in a "
        "series, and comments. After 30 days, it’s deleted for good."
    )
    empty_help = "Nothing has been deleted in the last 30 days."
    list_display = [
        "heading",
        "kind_label",
        "deleted_by",
        "deleted_at",
        "kept_until",
        "restore_button",
    ]
    list_display_links = None
    list_per_page = 50
    actions = None
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest):
        return deleted_entries(request.user)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_POST(self.restore_view))
        many = self.admin_site.admin_view(require_POST(self.restore_many_view))
        return [
            path("restore/", many, name="content_deletedentry_restore_many"),
            path("<int:pk>/restore/", view, name="content_deletedentry_restore"),
            *super().get_urls(),
        ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(restorable_kinds(request.user))

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return bool(restorable_kinds(request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    has_delete_permission = has_change_permission

    @admin.display(description="Title")
    def heading(self, deleted: DeletedEntry) -> str:
        return deleted.heading

    @admin.display(description="Kind")
    def kind_label(self, deleted: DeletedEntry) -> str:
        return kinds.get(deleted.kind).label

    @admin.display(description="Deleted by")
    def deleted_by(self, deleted: DeletedEntry) -> str:
        return deleted.saved_by

    @admin.display(description="Deleted on")
    def deleted_at(self, deleted: DeletedEntry) -> str:
        return format_minute(deleted.created_at)

    @admin.display(description="Kept until")
    def kept_until(self, deleted: DeletedEntry) -> str:
        return format_day(kept_until(deleted))

    @admin.display(description="Restore")
    def restore_button(self, deleted: DeletedEntry) -> SafeString:
        return restore_button(deleted, words="Restore")

    def restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            is_undo = "undo" in request.POST
            restored = restore_deleted_entry(revision_id=pk, by=request.user, as_it_was=is_undo)
        except (DeletedEntryMissing, DeletedEntryUnfit) as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:content_deletedentry_changelist"))
        how = "as it was" if is_undo else "as a draft"
        messages.success(request, f"“{restored.entry}” has been restored {how}.")
        for remark in restored.remarks:
            messages.warning(request, remark)
        change_url = restored.entry.registered_kind.admin_url_name("change")
        return HttpResponseRedirect(reverse(change_url, args=[restored.entry.pk]))

    def restore_many_view(self, request: HttpRequest) -> HttpResponse:
        """Undo the deletion of several entries, in the opposite order, as parts of series need."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        chosen = set(read_keys(request.POST.get("undo", "").split(",")))
        # One query, however many numbers a forged request has.
        listed = self.get_queryset(request).values_list("pk", flat=True)
        numbers = sorted(chosen.intersection(listed), reverse=True)
        if chosen and not numbers:
            messages.error(request, str(DeletedEntryMissing()))
        back: list[Entry] = []
        for number in numbers:
            try:
                restored = restore_deleted_entry(
                    revision_id=number, by=request.user, as_it_was=True
                )
            except (DeletedEntryMissing, DeletedEntryUnfit) as error:
                messages.error(request, f"One wasn’t restored. {error}")
                continue
            back.append(restored.entry)
            for remark in restored.remarks:
                messages.warning(request, f"“{restored.entry}”: {remark}")
        if not back:
            return HttpResponseRedirect(reverse("admin:content_deletedentry_changelist"))
        words = "One entry has" if len(back) == 1 else f"{len(back)} entries have"
        messages.success(request, f"{words} been restored as before.")
        return HttpResponseRedirect(reverse(back[0].registered_kind.admin_url_name("changelist")))
