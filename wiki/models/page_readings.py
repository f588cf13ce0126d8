from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models import Image
from content.models.fields import LineField, UrlLineField


class PageReading(models.Model):
    """What a page says of itself, read by a job for the form of a resource. Kept for a day."""

    class Stage(models.TextChoices):
        WAITING = "waiting", "Waiting for its turn"
        PAGE = "page", "Reading the page"
        PICTURE = "picture", "Fetching the picture"
        DONE = "done", "Done"

    url = UrlLineField(max_length=2000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    step = models.CharField(max_length=10, choices=Stage, default=Stage.WAITING)
    found = models.JSONField(default=dict, help_text="{field of the resource: its value}")
    problem = LineField(max_length=1000, blank=True, help_text="What could not be read.")
    image = models.ForeignKey(Image, on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="page_reading_created")]

    def __str__(self) -> str:
        return self.url

    @property
    def is_done(self) -> bool:
        return self.step == self.Stage.DONE
