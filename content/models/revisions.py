from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.utils import timezone

from content import kinds
from content.models.entries import Entry, entry_model
from content.models.fields import LineField, LinesField
from content.models.vocabulary import Status
from content.moments import format_minute
from content.querysets import RevisionQuerySet

# The author shown for revisions saved by an import or a job.
SYSTEM = "System"


class Revision(models.Model):
    """One saved state of an entry: all that a writer filled in, and its relations.

    It outlives its entry, which can be restored from it under the same number: hence a foreign key
    without a constraint. See docs/decisions/revisions.md.
    """

    entry = models.ForeignKey(
        Entry,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="revisions",
    )
    kind = LineField(max_length=20)
    data = models.JSONField(help_text="See content/editing/revision_data.py.")
    # As in the data, for queries: lists of revisions don't read the data.
    status = models.CharField(max_length=10, choices=Status)
    published_at = models.DateTimeField(null=True)
    is_deletion = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="revisions"
    )
    reason = LinesField(blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                F("entry"), F("created_at").desc(), F("id").desc(), name="revision_newest"
            ),
            models.Index(
                KT("data__guid"), condition=Q(is_deletion=True), name="revision_deleted_guid"
            ),
            models.Index(
                F("created_at").desc(), condition=Q(is_deletion=True), name="revision_deleted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.heading}, {format_minute(self.created_at)}"

    @property
    def own_model(self) -> type[Entry]:
        return entry_model(kinds.get(self.kind))

    @property
    def title(self) -> str:
        return self.data["title"]

    @property
    def summary(self) -> str:
        return self.data["summary"]

    @property
    def body(self) -> str:
        return self.data["body"]

    @property
    def heading(self) -> str:
        return self.title or "Untitled"

    @property
    def saved_by(self) -> str:
        """Who saved it, as their colleagues know them."""
        return str(self.by) if self.by else SYSTEM

    @property
    def made_by(self) -> str:
        """Who saved it, as readers know them; never an email address."""
        if self.by is None:
            return SYSTEM
        return self.by.person.name if self.by.person else self.by.name or "An editor"


class DeletedRows(models.Model):
    """What was deleted with an entry and is no part of it, such as comments, to bring it back.

    Apart from the revision, because it has what readers gave in confidence.
    """

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="deleted_rows")
    rows = models.JSONField(help_text="As Django serializes them.")
    links = models.JSONField(
        default=list,
        db_default=[],
        help_text="[[model, field, [primary keys]]] of the rows that referred to the entry.",
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Deleted with {self.revision}"


class DeletedEntry(Revision):
    """The last revision of an entry that is no longer there, for its page in the admin."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = "deleted entry"
        verbose_name_plural = "deleted entries"
