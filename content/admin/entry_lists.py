from collections.abc import Iterator

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html

from content.admin.filters import StateFilter
from content.admin.lookups import ListedLookups
from content.admin.preview_links import has_ended
from content.admin.statuses import show_entry_status
from content.editing.permissions import may_publish
from content.editing.publishing import publish, return_to_draft
from content.editing.publishing_check import run_check
from content.models import Entry, Status
from content.moments import format_day, format_minute


class EntryList(ChangeList):
    def get_results(self, request) -> None:
        """Read everything the list shows in one query.

        Not in get_queryset(): actions get that queryset too, and read more of an entry than a row
        shows.
        """
        self.queryset = self.queryset.as_rows()
        super().get_results(request)


class EntryLists(ListedLookups, admin.ModelAdmin):
    """The list of one kind of entry, and what can be done with several at once."""

    list_display = ["heading_link", "status_text", "authors_text", "changed", "view_link"]
    list_filter = [StateFilter]
    list_display_links = ["heading_link"]
    search_fields = ["title", "body", "people__name"]
    search_help_text = "Title, text, or person"
    date_hierarchy = "published_at"
    ordering = ["-modified_at"]
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    actions = ["change_chosen", "publish_chosen", "return_chosen_to_draft", "delete_selected"]

    def get_changelist(self, request, **kwargs) -> type[ChangeList]:
        return EntryList

    @admin.display(description="Title", ordering="title")
    def heading_link(self, entry: Entry) -> str:
        return entry.heading

    @admin.display(description="Status", ordering="status")
    def status_text(self, entry: Entry) -> str:
        if entry.status != Status.PUBLISHED or entry.published_at is None:
            return show_entry_status(entry)
        format_date = format_minute if entry.is_scheduled else format_day
        return show_entry_status(entry, format_date(entry.published_at))

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

    # Bulk actions

    def has_publish_permission(self, request) -> bool:
        return may_publish(request.user) and self.has_change_permission(request)

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


def lock_each(queryset) -> Iterator[Entry]:
    """Yield the entries one at a time, each freshly read and locked until the next."""
    for pk in list(queryset.values_list("pk", flat=True)):
        with transaction.atomic():
            yield queryset.model.objects.select_for_update(of=["self", "entry_ptr"]).get(pk=pk)


def count_words(count: int) -> str:
    return "One entry is" if count == 1 else f"{count} entries are"


def describe_status(entry: Entry) -> str:
    if entry.status != Status.PUBLISHED or entry.published_at is None:
        return entry.get_status_display()
    if entry.is_scheduled:
        return f"Scheduled for {format_minute(entry.published_at)}"
    return f"Published {format_day(entry.published_at)}"
