from django.db import models
from django.utils import timezone

from blog.models.posts import Post
from blog.querysets import CommentQuerySet
from content.constraints import NoCycles
from content.models.fields import EmailLineField, LineField, LinesField, UrlLineField
from content.moments import dates_in_bounds, validate_date


class Comment(models.Model):
    """A reader's comment on a post."""

    class Status(models.TextChoices):
        PENDING = "pending", "Waiting for approval"
        APPROVED = "approved", "Approved"
        HIDDEN = "hidden", "Hidden"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    name = LineField(max_length=200)
    email = EmailLineField(blank=True, help_text="Never shown to readers.")
    website = UrlLineField(blank=True)
    text = LinesField()
    text_html = LinesField(editable=False, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    created_at = models.DateTimeField("sent", default=timezone.now, validators=[validate_date])
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

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["post", "status", "created_at"], name="comment_of_post"),
            models.Index(fields=["sender", "created_at"], name="comment_of_sender"),
        ]
        constraints = [
            dates_in_bounds("created_at", name="comment_date"),
            NoCycles(
                name="comment_no_cycles",
                violation_error_message="A comment cannot be a reply to itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} on “{self.post}”"
