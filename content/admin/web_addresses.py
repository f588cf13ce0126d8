from django.contrib import admin, messages
from django.db.models import Case, Prefetch, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from content.admin.columns import minute_column
from content.admin.forms_of_entries import form_address
from content.admin.lookups import ListedLookups
from content.admin.statuses import show_status
from content.editing.moved_links import follow_move
from content.editing.permissions import may_publish
from content.exceptions import ContentError
from content.links.check_schedule import check_again, linked
from content.models import Link, WebAddress
from content.moments import format_day
from content.shapes import LINK_FIELDS

ENTRIES_SHOWN = 3
URGENCY = Case(
    When(state=WebAddress.State.DEAD, then=Value(0)),
    When(state=WebAddress.State.FAILING, then=Value(1)),
    When(state=WebAddress.State.REFUSED, then=Value(2)),
    When(state=WebAddress.State.MOVED, then=Value(3)),
    default=Value(4),
)


@admin.register(WebAddress)
class WebAddressAdmin(ListedLookups, admin.ModelAdmin):
    """What the weekly link check found. Read-only: links are changed in the texts."""

    list_display = ["address", "state_text", "problem_text", "checked", "used_in"]
    list_filter = ["state"]
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["url", "problem", "links__entry__title"]
    search_help_text = "Address or linking entry"
    list_per_page = 50
    actions = ["check_chosen_again", "follow_chosen"]
    fields = [
        "opened",
        "state_text",
        "problem_text",
        minute_column("failing_since", "Failing since"),
        "checked",
        "all_entries",
    ]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebAddress]:
        links = Link.objects.select_related("entry").order_by("entry__title", "pk")
        few = links.only("web_address", "entry", *(f"entry__{name}" for name in LINK_FIELDS))
        return (
            linked(super().get_queryset(request))
            .annotate(urgency=URGENCY)
            .order_by("urgency", "failing_since", "url")
            .prefetch_related(Prefetch("links", few[: ENTRIES_SHOWN + 1], to_attr="few_links"))
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        # For the actions; the form is read-only.
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_follow_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and may_publish(request.user)

    # List columns

    @admin.display(description="Address", ordering="url")
    def address(self, address: WebAddress) -> str:
        return address.url

    @admin.display(description="Address")
    def opened(self, address: WebAddress) -> SafeString:
        return format_html('<a href="{0}" rel="noopener noreferrer">{0}</a>', address.url)

    @admin.display(description="State", ordering="state")
    def state_text(self, address: WebAddress) -> SafeString:
        return show_status(address.state)

    @admin.display(description="Problem")
    def problem_text(self, address: WebAddress) -> SafeString | str:
        if not address.moved_to:
            return address.problem
        return format_html(
            '{} New address: <a href="{}" rel="noopener noreferrer">{}</a>',
            address.problem,
            address.moved_to,
            address.moved_to,
        )

    @admin.display(description="Last checked", ordering="checked_at", empty_value="Not yet")
    def checked(self, address: WebAddress) -> str | None:
        if address.checked_at is None:
            return None
        return format_day(address.checked_at)

    @admin.display(description="Used in")
    def used_in(self, address: WebAddress) -> SafeString:
        shown = list_entries(address.few_links[:ENTRIES_SHOWN])
        if len(address.few_links) <= ENTRIES_SHOWN:
            return shown
        return format_html("{} and others", shown)

    @admin.display(description="Used in")
    def all_entries(self, address: WebAddress) -> SafeString:
        return list_entries(address.links.select_related("entry").order_by("entry__title", "pk"))

    # Actions

    @admin.action(description="Check again now", permissions=["change"])
    def check_chosen_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        count, chosen = check_again(queryset), queryset.count()
        if count:
            words = f"{count_addresses(count)} being checked. Come back in a minute."
            self.message_user(request, words, messages.SUCCESS)
        if count < chosen:
            uncounted = count_addresses(chosen - count)
            words = f"{uncounted} not checked, because nothing public links there."
            self.message_user(request, words, messages.WARNING)

    @admin.action(description="Replace with the new address", permissions=["follow"])
    def follow_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        for address in queryset:
            try:
                moved = follow_move(address=address, by=request.user)
            except ContentError as error:
                self.message_user(request, f"{address}: {error}", messages.WARNING)
                continue
            for entry in moved.changed:
                words = f"“{entry}” now links to {address.moved_to}."
                self.message_user(request, words, messages.SUCCESS)
            for entry, reason in moved.left:
                words = f"“{entry}” still links to {address}. {reason}"
                self.message_user(request, words, messages.WARNING)


def list_entries(links) -> SafeString:
    rows = ((form_address(link.entry), link.entry.heading) for link in links)
    return format_html_join(", ", '<a href="{}">{}</a>', rows)


def count_addresses(count: int) -> str:
    return "One address is" if count == 1 else f"{count} addresses are"
