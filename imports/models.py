from django.conf import settings
from django.db import models
from django.utils import timezone


class ResourceUpload(models.Model):
    """A spreadsheet of resources that someone is previewing before importing it."""

    file_name = models.CharField(max_length=300)
    content = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

    def __str__(self) -> str:
        return self.file_name
