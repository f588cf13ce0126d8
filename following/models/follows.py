from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from content.models import Reader
from content.models.fields import LineField
from following.querysets import FollowQuerySet

NEWSLETTER = "newsletter"


class Frequency(models.TextChoices):
    """How often followers get an email. Each is one list, from which one click unsubscribes."""

    IMMEDIATELY = "immediately", "As soon as something is published"
    WEEKLY = "weekly", "Once a week"
    MONTHLY = "monthly", "Once a month"
    ISSUE = "issue", "Each newsletter"


# What readers choose from. The newsletter comes when its editors send it.
FREQUENCIES = [each for each in Frequency if each != Frequency.ISSUE]
# What stops, in sentences.
LISTS = {
    Frequency.IMMEDIATELY: "an email as soon as something is published",
    Frequency.WEEKLY: "the weekly email",
    Frequency.MONTHLY: "the monthly email",
    Frequency.ISSUE: "the newsletter",
}


class Follow(models.Model):
    """What a reader wants to hear of by email, such as a topic.

    One that was stopped is kept, so that no import starts it again.
    """

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="follows")
    scope = LineField(max_length=20, help_text="A scope of content.followable, or “newsletter.”")
    key = LineField(max_length=40, blank=True, help_text="Which topic, person, and so on.")
    frequency = models.CharField(max_length=12, choices=Frequency)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(
        null=True, help_text="When the reader agreed, with the button or as imported."
    )
    stopped_at = models.DateTimeField(null=True)
    source = LineField(
        max_length=200, blank=True, help_text="The list that it was imported from, if any."
    )

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "scope", "key"],
                name="follow_once",
                violation_error_message="This address already follows that.",
            ),
            models.CheckConstraint(
                condition=Q(scope=NEWSLETTER, frequency="issue")
                | (~Q(scope=NEWSLETTER) & ~Q(frequency="issue")),
                name="follow_newsletter_by_issue",
                violation_error_message="Only the newsletter comes with each issue.",
            ),
        ]
        indexes = [
            models.Index(
                F("frequency"),
                F("scope"),
                F("key"),
                condition=Q(confirmed_at__isnull=False, stopped_at=None),
                include=["reader"],
                name="follow_active",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader}: {self.scope} {self.key}".strip()

    @property
    def is_active(self) -> bool:
        return self.confirmed_at is not None and self.stopped_at is None
