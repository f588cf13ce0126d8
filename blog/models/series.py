from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from content.models import Entry

MAX_PARTS = 1_000


class Series(Entry):
    """Posts meant to be read in order. The body is the introduction."""

    # Named explicitly, because Django's default name would clash with the field `Post.series`.
    entry_ptr = models.OneToOneField(
        Entry, on_delete=models.CASCADE, parent_link=True, related_name="as_series"
    )
    planned_parts = models.PositiveSmallIntegerField(
        "planned number of parts",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_PARTS)],
        help_text="For “Part 2 of 4.” Leave empty if you don’t know yet.",
    )

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_parts=None)
                | Q(planned_parts__gte=1, planned_parts__lte=MAX_PARTS),
                name="series_planned_parts",
                violation_error_message=f"Enter a number of parts from 1 to {MAX_PARTS:,}.",
            ),
        ]
