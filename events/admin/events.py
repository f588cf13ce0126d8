from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.utils.html import format_html

from content.admin.entries import NEEDS_ATTENTION, SEARCH_ENGINES, EntryAdmin, EntryList
from content.admin.filters import MineFilter, StateFilter
from content.editing.permissions import may_publish
from events.admin.badges import Badges
from events.admin.canceling import Canceling
from events.admin.check_in import CheckIn
from events.admin.copying import Copying
from events.admin.deleting import Deleting
from events.admin.exports import Exports
from events.admin.filters import EventMendFilter, WhenFilter
from events.admin.messages import Messages
from events.admin.questions import Questions
from events.admin.recordings import RecordingPage
from events.admin.registrations import Registrations
from events.admin.subpages import EventSubpages
from events.exceptions import CapacityTooSmall
from events.forms.events import EventForm
from events.models import Event
from events.services.changes import save_event
from events.services.publishing_check import check_event
from events.services.seats import set_capacity

PUBLIC_FACTS = [
    ("Write", {"fields": ["title", "summary", "body"], "classes": ["write"]}),
    ("When", {"fields": ["event_type", "series", "date_line"]}),
    ("Where", {"fields": ["is_online", "venue", "room", "address"]}),
    ("Who holds it", {"fields": ["host_name", "host_url", "registration_url"]}),
    ("Good to know", {"fields": ["what_to_bring", "accessibility", "has_captions"]}),
    ("Where it belongs", {"fields": ["sector", "topics", "places", "companions"]}),
    ("Publish", {"fields": ["status", "published_at"], "classes": ["aside"]}),
]


class EventList(EntryList):
    def get_queryset(self, request, exclude_parameters=None):
        return super().get_queryset(request, exclude_parameters).with_waiting()


@admin.register(Event)
class EventAdmin(
    Canceling,
    RecordingPage,
    Questions,
    Messages,
    CheckIn,
    Badges,
    Exports,
    Registrations,
    EventSubpages,
    Copying,
    Deleting,
    EntryAdmin,
):
    form = EventForm
    change_form_template = "admin/events/event_form.html"
    list_display = [
        "heading_link",
        "event_type",
        "when_in_words",
        "seats_in_words",
        "status_in_words",
        "look",
    ]
    list_filter = [WhenFilter, StateFilter, MineFilter, EventMendFilter, "event_type", "series"]
    date_hierarchy = "starts_at"
    ordering = ["-starts_at", "-pk"]
    autocomplete_fields = [*EntryAdmin.autocomplete_fields, "series"]
    people_after = "Who holds it"
    fieldsets = [
        ("Write", {"fields": ["title", "summary", "body"], "classes": ["write"]}),
        (
            "When",
            {
                "fields": [
                    ("event_type", "series"),
                    ("starts_at", "ends_at"),
                    ("time_zone", "is_all_day"),
                ]
            },
        ),
        (
            "Where",
            {"fields": ["is_online", ("venue", "room"), "address", "join_url", "join_notes"]},
        ),
        ("Who holds it", {"fields": [("host_name", "host_url"), "registration_url"]}),
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
        ("Where it belongs", {"fields": ["sector", "topics", "tags", "places", "companions"]}),
        ("Pictures", {"fields": ["lead_image", "lead_image_caption"]}),
        ("Publish", {"fields": ["status", "published_at"], "classes": ["aside"]}),
        SEARCH_ENGINES,
        NEEDS_ATTENTION,
    ]

    # Who sees what

    def get_queryset(self, request):
        # Not those of EntryAdmin: whoever may only look at events sees what readers see.
        events = admin.ModelAdmin.get_queryset(self, request).with_facts()
        if may_publish(request.user):
            return events
        return events.published() | events.filter(created_by=request.user)

    def get_fieldsets(self, request, obj=None) -> list:
        if obj is not None and not self.has_change_permission(request, obj):
            return PUBLIC_FACTS
        return super().get_fieldsets(request, obj)

    def lookup_allowed(self, lookup, value, request) -> bool:
        # Whoever may only look must not find out by guesses what the form does not show them.
        if not self.has_change_permission(request):
            shown = {"event_type", "series", "starts_at", "status", "sector"}
            return lookup.partition("__")[0] in shown
        return super().lookup_allowed(lookup, value, request)

    def show_history(self, request, entry, template: str, context: dict):
        # It has the address of the meeting, of which readers and writers know nothing.
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        return super().show_history(request, entry, template, context)

    # The list

    def get_changelist(self, request, **kwargs) -> type[EventList]:
        return EventList

    @admin.display(description="When", ordering="starts_at")
    def when_in_words(self, event: Event) -> str:
        return event.date_line

    @admin.display(description="Seats")
    def seats_in_words(self, event: Event) -> str:
        return say_seats(event) if event.registers_here else ""

    @admin.display(description="Status", ordering="status")
    def status_in_words(self, event: Event) -> str:
        if event.is_canceled:
            return format_html('<span class="status status-canceled">{}</span>', "Canceled")
        return super().status_in_words(event)

    # The form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            may_change = self.has_change_permission(request, obj)
            context["links"] = self.links_of(obj) if may_change else []
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if obj is not None and obj.is_canceled:
            shown = response.context_data
            shown["status_words"] = f"Canceled. {shown['status_words']}"
        return response

    def find_gaps(self, event: Event) -> list:
        return check_event(
            event, topic_count=event.topics.count(), presenter_count=len(event.presenters)
        )

    def save_model(self, request, obj, form, change) -> None:
        told = save_event(event=obj, by=request.user, at=obj.published_at)
        if form.capacity_changed:
            try:
                set_capacity(event=obj, capacity=form.cleaned_data["capacity"])
            except CapacityTooSmall as error:
                # Somebody has registered since the form was looked at.
                self.message_user(request, f"The seats stay as they were. {error}", messages.ERROR)
        if told:
            people = "One person is" if told == 1 else f"{told} people are"
            self.message_user(request, f"{people} told of the change by mail.", messages.SUCCESS)


def say_seats(event: Event) -> str:
    """Return how many seats are taken, of an event with its number of people who wait."""
    seats = event.seats
    taken = f"{seats.taken} of {seats.capacity}" if seats.capacity is not None else f"{seats.taken}"
    return f"{taken}, {event.waiting} waiting" if event.waiting else taken
