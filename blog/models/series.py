from django.db import models

from content.models import Entry


class Series(Entry):
    """Posts that belong together in an order: title, introduction (the body), cover, parts."""

    # Named, because a post's own field `series` would clash with the name that Django chooses.
    entry_ptr = models.OneToOneField(
        Entry, on_delete=models.CASCADE, parent_link=True, related_name="as_series"
    )
    planned_parts = models.PositiveSmallIntegerField(
        "planned number of parts",
        null=True,
        blank=True,
        help_text="Shown as “Part 2 of 4” until more than that are out. Empty if it is open.",
    )

    class Meta:
        verbose_name_plural = "series"
