"""What the admin for every kind of entry shares."""

import re
from collections.abc import Iterator

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from content.admin.bulk_changes import BulkEditing
from content.admin.contributions import ContributionInline
from content.admin.fields import without_related_actions
from content.admin.filters import StateFilter
from content.admin.lookups import ListedLookups
from content.admin.revisions import Revisions
from content.admin.trash import Trash
from content.editing.forms import EntryForm
from content.editing.permissions import may_change, may_publish, visible_to, who_can_publish
from content.editing.previews import make_preview_link, renew_preview_link, revoke_preview_link
from content.editing.publishing import publish, return_to_draft
from content.editing.publishing_check import run_check
from content.editing.revisions import complete_revision
from content.editing.saving import delete_entry, save_entry
from content.kinds import for_model
from content.models import Entry, Role, Status
from content.moments import format_day, format_minute

NUMBER = re.compile("[0-9]+")
SEARCH_ENGINES = (
    "Address and search engines",
    {
        "fields": ["slug", "search_title", "search_description"],
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
# A status and, if it has one, its date.
PILL = '<span class="status status-{}">{}</span> <span class="status-date">{}</span>'
NEEDS_ATTENTION = ("Needs attention", {"fields": ["attention"], "classes": ["aside", "collapse"]})


class EntryList(ChangeList):
    def get_results(self, request) -> None:
        """Read everything the list shows in one query.

        Not in get_queryset(): actions get that queryset too, and read more of an entry than a row
        shows.
        """
        self.queryset = self.queryset.as_rows()
        super().get_results(request)


class EntryAdmin(Revisions, BulkEditing, Trash, ListedLookups, admin.ModelAdmin):
    change_form_template = "admin/entry_form.html"
    form = EntryForm
    fieldsets: list = [
        ("Write", {"fields": ["title", "summary", "body"], "classes": ["write"]}),
        (
            "Where it belongs",
            {"fields": ["sector", "topics", "tags", "places", "companions"]},
        ),
        ("Pictures", {"fields": ["lead_image", "lead_image_caption"]}),
        ("When", {"fields": ["status", "published_at"], "classes": ["aside"]}),
        SEARCH_ENGINES,
        NEEDS_ATTENTION,
    ]
    list_display = ["heading_link", "status_text", "authors_text", "changed", "view_link"]
    list_filter = [StateFilter]
    list_display_links = ["heading_link"]
    search_fields = ["title", "body", "people__name"]
    search_help_text = "Title, text, or person"
    date_hierarchy = "published_at"
    ordering = ["-modified_at"]
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    autocomplete_fields = ["topics", "places", "lead_image", "companions"]
    prepopulated_fields = {"slug": ["title"]}
    actions = ["change_chosen", "publish_chosen", "return_chosen_to_draft"]
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
        return entries.filter(created_by=request.user)

    def has_change_permission(self, request, obj=None) -> bool:
        allowed = super().has_change_permission(request, obj)
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
            pk = int(object_id) if NUMBER.fullmatch(object_id) else None
            rows = Entry.objects.select_for_update(no_key=True).filter(pk=pk)
            rows.values_list("pk").first()
        return super().get_object(request, object_id, from_field)

    def has_publish_permission(self, request) -> bool:
        return may_publish(request.user) and self.has_change_permission(request)

    # The list

    def get_changelist(self, request, **kwargs) -> type[ChangeList]:
        return EntryList

    @admin.display(description="Title", ordering="title")
    def heading_link(self, entry: Entry) -> str:
        return entry.heading

    @admin.display(description="Status", ordering="status")
    def status_text(self, entry: Entry) -> str:
        if entry.status != Status.PUBLISHED:
            return format_html(PILL, entry.status, entry.get_status_display(), "")
        if entry.is_scheduled:
            return format_html(PILL, "scheduled", "Scheduled", format_minute(entry.published_at))
        return format_html(PILL, "published", "Published", format_day(entry.published_at))

    @admin.display(description="Authors")
    def authors_text(self, entry: Entry) -> str:
        return ", ".join(person.name for person in entry.authors)

    @admin.display(description="Topics")
    def topics_text(self, entry: Entry) -> str:
        return ", ".join(topic.name for topic in entry.labels.topics)

    @admin.display(description="Changed", ordering="modified_at")
    def changed(self, entry: Entry) -> str:
        return format_day(entry.modified_at)

    @admin.display(description="View")
    def view_link(self, entry: Entry) -> str:
        if entry.is_public:
            return format_html('<a href="{}">View&nbsp;on&nbsp;site</a>', entry.get_absolute_url())
        if entry.preview_token and not has_ended(entry):
            address = reverse("preview", args=[entry.preview_token])
            return format_html('<a href="{}">Preview</a>', address)
        return ""

    # The form

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
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
        return values

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST":
            # The form writes into it what it merges with someone else's save.
            request.POST = request.POST.copy()
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
        # The number is too large for the database, so no such entry ever existed.
        is_number = NUMBER.fullmatch(object_id) and len(object_id) < 19
        written = request.method == "POST" and is_number
        deleted = written and not Entry.objects.filter(pk=int(object_id)).exists()
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
        context["has_marked_errors"] = bool(set(form.errors) - {NON_FIELD_ERRORS}) or any(
            formset.formset.total_error_count() for formset in context["inline_admin_formsets"]
        )
        if obj is not None:
            context["status_words"] = describe_status(obj)
            context["preview_link_url"] = self.link_to("preview_link", obj.pk)
            if not form.is_bound and obj.status != Status.PUBLISHED:
                context["findings"] = run_check(obj)
            if obj.preview_token:
                address = reverse("preview", args=[obj.preview_token])
                context["preview_address"] = request.build_absolute_uri(address)
                context["preview_until"] = obj.preview_until
                context["preview_has_ended"] = has_ended(obj)
        if not may_publish(request.user):
            context["who_can_publish"] = who_can_publish(self.model)
            if obj is not None and obj.status == Status.PUBLISHED:
                context["published_notice"] = "This is published, so only an editor can change it."
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_view_on_site_url(self, obj=None) -> str | None:
        return obj.get_absolute_url() if obj is not None and obj.is_public else None

    def save_model(self, request, obj, form, change) -> None:
        # If the form asks what was changed, the answer goes into the history.
        note = form.cleaned_data.get("note", "")
        if obj.status == Status.PUBLISHED and not form.was_published:
            publish(entry=obj, by=request.user, at=obj.published_at, reason=note)
        else:
            save_entry(entry=obj, by=request.user, reason=note)

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        complete_revision(entry=form.instance)

    def delete_model(self, request, obj) -> None:
        delete_entry(entry=obj, by=request.user)

    def delete_queryset(self, request, queryset) -> None:
        for entry in queryset:
            delete_entry(entry=entry, by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        send_to_browser(request, "saved-draft")
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        send_to_browser(request, "saved-draft")
        return super().response_change(request, obj)

    # Bulk actions

    @admin.action(description="Publish", permissions=["publish"])
    def publish_chosen(self, request, queryset) -> None:
        published = 0
        for entry in lock_each(queryset):
            findings = [] if entry.status == Status.PUBLISHED else run_check(entry)
            if findings:
                reasons = " ".join(finding.text for finding in findings)
                self.message_user(
                    request, f"“{entry}” is not published. {reasons}", messages.WARNING
                )
            elif entry.status != Status.PUBLISHED:
                publish(entry=entry, by=request.user)
                published += 1
        if published:
            self.message_user(request, f"{count_words(published)} published.", messages.SUCCESS)

    @admin.action(description="Return to draft", permissions=["publish"])
    def return_chosen_to_draft(self, request, queryset) -> None:
        count = 0
        for entry in lock_each(queryset):
            return_to_draft(entry=entry, by=request.user)
            count += 1
        drafts = "a draft" if count == 1 else "drafts"
        self.message_user(request, f"{count_words(count)} now {drafts}.", messages.SUCCESS)

    # The preview link

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_POST(self.preview_link_view))
        return [
            path("<int:pk>/preview-link/", view, name=self.url_name("preview_link")),
            *super().get_urls(),
        ]

    def preview_link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        match request.POST.get("action"):
            case "revoke":
                revoke_preview_link(entry=entry)
                words = "The preview link has been revoked. It no longer works."
            case "renew" if entry.preview_token:
                renew_preview_link(entry=entry)
                words = "The preview link works for 30 days from now."
            case _:
                make_preview_link(entry=entry)
                words = (
                    "Anyone with the preview link can read this for 30 days, without an account."
                )
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.link_to("change", pk))


def has_ended(entry: Entry) -> bool:
    """Whether an entry's preview link no longer works."""
    return entry.preview_until is None or entry.preview_until <= timezone.now()


def describe_status(entry: Entry) -> str:
    if entry.status != Status.PUBLISHED:
        return entry.get_status_display()
    if entry.is_scheduled:
        return f"Scheduled for {format_minute(entry.published_at)}"
    return f"Published {format_day(entry.published_at)}"


def lock_each(queryset) -> Iterator[Entry]:
    """Yield the entries one at a time, each freshly read and locked until the next."""
    for pk in list(queryset.values_list("pk", flat=True)):
        with transaction.atomic():
            yield queryset.model.objects.select_for_update(of=["self", "entry_ptr"]).get(pk=pk)


def count_words(count: int) -> str:
    return "One entry is" if count == 1 else f"{count} entries are"


def send_to_browser(request: HttpRequest, what: str) -> None:
    """Tell the browser what happened to the draft it kept for this form. See drafts.js."""
    key = request.POST.get("draft_key")
    if key:
        messages.success(request, key, extra_tags=what)
