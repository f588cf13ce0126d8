"""What readers do, as counts per day. Nothing about the readers."""

from django.db import models

from content.models.entries import Entry
from content.models.fields import LineField


class ViewCount(models.Model):
    """How often the page of an entry was viewed on one day."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="view_counts")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "day"], name="views_of_day")]
        # The whole row, so that a period is read from the index alone.
        indexes = [models.Index(fields=["day"], include=["entry", "count"], name="views_by_day")]

    def __str__(self) -> str:
        return f"{self.entry}: {self.count} on {self.day}"


class ViewMonth(models.Model):
    """The views of an entry in a month that is over, summed each night from ViewCount."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="view_months")
    month = models.DateField(help_text="The first day of the month.")
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "entry"], include=["count"], name="views_of_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.count} in the month from {self.month}"


class ViewDay(models.Model):
    """The views of all entries on a day that is over, summed each night from ViewCount."""

    day = models.DateField(unique=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.count} on {self.day}"


class PathViewCount(models.Model):
    """How often a page that is no entry, such as a hub or the blog, was viewed on one day."""

    path = LineField(max_length=700)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "path"], name="path_views_of_day")]

    def __str__(self) -> str:
        return f"{self.path}: {self.count} on {self.day}"


class ReferrerCount(models.Model):
    """How often readers came from another site on one day."""

    host = LineField(max_length=253)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "host"], name="referrer_of_day")]

    def __str__(self) -> str:
        return f"{self.host}: {self.count} on {self.day}"
