from django.contrib import admin, messages
from django.utils import timezone

from content.admin.entries import SEARCH_ENGINES, TO_MEND, EntryAdmin
from content.admin.filters import MendFilter, MineFilter, StateFilter
from events.admin.badges import Badges
from events.admin.cancelling import Cancelling
from events.admin.check_in import CheckIn
from events.admin.exports import Exports
from events.admin.messages import Messages
from events.admin.questions import Questions
from events.admin.recordings import RecordingPage
from events.admin.registrations import Registrations
from events.admin.subpages import EventSubpages
from events.exceptions import CapacityTooSmall
from events.forms.events import EventForm, copied_values
from events.models import Event
from events.services.changes import save_event
from events.services.publishing_check import check_event
from events.services.seats import set_capacity


class WhenFilter(admin.SimpleListFilter):
    title = "when"
    parameter_name = "when"

    def lookups(self, request, model_admin) -> list:
        return [("coming", "Coming"), ("past", "Past"), ("cancelled", "Cancelled")]

    def queryset(self, request, queryset):
        now = timezone.now()
        match self.value():
            case "coming":
                return queryset.filter(over_at__gt=now, cancelled_at=None)
            case "past":
                return queryset.filter(over_at__lte=now, cancelled_at=None)
            case "cancelled":
                return queryset.filter(cancelled_at__isnull=False)
        return queryset


@admin.register(Event)
class EventAdmin(
    Cancelling,
    RecordingPage,
    Questions,
    Messages,
    CheckIn,
    Badges,
    Exports,
    Registrations,
    EventSubpages,
    EntryAdmin,
):
    form = EventForm
    change_form_template = "admin/events/event_form.html"
    list_display = [
        "heading_link",
        "event_type",
        "takes_place",
        "seats_in_words",
        "status_in_words",
        "look",
    ]
    list_filter = [WhenFilter, StateFilter, MineFilter, MendFilter, "event_type", "series"]
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
        TO_MEND,
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_facts()

    def get_formset_kwargs(self, request, obj, inline, prefix) -> dict:
        values = super().get_formset_kwargs(request, obj, inline, prefix)
        for row in values.get("initial", []):
            row["role"] = "presenter"
        return values

    def get_changeform_initial_data(self, request) -> dict:
        copied = self.copied_event(request)
        if copied is None:
            return super().get_changeform_initial_data(request)
        return copied_values(copied)

    def copied_event(self, request) -> Event | None:
        """The event of which another date is being made, if any."""
        number = request.GET.get("copy", "")
        if not number.isdecimal() or len(number) > 18:
            return None
        return self.get_queryset(request).filter(pk=number).first()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["links"] = self.links_of(obj)
            context["copy_url"] = f"{self.link_to('add')}?copy={obj.pk}"
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if obj is not None and obj.is_cancelled:
            response.context_data["status_words"] = "Cancelled"
        return response

    def save_model(self, request, obj, form, change) -> None:
        told = save_event(event=obj, by=request.user, at=obj.published_at)
        try:
            set_capacity(event=obj, capacity=form.cleaned_data.get("capacity"))
        except CapacityTooSmall as error:
            # Somebody has registered since the form was looked at.
            self.message_user(request, f"The seats stay as they were. {error}", messages.ERROR)
        copied = None if change else self.copied_event(request)
        if copied is not None:
            self.copy_questions(copied, obj)
        if told:
            people = "One person is" if told == 1 else f"{told} people are"
            self.message_user(request, f"{people} told of the change by mail.", messages.SUCCESS)

    def find_gaps(self, event: Event) -> list:
        return check_event(
            event, topic_count=event.topics.count(), presenter_count=len(event.presenters)
        )

    @admin.display(description="Seats")
    def seats_in_words(self, event: Event) -> str:
        return say_seats(event.seats)


def say_seats(seats) -> str:
    if seats.capacity is None:
        return str(seats.taken)
    return f"{seats.taken} of {seats.capacity}"
