from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import linebreaks

from content.labels import Labels
from content.models import Entry, Reader, Topic
from content.models.fields import LineField, LinesField, UrlLineField
from content.moments import dates_in_bounds
from content.phrases import shorten
from content.us_states import STATES_AND_TERRITORIES
from submissions.querysets import SubmissionQuerySet

LONGEST_TEXT = 5_000


class Submission(models.Model):
    """What a reader sent us: a problem of practice, a resource, or an idea for a post."""

    class Category(models.TextChoices):
        PROBLEM = "problem", "Problem of practice"
        RESOURCE = "resource", "Resource"
        POST = "post", "Post"

    class Status(models.TextChoices):
        NEW = "new", "New"
        IN_PROGRESS = "in-progress", "In progress"
        ANSWERED = "answered", "Answered"
        DONE = "done", "Done"
        DECLINED = "declined", "Declined"

    # After these, nothing more happens.
    CLOSED = (Status.DONE, Status.DECLINED)

    kind = models.CharField(max_length=10, choices=Category, editable=False)
    title = LineField("in one sentence", max_length=200)
    text = LinesField(max_length=LONGEST_TEXT, blank=True)
    url = UrlLineField("address", max_length=2000, blank=True, help_text="Of a resource.")
    topic = models.ForeignKey(
        Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="submissions"
    )

    reader = models.ForeignKey(
        Reader,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="submissions",
        help_text="Who sent it, until that is erased.",
    )
    name = LineField(max_length=100, blank=True)
    role = LineField(max_length=100, blank=True, help_text="Such as “Principal”.")
    state = models.CharField(max_length=2, choices=list(STATES_AND_TERRITORIES.items()), blank=True)
    may_publish = models.BooleanField(
        default=False,
        editable=False,
        help_text="Whether the reader agreed to be published with name, role, and state.",
    )
    confirmed_at = models.DateTimeField(
        null=True, editable=False, help_text="When the reader showed that the address is theirs."
    )

    status = models.CharField(max_length=12, choices=Status, default=Status.NEW)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="submissions",
        help_text="Who takes care of it.",
    )
    entry = models.ForeignKey(
        Entry,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="submissions",
        help_text="What was made of it.",
    )
    told_at = models.DateTimeField(
        null=True, editable=False, help_text="When the reader heard that the entry is public."
    )
    published_at = models.DateTimeField(
        null=True, editable=False, help_text="Since when readers see this problem of practice."
    )
    shared_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="How many readers said: this is ours, too."
    )
    created_at = models.DateTimeField("sent", default=timezone.now, editable=False)
    modified_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    erased_at = models.DateTimeField(
        null=True, editable=False, help_text="When the personal details were erased."
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(published_at__isnull=False),
                name="problem_newest",
            ),
            models.Index(
                F("topic"),
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(published_at__isnull=False),
                name="problem_newest_on_topic",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(kind="problem", may_publish=True, confirmed_at__isnull=False),
                name="submission_published_is_agreed",
                violation_error_message="Only a problem whose reader agreed can be published.",
            ),
            dates_in_bounds("created_at", "published_at", name="submission_dates"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def credit(self) -> str:
        """Who sent it, as far as the reader agreed to be named, or ""."""
        said = [self.name, self.role, self.get_state_display()] if self.may_publish else []
        return ", ".join(filter(None, said))

    @property
    def byline(self) -> str:
        return self.credit or "A reader"

    def get_absolute_url(self) -> str:
        """Return the page of a published problem."""
        return reverse("submissions:problem-detail", args=[self.pk])

    # What feeds ask of each (content.feeds), as of entries.

    lead_image = None
    date_line = ""

    @property
    def heading(self) -> str:
        return self.title

    @property
    def guid(self) -> str:
        return f"urn:competencyworks:problem:{self.pk}"

    @property
    def description(self) -> str:
        return shorten(" ".join(self.text.split()) or self.title, 300)

    @property
    def body_html(self) -> str:
        """The reader's words: plain text, in which nothing is a link or markup."""
        return linebreaks(self.text, autoescape=True)

    @property
    def maker_line(self) -> str:
        return self.byline

    @property
    def labels(self) -> Labels:
        topic = self.topic
        shown = [{"id": topic.pk, "name": topic.name, "slug": topic.slug}] if topic else []
        return Labels({"people": [], "topics": shown, "tags": [], "places": []})
