import uuid

from django.core.signing import BadSignature, Signer
from django.db import models
from django.urls import reverse
from django.utils import timezone

from content.models.fields import EmailLineField, LineField
from content.models.queued_emails import QueuedEmail


def signer() -> Signer:
    # Tokens signed with earlier keys stay valid as long as SECRET_KEY_FALLBACKS lists those keys.
    return Signer(salt="content.reader", sep=".")


class Reader(models.Model):
    """Someone without an account who wrote to us, or follows us, with an email address.

    Whether the address is theirs is known once they have confirmed it.
    """

    class Problem(models.TextChoices):
        BOUNCED = "bounced", "The address doesn’t exist or refuses our emails"
        COMPLAINED = "complained", "They reported our emails as spam"

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    email = EmailLineField(unique=True, help_text="In lower case.")
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="When they last showed that the address is theirs."
    )
    problem = models.CharField(
        max_length=10, choices=Problem, blank=True, help_text="Why we don’t email them."
    )
    problem_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.email

    @property
    def token(self) -> str:
        """The secret part of this reader’s link: their public ID, signed by the site."""
        return signer().sign(self.public_id.hex)

    @staticmethod
    def read_token(token: str) -> uuid.UUID | None:
        """Return the public ID in a token, or None if we didn’t sign it."""
        try:
            return uuid.UUID(signer().unsign(token))
        except (BadSignature, ValueError):
            return None

    def secret_path(self) -> str:
        return reverse("content:reader-detail", args=[self.token])


class ReaderEmail(QueuedEmail):
    """An email to a reader."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="emails")
    purpose = LineField(max_length=40, help_text="What it is for, such as “reply to a comment”.")
    subject = LineField(max_length=300)
    content = models.JSONField(help_text="The fields of an EmailContent, without the subject.")
    confirms = LineField(
        max_length=60,
        blank=True,
        help_text="What its button confirms, such as “comment.12”. The link is made when it is "
        "sent, so that no one finds it in the database.",
    )
    subscription = LineField(
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text="What a link in it turns off, such as “replies.12”.",
    )
    reply_to = EmailLineField(
        blank=True,
        default="",
        db_default="",
        help_text="The person or mailbox that answers go to, if a person wrote it.",
    )
    thread = LineField(
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text="What it is about, such as “submission.12”: mail programs show the emails of one "
        "thread together.",
    )

    def __str__(self) -> str:
        return f"{self.subject} to {self.reader}"
