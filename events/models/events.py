import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from content.models import Entry
from content.models.fields import LineField, LinesField, UrlLineField
from content.moments import dates_in_bounds, validate_date
from content.time_zones import is_time_zone
from events.models.seats import Seats
from events.models.series import EventSeries
from events.policy import EventState, state_of
from events.querysets import EventQuerySet
from events.times import format_when

# An event without an end time is assumed to last this long.
ASSUMED_LENGTH = timedelta(hours=2)


def new_calendar_uid() -> str:
    return str(uuid.uuid4())


def validate_time_zone(name: str) -> None:
    if not is_time_zone(name):
        raise ValidationError(f"“{name}” is not a time zone. Choose one such as America/New_York.")


class Event(Entry):
    """A webinar, meetup, or session, hosted by us or by others; later, its recording."""

    class Type(models.TextChoices):
        WEBINAR = "webinar", "Webinar"
        MEETUP = "meetup", "Meetup"
        SESSION = "session", "Session"

    event_type = models.CharField("type", max_length=10, choices=Type, default=Type.WEBINAR)
    series = models.ForeignKey(
        EventSeries,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name="event series",
        help_text="If this is one of several dates. The page lists the others.",
    )
    starts_at = models.DateTimeField(
        "starts", validators=[validate_date], help_text="In the event’s own time zone."
    )
    ends_at = models.DateTimeField(
        "ends",
        null=True,
        blank=True,
        validators=[validate_date],
        help_text="Leave empty if unknown.",
    )
    over_at = models.DateTimeField(
        editable=False, help_text="When it counts as past: its end, if known."
    )
    time_zone = LineField(
        max_length=50,
        default="America/New_York",
        validators=[validate_time_zone],
        help_text="Where the event takes place; for a webinar, where its host is.",
    )
    is_all_day = models.BooleanField(
        "all day", default=False, help_text="The page shows only dates, no times."
    )

    is_online = models.BooleanField("online", default=False)
    venue = LineField(
        max_length=300, blank=True, help_text="The name of the venue. Leave empty if online only."
    )
    room = LineField(max_length=200, blank=True)
    address = LineField(max_length=500, blank=True, help_text="Street, city, and state.")
    join_url = UrlLineField(
        "meeting link",
        max_length=2000,
        blank=True,
        help_text="Only people with a seat get in, from 15 minutes before the start. It never "
        "appears on public pages or in calendars.",
    )
    join_notes = LinesField(
        "how to join",
        blank=True,
        help_text="Included in confirmations and reminders. For example, a phone number.",
    )

    host_name = LineField(
        "host",
        max_length=300,
        blank=True,
        help_text="Leave empty if we are the host. Other hosts take registrations on their own "
        "sites.",
    )
    host_url = UrlLineField("host’s website", max_length=500, blank=True)
    registration_url = UrlLineField(
        "external registration page",
        max_length=2000,
        blank=True,
        help_text="If another host takes registrations. The “Register” button goes there.",
    )
    what_to_bring = LinesField(
        blank=True,
        help_text="What to bring, read, or install beforehand. Also in the confirmation.",
    )
    accessibility = LinesField(
        blank=True,
        help_text="Stairs and elevators, sign-language interpreting, and whom to contact. The "
        "confirmation repeats it.",
    )
    has_captions = models.BooleanField("has live captions", default=False)

    takes_registrations = models.BooleanField(
        default=True, help_text="On our own site, with a name and an email address."
    )
    registration_opens_at = models.DateTimeField(
        "registration opens",
        null=True,
        blank=True,
        validators=[validate_date],
        help_text="Leave empty to open it on publication.",
    )
    registration_closes_at = models.DateTimeField(
        "registration closes",
        null=True,
        blank=True,
        validators=[validate_date],
        help_text="Leave empty to close it when the event ends.",
    )
    has_waiting_list = models.BooleanField("has a waiting list", default=True)
    reminds_day_before = models.BooleanField("remind a day before", default=True)
    reminds_hour_before = models.BooleanField("remind an hour before", default=True)

    canceled_at = models.DateTimeField(null=True, editable=False)
    cancellation_note = LinesField(blank=True, editable=False)
    previous_starts_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When it was scheduled to start before it was last moved.",
    )

    calendar_uid = LineField(max_length=255, unique=True, editable=False, default=new_calendar_uid)
    calendar_sequence = models.PositiveIntegerField(
        editable=False,
        default=0,
        help_text="Increases with each change that calendars must pick up.",
    )
    calendar_changed_at = models.DateTimeField(editable=False, default=timezone.now)

    objects = EventQuerySet.as_manager()

    # Restoring last week's text must not move the event, because registrants would have to be told,
    # or open or close its registration.
    kept_on_restore = Entry.kept_on_restore | {
        "event_type", "starts_at", "ends_at", "time_zone", "is_all_day", "is_online", "venue",
        "room", "address", "join_url", "host_name", "host_url", "registration_url",
        "takes_registrations", "registration_opens_at", "registration_closes_at",
        "has_waiting_list", "reminds_day_before", "reminds_hour_before", "format", "year",
    }  # fmt: skip
    in_own_zone = frozenset(
        ["starts_at", "ends_at", "registration_opens_at", "registration_closes_at"]
    )
    also_compared = frozenset(["canceled_at", "cancellation_note"])
    not_in_revisions = Entry.not_in_revisions | {"over_at"}

    class Meta:
        constraints = [
            dates_in_bounds(
                "starts_at",
                "ends_at",
                "registration_opens_at",
                "registration_closes_at",
                name="event_dates",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message="The event must end after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(registration_opens_at__isnull=True)
                | Q(registration_closes_at__isnull=True)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                name="event_registration_closes_after_it_opens",
                violation_error_message="Registration must close after it opens.",
            ),
        ]
        indexes = [
            models.Index(fields=["over_at"], name="event_over"),
            models.Index(F("starts_at").desc(), F("entry_ptr_id").desc(), name="event_latest"),
        ]

    def prepare_to_save(self) -> None:
        super().prepare_to_save()
        self.over_at = self.end_or_assumed
        self.date_line = format_when(self)
        self.date_is_struck = self.is_canceled

    def create_required_rows(self) -> None:
        Seats.objects.create(event=self)

    @property
    def end_or_assumed(self) -> datetime:
        if self.ends_at:
            return self.ends_at
        if self.is_all_day:
            # The next midnight, which isn’t always 24 hours later.
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
        """The last day of an all-day event, which ends at midnight after that day."""
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
    def is_ours(self) -> bool:
        return not self.host_name

    @property
    def is_free(self) -> bool:
        """Whether it is known to be free: what others charge is not."""
        return self.is_ours and not self.registration_url

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
    def state(self) -> EventState:
        """What the page says about it now."""
        return state_of(self, at=timezone.now())

    @property
    def public_recording(self) -> "models.Model | None":
        """The recording, if readers can see it."""
        recording = getattr(self, "recording", None)
        return recording if recording and recording.available_at else None

    def missing_text(self) -> str:
        if self.summary.strip() or self.body.strip():
            return ""
        return "It has no summary and no text, so readers can’t tell what it is about."
