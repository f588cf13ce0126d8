from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from content.editing.forms import EntryForm
from content.editing.forms.wall_times import WallTimeField, format_wall_time
from content.editing.forms.widgets import Module, TimeZoneSelect
from content.site import site_settings
from content.time_zones import is_time_zone, time_zone_choices
from events.exceptions import CapacityTooSmall
from events.models import Event, Seats
from events.services.changes import affected_registrations, count_people_to_notify

DAYS = ["starts_at", "ends_at"]
WALL_TIMES = [*DAYS, "registration_opens_at", "registration_closes_at"]
UNKNOWN_ZONE = "“%(value)s” is not a time zone. Choose one such as America/New_York."
KEEP, CLEAR = "keep", "clear"
CLOCKS = {*WALL_TIMES, "time_zone"}


class EventForm(EntryForm):
    """The admin’s form for an event. All of its times are in the event’s own time zone."""

    capacity = forms.IntegerField(
        label="Seats",
        required=False,
        min_value=1,
        max_value=1_000_000,
        # Seats can also change elsewhere while this form is open, so only a difference from what
        # the form showed counts as a change.
        show_hidden_initial=True,
        help_text="Leave empty for unlimited. New seats go to the waiting list right away.",
    )
    notifies_people = forms.BooleanField(required=False)
    copied_link = forms.ChoiceField(
        label="Meeting link of the copy",
        choices=[(KEEP, "Keep it"), (CLEAR, "Clear it")],
        initial=KEEP,
        required=False,
        widget=forms.RadioSelect,
    )
    # The event that is copied, if it has a meeting link. Set by the admin.
    copied_from: Event | None = None

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
            **dict.fromkeys(("join_url", "host_url", "registration_url"), forms.URLInput),
            "is_all_day": forms.CheckboxInput(attrs={"data-all-day": ""}),
            "event_type": forms.Select(attrs={"data-event-type": ""}),
        }
        field_classes = {
            **EntryForm.Meta.field_classes,
            **dict.fromkeys(WALL_TIMES, WallTimeField),
        }
        help_texts = {
            **EntryForm.Meta.help_texts,
            "published_at": "When readers find the page. Eastern time. The event’s own date is "
            "under “Starts.”",
            "event_type": "A webinar is online, a meetup is in person, and a session is part of a "
            "larger conference.",
            "starts_at": "Local time at the event.",
            "ends_at": "For all-day events, the last day. Leave empty if unknown.",
            "time_zone": "Where the event takes place; for a webinar, where its host is. All "
            "times in this form are in this time zone.",
            "is_all_day": "The page shows only dates, no times.",
            "is_online": "People can join from anywhere, as in webinars. Hybrid events also have a "
            "venue.",
            "room": "Or the floor or entrance.",
            "host_name": "Leave empty if we are the host.",
            "host_url": "The host’s name links to it.",
            "takes_registrations": "On our own site, with a name and an email address. Details are "
            f"deleted {settings.REGISTRATION_MONTHS} months after the event; counts stay.",
            "has_waiting_list": "When the event is full, people can wait for a seat to open up.",
            "reminds_day_before": "An email to everyone with a seat that says how to join.",
            "reminds_hour_before": "The same email again, shortly before the start.",
            "has_captions": "People can read along.",
        }

    class Media:
        js = [Module("all-day.js"), Module("event-type.js")]

    def __init__(self, *args, **kwargs) -> None:
        if kwargs.get("instance") is None:
            # A new event is a webinar until someone says otherwise, and webinars are online.
            kwargs["instance"] = self._meta.model(
                time_zone=site_settings().time_zone, is_online=True
            )
        super().__init__(*args, **kwargs)
        self.is_new = self.instance.pk is None
        self.people_to_notify = 0
        if "time_zone" in self.fields:
            self.offer_time_zones()
        for name in self.wall_times:
            self.fields[name].ends = name == "ends_at"
            if name in DAYS:
                self.fields[name].widget.attrs["data-day"] = ""
        if not self.is_new:
            self.show_stored()
        if self.copied_from is None or "join_url" not in self.fields:
            del self.fields["copied_link"]
        self.set_clocks()

    @property
    def wall_times(self) -> list[str]:
        return [name for name in WALL_TIMES if name in self.fields]

    def offer_time_zones(self) -> None:
        field = self.fields["time_zone"]
        self.fields["time_zone"] = forms.ChoiceField(
            label=field.label,
            choices=time_zone_choices(self.instance.time_zone),
            widget=TimeZoneSelect,
            help_text=field.help_text,
            error_messages={"invalid_choice": UNKNOWN_ZONE},
        )
        self.initial.setdefault("time_zone", self.instance.time_zone)

    def show_stored(self) -> None:
        event = self.instance
        self.initial["capacity"] = event.seats.capacity
        for name in self.wall_times:
            moment = getattr(event, name)
            if moment:
                is_day = event.is_all_day and name in DAYS
                field = self.fields[name]
                self.initial[name] = field.remember(moment, zone=event.zone, is_day=is_day)

    def set_clocks(self) -> None:
        """Set the fields to the submitted time zone and “all day”, or to the stored ones."""
        for name in self.wall_times:
            self.fields[name].show_as(zone=self.zone, is_day=self.is_all_day and name in DAYS)

    @property
    def zone(self) -> ZoneInfo:
        name = self.initial.get("time_zone", self.instance.time_zone)
        if self.is_bound and "time_zone" in self.fields:
            name = "".join(self.read("time_zone"))
        return ZoneInfo(name if is_time_zone(name) else self.instance.time_zone)

    @property
    def is_all_day(self) -> bool:
        if self.is_bound and "is_all_day" in self.fields:
            return bool(self.read("is_all_day"))
        return bool(self.initial.get("is_all_day"))

    # The meeting link of a copy

    def clean_copied_link(self) -> str:
        """Clear the link if that was chosen, unless another one was entered."""
        choice = self.cleaned_data["copied_link"]
        if choice == CLEAR and self.cleaned_data.get("join_url") == self.copied_from.join_url:
            self.cleaned_data["join_url"] = ""
        return choice

    # Seats

    @property
    def capacity_changed(self) -> bool:
        return self.is_new or "capacity" in self.changed_data

    def clean_capacity(self) -> int | None:
        capacity = self.cleaned_data["capacity"]
        if self.is_new or not self.capacity_changed:
            return capacity
        stored, name = self.initial["capacity"], self.add_initial_prefix("capacity")
        shown = "" if stored is None else str(stored)
        if capacity != stored and self.data.get(name, shown) != shown:
            self.data = self.data.copy()
            self.data[name] = shown
            current = f"{shown} seats" if shown else "unlimited seats"
            raise ValidationError(
                f"Someone changed this to {current} in the meantime. Keep your number or enter "
                "theirs."
            )
        if capacity is not None and capacity < Seats.objects.get(event=self.instance).taken:
            raise ValidationError(str(CapacityTooSmall()))
        return capacity

    # Times

    def clean(self) -> dict:
        cleaned = super().clean()
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", "The event must end after it starts.")
        opens, closes = (cleaned.get(f"registration_{verb}_at") for verb in ("opens", "closes"))
        if opens and closes and closes <= opens:
            self.add_error("registration_closes_at", "Registration must close after it opens.")
        return cleaned

    def initial_in(self, kept: dict, name: str):
        moment = super().initial_in(kept, name)
        if name not in WALL_TIMES or moment is None:
            return moment
        return format_wall_time(
            moment,
            ZoneInfo(kept["time_zone"]),
            is_day=kept["is_all_day"] and name in DAYS,
            ends=name == "ends_at",
        )

    def resolve(self) -> None:
        super().resolve()
        self.set_clocks()

    def merge_in(self) -> None:
        super().merge_in()
        base, theirs, mine = self.merge.base, self.merge.theirs, self.merge.mine
        by_them, by_me = (
            {name for name in CLOCKS & mine.keys() if base.get(name) != values[name]}
            for values in (theirs, mine)
        )
        # One person's time in the other person's zone is a time that neither intended.
        if by_them and by_me and "time_zone" in by_them ^ by_me:
            self.add_error(
                "time_zone",
                f"You and {self.merge.by} changed the time zone and the times independently. Check "
                "each time: it is now in this time zone.",
            )

    # Before it is saved

    def describe_hiding(self, date: datetime) -> str:
        hidden = super().describe_hiding(date)
        count = affected_registrations(self.instance).count()
        people = "One person is" if count == 1 else f"{count} people are"
        registered = f"{people} registered. " if count else ""
        return f"{hidden} {registered}To move the event, change “Starts” instead."

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or self.was_overtaken or self.is_new:
            return
        self.people_to_notify = count_people_to_notify(self.instance)
        if self.people_to_notify and not self.cleaned_data.get("notifies_people"):
            self.add_error(
                None, "This is not saved yet: registrants must be notified of this change."
            )

    @property
    def notify_label(self) -> str:
        people = self.people_to_notify
        who = "one person" if people == 1 else f"{people} people"
        return f"Save and email {who} about the change"
