from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models.fields import EmailLineField, LineField, MarkdownField
from content.models.queued_emails import QueuedEmail


class Email(QueuedEmail):
    """An email to a user or a reader that belongs to no other table of emails."""

    purpose = LineField(max_length=40, help_text="What it is for, such as “review”.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text="It goes to this user’s current address, while the account is active.",
    )
    to = EmailLineField("to", help_text="The address when it was queued.")
    subject = LineField(max_length=300)
    content = models.JSONField(help_text="The fields of an EmailContent, without the subject.")

    def __str__(self) -> str:
        return f"{self.subject} to {self.user or self.to}"


class EmailText(models.Model):
    """The wording that staff chose for the emails of one purpose: for all, or for one entry."""

    purpose = LineField(max_length=40)
    entry = models.ForeignKey(
        "content.Entry", on_delete=models.CASCADE, null=True, related_name="email_texts"
    )
    subject = LineField(max_length=200)
    text = MarkdownField()
    modified_at = models.DateTimeField(default=timezone.now)
    modified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "email text"
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "entry"], nulls_distinct=False, name="email_text_once"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
