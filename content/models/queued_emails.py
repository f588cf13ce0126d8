from django.db import models
from django.db.models import Q
from django.utils import timezone

from content.models.fields import LinesField


class QueuedEmail(models.Model):
    """One email to one person, and its outcome: the base of every table of emails (content.mail).

    The row is locked while its email is being sent, and says so as soon as the mail server has
    accepted it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        DROPPED = "dropped", "Not sent (no longer applied)"

    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    not_after = models.DateTimeField(
        null=True, help_text="After that, it would only confuse people."
    )
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(
        default=timezone.now, help_text="When to send it; postponed after each failure."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = LinesField(blank=True, help_text="The mail server’s last reply.")

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="%(class)s_due"),
            models.Index(fields=["finished_at"], condition=Q(state="sent"), name="%(class)s_sent"),
            models.Index(
                fields=["created_at"], condition=Q(state="failed"), name="%(class)s_failed"
            ),
        ]
