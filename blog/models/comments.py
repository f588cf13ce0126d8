from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone

from blog.models.posts import Post
from blog.querysets import CommentQuerySet
from content.constraints import NoCycles
from content.keys import read_key
from content.models import Reader
from content.models.fields import EmailLineField, LineField, LinesField, UrlLineField
from content.moments import dates_in_bounds, validate_date


def signer() -> Signer:
    # Tokens signed with earlier keys stay valid as long as SECRET_KEY_FALLBACKS lists those keys.
    return Signer(salt="blog.comment", sep=".")


class Comment(models.Model):
    """A reader's comment on a post.

    A thread is a comment without a parent and its replies, which have no replies of their own.
    """

    class Status(models.TextChoices):
        UNCONFIRMED = "to confirm", "Not confirmed by email"
        PENDING = "pending", "Waiting for approval"
        APPROVED = "approved", "Approved"
        HIDDEN = "hidden", "Hidden"
        SPAM = "spam", "Spam"
        DELETED = "deleted", "Deleted by its author"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    reader = models.ForeignKey(
        Reader,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who wrote it here. Imported comments only have an email address.",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The member of staff who wrote it.",
    )
    name = LineField(max_length=200)
    email = EmailLineField(blank=True, help_text="Never shown to readers.")
    website = UrlLineField(blank=True)
    text = LinesField()
    text_html = LinesField(editable=False, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    held_because = LineField(
        max_length=300,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="What looked like spam when it was written.",
    )
    emails_replies = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Its author gets an email about other comments in its thread.",
    )
    is_closed = models.BooleanField(
        "thread is closed", default=False, db_default=False, help_text="It takes no more replies."
    )
    created_at = models.DateTimeField("sent", default=timezone.now, validators=[validate_date])
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    announced_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When the others in the thread were told."
    )
    sender = LineField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="A keyed hash of the sender’s network address, which is not stored.",
    )
    guid = LineField(
        max_length=500,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text="The source of an imported comment, so that it is imported only once.",
    )

    objects = CommentQuerySet.as_manager()

    # From blog.comment_pages.
    mark = ""
    takes_replies = False

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["post", "status", "created_at"], name="comment_of_post"),
            models.Index(fields=["sender", "created_at"], name="comment_of_sender"),
            models.Index(Upper("email"), name="comment_of_email"),
            models.Index(
                fields=["created_at"],
                condition=Q(status__in=["pending", "to confirm"]),
                name="comment_to_decide",
            ),
        ]
        constraints = [
            dates_in_bounds("created_at", name="comment_date"),
            NoCycles(
                name="comment_no_cycles",
                violation_error_message="A comment cannot be a reply to itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or 'Someone'} on “{self.post}”"

    @property
    def is_shown(self) -> bool:
        return self.status == self.Status.APPROVED

    @property
    def thread_id(self) -> int:
        """The number of the comment that starts the thread."""
        return self.parent_id or self.pk

    def get_absolute_url(self) -> str:
        """Return the address that leads to the comment, on whatever page of the comments it is."""
        return reverse("blog:comment-detail", args=[self.post.slug, self.pk])

    @property
    def secret_path(self) -> str:
        """The page on which its author edits and deletes it."""
        return reverse("blog:comment-change", args=[signer().sign(str(self.pk))])

    @staticmethod
    def read_token(token: str) -> int:
        """Return the key in a token; 0, which no comment has, if we didn’t sign it."""
        try:
            return read_key(signer().unsign(token))
        except BadSignature:
            return 0


class CommentBan(models.Model):
    """An email address whose comments aren't accepted for a time."""

    email = EmailLineField("email address", unique=True)
    until = models.DateTimeField(validators=[validate_date])
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-until"]
        verbose_name = "banned commenter"
        constraints = [dates_in_bounds("until", name="comment_ban_date")]

    def __str__(self) -> str:
        return self.email


class SpamWord(models.Model):
    """A word that holds a comment for a moderator, no matter who wrote it."""

    text = LineField(
        "word or phrase",
        max_length=100,
        unique=True,
        help_text="A comment with it waits for approval, even from readers whose comments appear "
        "at once. Upper and lower case are the same. It may be a domain: example.com.",
    )

    class Meta:
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text
