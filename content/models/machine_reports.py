from django.db import models
from django.utils import timezone

from content.models.fields import LineField


class MachineReport(models.Model):
    """What the doctor, the latest backup, or the latest test of restoring one found."""

    name = LineField(max_length=20, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    findings = models.JSONField(default=list, help_text="Of each, its level, text, and advice.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
