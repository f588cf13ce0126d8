from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone

from content.models.fields import LineField, LinesField


class Activity(models.Model):
    """Something that someone did or tried. The database refuses to change or delete it.

    Foreign keys have no constraint, so that it outlives what it names.
    """

    class Matter(models.TextChoices):
        ENTRY = "entry", "Entries"
        DELETION = "deletion", "Deletions"
        SIGN_IN = "sign-in", "Sign-ins"
        FAILED_SIGN_IN = "failed-sign-in", "Failed sign-ins"
        ACCOUNT = "account", "Accounts and permissions"
        EXPORT = "export", "Exports of personal data"
        SETTINGS = "settings", "Site settings"
        OTHER = "other", "Everything else"

    at = models.DateTimeField("when", default=timezone.now)
    kind = LineField(max_length=20, choices=Matter)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
        verbose_name="who",
    )
    by_name = LineField("who", max_length=254, help_text="As they were called then.")
    sentence = LinesField("what")
    model = LineField(max_length=100, blank=True, help_text="Of what it’s about, with its app.")
    object_id = models.BigIntegerField(null=True)

    class Meta:
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        verbose_name = "activity"
        verbose_name_plural = "recent activity"
        indexes = [
            models.Index(F("at").desc(), F("id").desc(), name="activity_newest"),
            models.Index(F("by"), F("at").desc(), name="activity_by_person"),
            models.Index(F("kind"), F("at").desc(), name="activity_of_kind"),
        ]

    def __str__(self) -> str:
        return self.sentence
