from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models import Entry


class ResourceUpload(models.Model):
    """A spreadsheet of resources that somebody is looking at before it is brought in."""

    file_name = models.CharField(max_length=300)
    content = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

    def __str__(self) -> str:
        return self.file_name


class NoCompanions(models.Model):
    """Two entries of similar titles that do not belong together, as an editor has said."""

    first = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="no_companions_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="no_companions_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
