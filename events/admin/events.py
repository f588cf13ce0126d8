from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied

from content.admin.entries import NEEDS_ATTENTION, PUBLISHING, SEARCH_ENGINES, EntryAdmin
from content.admin.entry_lists import EntryList
from content.admin.filters import MineFilter, RelationFilter, StateFilter
from content.admin.statuses import show_status
from content.editing.permissions import may_publish
from events.admin.copying import CopyingMixin
from events.admin.deletion import DeletionMixin
from events.admin.filters import EventAttentionFilter, WhenFilter
from events.exceptions import CapacityTooSmall
from events.forms.events import EventForm
from events.models import Event
from events.services.changes import save_event
from events.services.seats import set_capacity
from events.staff.base import count_people, event_links
from events.staff.urls import urlpatterns as staff_urlpatterns

READERS_FIELDSETS = [
    ("What and when", {"fields": ["title", "event_type", "series", "date_line"]}),
    ("Where", {"fields": ["is_online", "venue", "room", "address"]}),
    ("Write", {"fields": ["body", "summary"], "classes": ["write"]}),
    ("Host", {"fields": ["host_name", "host_url", "registration_url"]}),
    ("Good to know", {"fields": ["what_to_bring", "accessibility", "has_captions"]}),
    ("Where it belongs", {"fields": ["sector", "topics", "places", "companions"]}),
    PUBLISHING,
]


class EventList(EntryList):
    def get_queryset(self, request, exclude_parameters=None):
        return super().get_queryset(request, exclude_parameters).with_waiting()


@admin.register(Event)
class EventAdmin(CopyingMixin, DeletionMixin, EntryAdmin):
    form = EventForm
    change_form_template = "admin/events/event_form.html"
    change_list_template = "admin/events/event_list.html"
    list_display = [
        "heading_link",
        "event_type",
        "when_text",
        "seats_text",
        "status_text",
        "view_link",
    ]
    list_filter = [
        WhenFilter,
        StateFilter,
        MineFilter,
        EventAttentionFilter,
        "event_type",
        ("series", RelationFilter),
    ]
    date_hierarchy = "starts_at"
    ordering = ["-starts_at", "-pk"]
    autocomplete_fields = [*EntryAdmin.autocomplete_fields, "series"]
    people_after = "Host"
    fieldsets = [
        (
            "What and when",
            {
                "fields": [
                    "title",
                    ("event_type", "series"),
                    ("starts_at", "ends_at"),
                    ("time_zone", "is_all_day"),
                ],
                "classes": ["write"],
            },
        ),
        ("Where", {"fields": ["is_online", "join_url", "join_notes"]}),
        # Closed by event-type.js while the event is only online.
        ("Place", {"fields": [("venue", "room"), "address"], "classes": ["collapse", "unfolded"]}),
        ("Write", {"fields": ["body", "summary"], "classes": ["write"]}),
        ("Host", {"fields": [("host_name", "host_url"), "registration_url"]}),
        (
            "Registration",
            {
                "fields": [
                    "takes_registrations",
                    ("capacity", "has_waiting_list"),
                    ("registration_opens_at", "registration_closes_at"),
                    ("reminds_day_before", "reminds_hour_before"),
                ]
            },
        ),
        ("Good to know", {"fields": ["what_to_bring", "accessibility", "has_captions"]}),
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

    # Permissions

    def get_queryset(self, request):
        # Unlike in EntryAdmin, people who can only view events see what readers see.
        events = admin.ModelAdmin.get_queryset(self, request).with_facts()
        if may_publish(request.user):
            return events
        return events.published() | events.by_user(request.user)

    def get_fieldsets(self, request, obj=None) -> list:
        if obj is not None and not self.has_change_permission(request, obj):
            return READERS_FIELDSETS
        return super().get_fieldsets(request, obj)

    def lookup_allowed(self, lookup, value, request) -> bool:
        # People who can only view events must not guess values that the form doesn’t show them.
        if not self.has_change_permission(request):
            shown = {"event_type", "series", "starts_at", "status", "sector"}
            return lookup.partition("__")[0] in shown
        return super().lookup_allowed(lookup, value, request)

    def show_history(self, request, entry, template: str, context: dict):
        # It contains the meeting link, which readers and writers must not see.
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        return super().show_history(request, entry, template, context)

    def get_urls(self) -> list:
        return [*staff_urlpatterns, *super().get_urls()]

    # The list

    def changelist_view(self, request, extra_context=None):
        may_import = self.has_add_permission(request) and self.has_change_permission(request)
        return super().changelist_view(request, {"may_import": may_import, **(extra_context or {})})

    def get_changelist(self, request, **kwargs) -> type[EventList]:
        return EventList

    @admin.display(description="When", ordering="starts_at")
    def when_text(self, event: Event) -> str:
        return event.date_line

    @admin.display(description="Seats")
    def seats_text(self, event: Event) -> str:
        return format_seats(event) if event.registers_here else ""

    @admin.display(description="Status", ordering="status")
    def status_text(self, event: Event) -> str:
        if event.is_canceled:
            return show_status("called-off")
        return super().status_text(event)

    # The form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            may_change = self.has_change_permission(request, obj)
            *pages, last = event_links(obj)
            context["links"] = [("Event", request.path), *pages] if may_change else []
            context["more_links"] = [last] if may_change else []
            context["hides_history"] = not may_change
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if obj is not None and obj.is_canceled:
            shown = response.context_data
            shown["status_words"] = f"Called off. {shown['status_words']}"
        return response

    def save_model(self, request, obj, form, change) -> None:
        notified = save_event(event=obj, by=request.user, at=obj.published_at, reason=form.reason)
        if form.capacity_changed:
            try:
                set_capacity(event=obj, capacity=form.cleaned_data["capacity"])
            except CapacityTooSmall as error:
                # Someone has registered since the form was checked.
                self.message_user(
                    request, f"The number of seats was not changed. {error}", messages.ERROR
                )
        if notified and not form.keeps_changes:
            sentence = f"We’re emailing {count_people(notified)} about the change."
            self.message_user(request, sentence, messages.SUCCESS)


def format_seats(event: Event) -> str:
    """Return the seats taken, for an event with the size of its waiting list."""
    seats = event.seats
    taken = f"{seats.taken} of {seats.capacity}" if seats.capacity is not None else f"{seats.taken}"
    return f"{taken}, {event.waiting} waiting" if event.waiting else taken
