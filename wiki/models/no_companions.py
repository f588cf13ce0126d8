from django.db import models

from content.models import Entry


class NoCompanions(models.Model):
    """Two entries with similar titles that an editor wants to keep apart."""

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
