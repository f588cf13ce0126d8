from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from content.forms import EntryForm
from content.forms.contributions import count_people
from content.models import Kind
from content.services.publishing_check import Finding
from events.exceptions import CapacityTooSmall
from events.forms.fields import WallTimeField
from events.models import Event
from events.services.changes import count_to_tell
from events.services.publishing_check import check_event
from events.times import is_time_zone, time_zone_choices

WALL_TIMES = ["starts_at", "ends_at", "registration_opens_at", "registration_closes_at"]
LAST_MINUTE = timedelta(minutes=1)


class EventForm(EntryForm):
    """An event as the admin edits it: all its times are those of its own zone."""

    kind = Kind.EVENT

    capacity = forms.IntegerField(
        label="Seats",
        required=False,
        min_value=1,
        help_text="Empty: as many as come. More seats go to the waiting list at once.",
    )
    tells_people = forms.BooleanField(required=False)

    class Meta(EntryForm.Meta):
        widgets = {
            **EntryForm.Meta.widgets,
            **{
                name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
                for name in WALL_TIMES
            },
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in ("what_to_bring", "accessibility", "join_notes")
            },
        }
        field_classes = {
            **EntryForm.Meta.field_classes,
            **dict.fromkeys(WALL_TIMES, WallTimeField),
        }
        help_texts = {
            **EntryForm.Meta.help_texts,
            "starts_at": "As the clocks show it in the event’s time zone.",
            "ends_at": "Empty if nobody knows. Of an event that lasts all day: its last day.",
            "is_all_day": "Only the dates above count then.",
            "takes_registrations": "On our own site, with name and email address. Details are "
            f"deleted {settings.REGISTRATION_MONTHS} months after the event.",
            "lead_image": "Stands above the text, on cards and in shared links.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.people_to_tell = 0
        if "time_zone" in self.fields:
            name = self.fields["time_zone"].label
            self.fields["time_zone"] = forms.ChoiceField(
                label=name,
                choices=time_zone_choices(self.instance.time_zone),
                help_text=self.fields["time_zone"].help_text,
            )
            self.initial.setdefault("time_zone", self.instance.time_zone)
        for name in WALL_TIMES:
            if name in self.fields:
                self.fields[name].zone = self.zone
        if self.instance.pk:
            self.initial["capacity"] = self.instance.seats.capacity
            if self.instance.is_all_day and self.instance.ends_at:
                self.initial["ends_at"] = self.instance.ends_at - LAST_MINUTE

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which what was sent is meant; what is stored, in its own."""
        sent = self.data.get(self.add_prefix("time_zone"), "") if self.is_bound else ""
        name = sent if is_time_zone(sent) else self.instance.time_zone
        return ZoneInfo(name)

    def clean_capacity(self) -> int | None:
        capacity = self.cleaned_data["capacity"]
        if self.instance.pk and capacity is not None and capacity < self.instance.seats.taken:
            raise ValidationError(str(CapacityTooSmall()))
        return capacity

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("is_all_day"):
            self.fill_days(cleaned)
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", "It has to end after it starts.")
        return cleaned

    def fill_days(self, cleaned: dict) -> None:
        """Let days begin and end at midnight."""
        for name, days in (("starts_at", 0), ("ends_at", 1)):
            if cleaned.get(name):
                cleaned[name] = midnight(cleaned[name].astimezone(self.zone), days=days)

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or self.was_overtaken or not (self.was_published and self.instance.pk):
            return
        self.people_to_tell = count_to_tell(self.instance)
        if self.people_to_tell and not self.cleaned_data.get("tells_people"):
            self.add_error(None, "It is not saved yet: people have to hear of this change.")

    @property
    def tells_label(self) -> str:
        people = self.people_to_tell
        who = "one person" if people == 1 else f"{people} people"
        return f"Save it, and tell {who} of the change by mail"

    def find_gaps(self, *, author_count: int, topic_count: int) -> list[Finding]:
        return check_event(
            self.instance,
            topic_count=topic_count,
            presenter_count=count_people(self.data, role="presenter"),
        )


def midnight(moment: datetime, *, days: int) -> datetime:
    """Return the midnight at which a local day begins, or so many days later."""
    day = moment.date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, tzinfo=moment.tzinfo)


class CancelForm(forms.Form):
    note = forms.CharField(
        label="A word to those who wanted to come",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Such as why, and whether there will be another date. It stands in the mail and "
        "on the event’s page.",
    )


def copied_values(event: Event) -> dict:
    """Return what a form for another date of the same event begins with."""
    kept = [
        "title", "summary", "body", "event_type", "series", "time_zone", "is_all_day", "is_online",
        "venue", "room", "address", "join_url", "join_notes", "host_name", "host_url",
        "registration_url", "what_to_bring", "accessibility", "has_captions",
        "takes_registrations", "has_waiting_list", "reminds_day_before", "reminds_hour_before",
        "sector", "lead_image", "lead_image_caption",
    ]  # fmt: skip
    values = {name: getattr(event, event._meta.get_field(name).attname) for name in kept}
    return {
        **values,
        "capacity": event.seats.capacity,
        "topics": list(event.topics.values_list("pk", flat=True)),
        "tags": list(event.tags.names()),
        "places": list(event.places.values_list("pk", flat=True)),
    }
