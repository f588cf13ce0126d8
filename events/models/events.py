import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from content.models import Entry
from content.models.addresses import Addressed
from events.querysets import EventQuerySet, EventSeriesQuerySet
from events.states import State, state_of, takes_registrations
from events.times import is_time_zone, say_when

# How long an event is taken to last whose end nobody knows.
ASSUMED_LENGTH = timedelta(hours=2)


def new_calendar_uid() -> str:
    return str(uuid.uuid4())


def validate_time_zone(name: str) -> None:
    if not is_time_zone(name):
        raise ValidationError(f"“{name}” is no time zone: choose one such as America/New_York.")


class EventSeries(Addressed):
    """Several dates of the same: office hours of every month, a course of four evenings."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True, allow_unicode=True)
    description = models.TextField(blank=True, help_text="One or two sentences on its page.")

    url_name = "events:series-detail"

    objects = EventSeriesQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "series of events"
        verbose_name_plural = "series of events"

    def __str__(self) -> str:
        return self.name


class Event(Entry):
    """A webinar, meetup or session, ours or somebody else's; and later its recording."""

    class Type(models.TextChoices):
        WEBINAR = "webinar", "Webinar"
        MEETUP = "meetup", "Meetup"
        SESSION = "session", "Session"

    event_type = models.CharField("what it is", max_length=10, choices=Type, default=Type.WEBINAR)
    series = models.ForeignKey(
        EventSeries,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name="series of events",
        help_text="If it is one of several dates: the page names the others.",
    )
    starts_at = models.DateTimeField("starts", help_text="In the event’s own time zone.")
    ends_at = models.DateTimeField(
        "ends", null=True, blank=True, help_text="Empty if that is not known."
    )
    over_at = models.DateTimeField(
        editable=False, help_text="From when on it counts as past; its end, if that is known."
    )
    time_zone = models.CharField(
        max_length=50,
        default="America/New_York",
        validators=[validate_time_zone],
        help_text="Where it takes place; for a webinar, where its host is.",
    )
    is_all_day = models.BooleanField(
        "all day", default=False, help_text="Days without hours: the page shows the dates only."
    )

    is_online = models.BooleanField("online", default=False)
    venue = models.CharField(
        max_length=300, blank=True, help_text="The name of the place. Empty if it is online only."
    )
    room = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=500, blank=True, help_text="Street, city and state.")
    join_url = models.URLField(
        "address of the meeting",
        max_length=2000,
        blank=True,
        help_text="Only who has a seat is led there, from 15 minutes before. It is on no public "
        "page and in no calendar.",
    )
    join_notes = models.TextField(
        "how to join",
        blank=True,
        help_text="For the confirmation and the reminders, such as a number to call.",
    )

    host_name = models.CharField(
        "host",
        max_length=300,
        blank=True,
        help_text="Empty: us. Another organization takes registrations on its own site.",
    )
    host_url = models.URLField("the host’s site", max_length=500, blank=True)
    registration_url = models.URLField(
        "registration elsewhere",
        max_length=2000,
        blank=True,
        help_text="Where another host takes registrations: “Register” leads there.",
    )
    what_to_bring = models.TextField(
        blank=True, help_text="What to bring, read or install before. Also in the confirmation."
    )
    accessibility = models.TextField(
        blank=True,
        help_text="Steps and lifts, sign language, whom to ask. Also in the confirmation.",
    )
    has_captions = models.BooleanField("has live captions", default=False)

    takes_registrations = models.BooleanField(
        default=True, help_text="On our own site, with name and email address."
    )
    registration_opens_at = models.DateTimeField(
        "registration opens", null=True, blank=True, help_text="Empty: once this is published."
    )
    registration_closes_at = models.DateTimeField(
        "registration closes", null=True, blank=True, help_text="Empty: when the event ends."
    )
    has_waiting_list = models.BooleanField("has a waiting list", default=True)
    reminds_day_before = models.BooleanField("remind a day before", default=True)
    reminds_hour_before = models.BooleanField("remind an hour before", default=True)

    canceled_at = models.DateTimeField(null=True, editable=False)
    cancellation_note = models.TextField(blank=True, editable=False)
    previous_starts_at = models.DateTimeField(
        null=True, editable=False, help_text="When it was to start before it was moved last."
    )

    imported = models.JSONField(
        editable=False,
        default=dict,
        help_text="What the spreadsheet said that it came from, to tell changes there from ours.",
    )
    calendar_uid = models.CharField(
        max_length=255, unique=True, editable=False, default=new_calendar_uid
    )
    calendar_sequence = models.PositiveIntegerField(
        editable=False, default=0, help_text="Grows with what calendars must take over."
    )
    calendar_changed_at = models.DateTimeField(editable=False, default=timezone.now)

    objects = EventQuerySet.as_manager()

    # Restoring last week's text must neither move the event, which people would have to hear about,
    # nor open or close its registration.
    kept_on_restore = Entry.kept_on_restore | {
        "event_type", "starts_at", "ends_at", "time_zone", "is_all_day", "is_online", "venue",
        "room", "address", "join_url", "host_name", "host_url", "registration_url",
        "takes_registrations", "registration_opens_at", "registration_closes_at",
        "has_waiting_list", "reminds_day_before", "reminds_hour_before", "format", "year",
    }  # fmt: skip
    in_own_zone = frozenset(
        ["starts_at", "ends_at", "registration_opens_at", "registration_closes_at"]
    )
    compared_too = frozenset(["canceled_at", "cancellation_note"])
    not_in_revisions = Entry.not_in_revisions | {"over_at"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message="It has to end after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(registration_opens_at__isnull=True)
                | Q(registration_closes_at__isnull=True)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                name="event_registration_closes_after_it_opens",
                violation_error_message="Registration has to close after it opens.",
            ),
        ]
        indexes = [
            models.Index(fields=["over_at"], name="event_over"),
            models.Index(F("starts_at").desc(), F("entry_ptr_id").desc(), name="event_latest"),
        ]

    def prepare_to_save(self) -> None:
        super().prepare_to_save()
        self.over_at = self.end_or_assumed
        self.date_line = say_when(self)
        self.date_is_struck = self.is_canceled

    def create_required_rows(self) -> None:
        Seats.objects.create(event=self)

    @property
    def end_or_assumed(self) -> datetime:
        if self.ends_at:
            return self.ends_at
        if self.is_all_day:
            # The next midnight, which is not always 24 hours later.
            tomorrow = self.local_start.date() + timedelta(days=1)
            return datetime.combine(tomorrow, time(), tzinfo=self.zone)
        return self.starts_at + ASSUMED_LENGTH

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime | None:
        return self.ends_at and self.ends_at.astimezone(self.zone)

    @property
    def last_day(self) -> date:
        """The last day of an event that lasts all day, which ends at the midnight after it."""
        end = self.end_or_assumed.astimezone(self.zone)
        return (end - timedelta(seconds=1)).date()

    @property
    def is_over(self) -> bool:
        return timezone.now() >= self.over_at

    @property
    def local_day(self) -> int:
        return self.local_start.day

    @property
    def local_weekday(self) -> str:
        return f"{self.local_start:%a}"

    @property
    def local_month(self) -> str:
        return f"{self.local_start:%b}"

    @property
    def can_register(self) -> bool:
        return takes_registrations(self, at=timezone.now())

    @property
    def is_ours(self) -> bool:
        return not self.host_name

    @property
    def registers_here(self) -> bool:
        return self.takes_registrations and not self.registration_url

    @property
    def is_canceled(self) -> bool:
        return self.canceled_at is not None

    @property
    def is_rescheduled(self) -> bool:
        return self.previous_starts_at is not None and not self.is_canceled

    @property
    def state(self) -> State:
        """What the page says of it now; it follows from the facts and the clock."""
        return state_of(self, at=timezone.now())

    @property
    def public_recording(self) -> "models.Model | None":
        """The recording, if readers may see it."""
        recording = getattr(self, "recording", None)
        return recording if recording and recording.available_at else None

    def lack_of_words(self) -> str:
        if self.summary.strip() or self.body.strip():
            return ""
        return "It has neither a summary nor a text, so nobody learns what it is about."


class Seats(models.Model):
    """How many seats an event has and how many are taken.

    A row of its own: saving the event's form must not write an old number back, and a thousand
    registrations in a minute must not rewrite the event's row a thousand times.
    """

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, primary_key=True, related_name="seats"
    )
    capacity = models.PositiveIntegerField(
        null=True, blank=True, help_text="Empty: as many as come."
    )
    taken = models.PositiveIntegerField(default=0)
    are_given = models.BooleanField(
        default=True,
        editable=False,
        help_text="Not any more, once the event is canceled: who registers meanwhile reads this "
        "row when it is their turn, and the event’s as it was before.",
    )

    class Meta:
        verbose_name_plural = "seats"
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")),
                name="seats_never_too_many",
                violation_error_message="More people than that have a seat already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken} of {'any number' if self.capacity is None else self.capacity}"

    @property
    def are_all_taken(self) -> bool:
        return self.capacity is not None and self.taken >= self.capacity
