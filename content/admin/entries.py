"""What the admin for every kind of entry shares."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponseRedirect

from content.admin.bulk_changes import BulkEditing
from content.admin.contributions import ContributionInline
from content.admin.entry_lists import EntryLists, describe_status
from content.admin.fields import without_related_actions
from content.admin.page_previews import PagePreviews
from content.admin.pending_changes import PendingChanges
from content.admin.preview_links import PreviewLinks
from content.admin.publish_controls import PublishControls, send_to_browser
from content.admin.review_panel import ReviewPanel
from content.admin.search_preview import describe_appearance
from content.admin.trash import Trash
from content.editing.forms import EntryForm
from content.editing.permissions import may_change, may_publish, visible_to, who_can_publish
from content.editing.publishing import publish
from content.editing.publishing_check import run_check
from content.editing.revisions import complete_revision
from content.editing.saving import delete_entry, save_entry
from content.editing.steps import steps_for
from content.keys import read_key
from content.kinds import for_model
from content.models import Entry, Role, Status
from content.view_counts import recent_views

SEARCH_ENGINES = (
    "Address and search engines",
    {
        "fields": ["slug", "search_title", "search_description", "card_image"],
        "classes": ["aside", "collapse"],
        "description": "The address is suggested from the title while it’s empty. After that, "
        "it changes only if you change it.",
    },
)
PUBLISHED_MEANWHILE = (
    "This has been published, so only an editor can change it now. Your changes weren’t saved, but "
    "this browser has kept them for you to copy."
)
DELETED_MEANWHILE = (
    "This was deleted while you were writing, so your changes weren’t saved. This browser has kept "
    "your text. Restore it here as a new entry, or discard it."
)
# What the buttons above the form set.
PUBLISHING = (None, {"fields": ["status", "published_at"], "classes": ["publishing"]})
NEEDS_ATTENTION = ("Needs attention", {"fields": ["attention"], "classes": ["aside", "collapse"]})


class EntryAdmin(
    PublishControls,
    ReviewPanel,
    PendingChanges,
    PreviewLinks,
    PagePreviews,
    BulkEditing,
    Trash,
    EntryLists,
):
    change_form_template = "admin/entry_form.html"
    form = EntryForm
    fieldsets: list = [
        ("Write", {"fields": ["title", "body", "summary"], "classes": ["write"]}),
        PUBLISHING,
        (
            "Where it belongs",
            {
                "fields": ["sector", "topics", "tags", "places", "companions"],
                "classes": ["aside"],
            },
        ),
        ("Pictures", {"fields": ["lead_image", "lead_image_caption"], "classes": ["aside"]}),
        SEARCH_ENGINES,
        NEEDS_ATTENTION,
    ]
    autocomplete_fields = ["topics", "places", "lead_image", "card_image", "companions"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [ContributionInline]
    # The people come after this fieldset.
    people_after = "Where it belongs"

    # Permissions

    def get_queryset(self, request):
        entries = super().get_queryset(request)
        if request.resolver_match.url_name == "autocomplete":
            # What another entry can refer to.
            return entries.filter(pk__in=visible_to(request.user).values("pk"))
        if may_publish(request.user):
            return entries
        return entries.by_user(request.user)

    def has_change_permission(self, request, obj=None) -> bool:
        allowed = super().has_change_permission(request, obj)
        if getattr(request, "proposes", False):
            # What a writer saves in the form of their own public entry is only proposed.
            return allowed
        return allowed and (obj is None or may_change(request.user, obj))

    def has_delete_permission(self, request, obj=None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or may_change(request.user, obj))

    def get_deleted_objects(self, objs, request) -> tuple:
        deletable, counts, lacking, protected = super().get_deleted_objects(objs, request)
        # Rows that depend on an entry are deleted with it, so no further permission is needed.
        return deletable, counts, lacking & {self.opts.verbose_name}, protected

    def get_object(self, request, object_id, from_field=None):
        if request.method == "POST" and connection.in_atomic_block:
            # Lock until saved: if two people save at once, the second sees a conflict.
            rows = Entry.objects.select_for_update(no_key=True).filter(pk=read_key(object_id))
            rows.values_list("pk").first()
        return super().get_object(request, object_id, from_field)

    # The form

    def get_fieldsets(self, request, obj=None) -> list:
        fieldsets: list = list(super().get_fieldsets(request, obj))
        if may_publish(request.user):
            return fieldsets
        # Only those who publish choose the date.
        return [
            (name, without(options, {"published_at"}) if options is PUBLISHING[1] else options)
            for name, options in fieldsets
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        form.pending = getattr(request, "pending", None) if change else None
        return form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_related_actions(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_formset_kwargs(self, request, obj, inline, prefix) -> dict:
        values = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, ContributionInline) and "data" in values:
            # The form's own data, not a copy: it writes merged people into it. They replace the
            # stored rows, which someone else may have changed.
            values |= {"data": request.POST, "save_as_new": True}
        person = getattr(request.user, "person", None)
        is_author = for_model(self.model).is_written_by_staff and obj.pk is None and person
        if is_author and isinstance(inline, ContributionInline):
            values["initial"] = [{"person": person.pk, "role": Role.AUTHOR}]
        return self.show_people(request, values)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST":
            # The form writes into it what it merges with someone else's save.
            request.POST = request.POST.copy()
        self.find_pending(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        try:
            return super().change_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            if not self.has_change_permission(request):
                # The user was never allowed to change it, whatever happened to it in the meantime.
                raise
            entry = self.get_queryset(request).filter(pk=object_id).first()
            if request.method != "POST" or entry is None or entry.status != Status.PUBLISHED:
                raise
            self.message_user(request, PUBLISHED_MEANWHILE, messages.ERROR)
            return HttpResponseRedirect(self.link_to("change", entry.pk))

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        # Of a number that is too large for the database, no entry ever existed.
        pk = read_key(object_id) if request.method == "POST" else 0
        deleted = pk and not Entry.objects.filter(pk=pk).exists()
        if not deleted or not self.has_add_permission(request):
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        self.message_user(request, DELETED_MEANWHILE, messages.ERROR)
        send_to_browser(request, "orphaned-draft")
        return HttpResponseRedirect(self.link_to("add"))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if obj is not None and form.is_bound:
            # The form has already changed the object, but the page describes what was saved.
            obj = context["original"] = self.model.objects.get(pk=obj.pk)
        context["people_after"] = self.people_after
        context["findings"] = form.findings
        context["was_checked"] = form.is_bound
        if obj is not None:
            context["status_words"] = describe_status(obj)
            context["status_name"] = "scheduled" if obj.is_scheduled else obj.status
            if obj.is_public:
                context["recent_views"] = recent_views(obj)
            context |= self.describe_preview_link(request, obj)
            context |= self.describe_review(request, obj)
            context |= self.describe_pending(request, obj)
            context["appearance"] = describe_appearance(obj)
            if not form.is_bound and obj.status != Status.PUBLISHED:
                context["findings"] = run_check(obj)
        may_save = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        is_proposed = form.pending is not None and form.pending.is_proposed
        steps = steps_for(request.user, obj or self.model(), is_proposed=is_proposed)
        context["steps"] = steps if may_save else []
        context["may_save"] = may_save
        context["may_publish"] = may_publish(request.user)
        if not context["may_publish"]:
            context["who_can_publish"] = who_can_publish(self.model)
            if obj is not None and obj.status == Status.PUBLISHED:
                context["published_notice"] = self.notice_of_published(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_view_on_site_url(self, obj=None) -> str | None:
        return obj.get_absolute_url() if obj is not None and obj.is_public else None

    def save_model(self, request, obj, form, change) -> None:
        if obj.status == Status.PUBLISHED and not form.was_published:
            publish(entry=obj, by=request.user, at=obj.published_at, reason=form.reason)
        else:
            save_entry(entry=obj, by=request.user, reason=form.reason)

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        complete_revision(entry=form.instance)
        if form.keeps_changes:
            self.keep(request, form)
        else:
            self.forget_pending(form)
        self.tell_outcome(request, form, self.tell_colleagues(request, form))

    def delete_model(self, request, obj) -> None:
        delete_entry(entry=obj, by=request.user)

    def delete_queryset(self, request, queryset) -> None:
        for entry in queryset:
            delete_entry(entry=entry, by=request.user)


def without(options: dict, names: set[str]) -> dict:
    return {**options, "fields": [field for field in options["fields"] if field not in names]}
