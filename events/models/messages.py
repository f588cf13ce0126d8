from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from events.models.events import Event
from events.models.registrations import Registration


class Message(models.Model):
    """What the staff writes to the people of an event."""

    class Audience(models.TextChoices):
        REGISTERED = "registered", "Everybody with a seat"
        WAITING = "waiting", "The waiting list"
        BOTH = "both", "Everybody with a seat, and the waiting list"
        ATTENDED = "attended", "Those who came"
        ABSENT = "absent", "Those with a seat who did not come"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="messages")
    audience = models.CharField("to", max_length=10, choices=Audience, default=Audience.REGISTERED)
    subject = models.CharField(max_length=200)
    body = models.TextField("text", help_text="Markdown. {name} is replaced by the person’s name.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False
    )
    sent_at = models.DateTimeField(
        null=True, editable=False, help_text="When it was handed to the queue; none of a draft."
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """One mail to one person: whether it is still to be sent, and what became of it.

    A person gets no two deliveries of a kind about the same; the row is locked while its mail is
    being sent and says so as soon as the mail server has taken it.
    """

    class Kind(models.TextChoices):
        CONFIRMATION = "confirmation", "Confirmation"
        SEAT = "seat", "A seat from the waiting list"
        UPDATE = "update", "A change of time or place"
        CALLED_OFF = "called-off", "The event is canceled"
        GOODBYE = "goodbye", "Their cancellation is confirmed"
        DAY_BEFORE = "day-before", "Reminder, a day before"
        HOUR_BEFORE = "hour-before", "Reminder, an hour before"
        RECORDING = "recording", "Thanks, and the recording"
        MESSAGE = "message", "Message from the staff"

    class State(models.TextChoices):
        WAITING = "waiting", "To be sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        DROPPED = "dropped", "Not sent, as it was no longer true"

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="deliveries"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    about = models.CharField(
        max_length=40, blank=True, help_text="What tells two of a kind apart, such as a moment."
    )
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, null=True, related_name="deliveries"
    )
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    not_after = models.DateTimeField(null=True, help_text="After that it would only confuse.")
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(
        default=timezone.now, help_text="When it is to be sent; later each time that fails."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True, help_text="What the mail server said last.")

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
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="delivery_due"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to {self.registration}"
