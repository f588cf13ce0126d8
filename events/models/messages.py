from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from content.models import QueuedEmail
from content.models.fields import LineField, MarkdownField
from events.models.events import Event
from events.models.registrations import Registration


class Message(models.Model):
    """An email that staff write to an event’s registrants."""

    class Audience(models.TextChoices):
        REGISTERED = "registered", "Everyone with a seat, and the presenters"
        WAITING = "waiting", "The waiting list"
        BOTH = "both", "Everyone with a seat and on the waiting list"
        PRESENTERS = "presenters", "The presenters"
        ATTENDED = "attended", "People who attended"
        ABSENT = "absent", "People with a seat who did not attend"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="messages")
    audience = models.CharField("to", max_length=10, choices=Audience, default=Audience.REGISTERED)
    subject = LineField(max_length=200)
    body = MarkdownField("text", help_text="Markdown. {name} is replaced with the person’s name.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False
    )
    sent_at = models.DateTimeField(
        null=True, editable=False, help_text="When it was queued; empty for a draft."
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.subject


class Delivery(QueuedEmail):
    """One email to one registrant. No one gets two of one kind about the same thing."""

    class Purpose(models.TextChoices):
        CONFIRMATION = "confirmation", "Confirmation"
        RELEASED = "released", "Seat that wasn’t confirmed"
        SEAT = "seat", "Seat from the waiting list"
        UPDATE = "update", "Change of time or place"
        EVENT_CANCELED = "event-canceled", "Event canceled"
        EVENT_REINSTATED = "event-reinstated", "Event reinstated"
        CANCELLATION = "cancellation", "Confirmation of cancellation"
        DAY_BEFORE = "day-before", "Reminder a day before"
        HOUR_BEFORE = "hour-before", "Reminder an hour before"
        RECORDING = "recording", "Thank-you with the recording"
        MESSAGE = "message", "Message from staff"

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="deliveries"
    )
    kind = models.CharField(max_length=20, choices=Purpose)
    about = LineField(
        max_length=40, blank=True, help_text="What distinguishes two of one kind, such as a date."
    )
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, null=True, related_name="deliveries"
    )
    finished_at = models.DateTimeField(null=True, db_column="settled_at")

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["registration", "kind", "about"], name="delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["registration"],
                condition=Q(state__in=["waiting", "failed"]),
                name="delivery_open",
            ),
            *QueuedEmail.Meta.indexes,
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to {self.registration}"
