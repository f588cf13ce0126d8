from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from blog.models.series import MAX_PARTS, Series
from blog.querysets import PostQuerySet
from content.models import Entry
from content.models.fields import LineField, UrlLineField
from content.moments import dates_in_bounds, validate_date


class Post(Entry):
    """A blog post."""

    series = models.ForeignKey(
        Series,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The series that this post is part of, if any.",
    )
    part_number = models.PositiveSmallIntegerField(
        "part",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_PARTS)],
        help_text="The place in the series. Leave empty to put it last. Later parts move up.",
    )
    also_in = models.ManyToManyField(
        Series,
        blank=True,
        related_name="also_listed",
        verbose_name="also listed in",
        help_text="Other series whose pages should link to this post.",
    )
    is_sticky = models.BooleanField(
        "keep at the top",
        default=False,
        help_text="The lead story on the front page until you uncheck this.",
    )
    comments_open = models.BooleanField(default=True, help_text="Readers can write comments.")
    original_publisher = LineField(
        "first appeared at", max_length=200, blank=True, help_text="For example: Getting Smart."
    )
    original_url = UrlLineField(
        "original address",
        blank=True,
        max_length=500,
        help_text="Search engines are told that this is the original.",
    )
    original_date = models.DateField(
        "original publication date", null=True, blank=True, validators=[validate_date]
    )

    objects = PostQuerySet.as_manager()

    # The services for parts place a post in its series.
    kept_on_restore = Entry.kept_on_restore | {"series", "part_number"}
    not_restored_if_deleted = frozenset({"series", "part_number"})

    class Meta:
        constraints = [
            dates_in_bounds("original_date", name="post_original_date"),
            # Deferred, so that parts can be renumbered within one transaction.
            models.UniqueConstraint(
                fields=["series", "part_number"],
                name="post_part_number_unique_in_series",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=True, part_number__isnull=True)
                | Q(series__isnull=False, part_number__gte=1),
                name="post_part_number_goes_with_series",
                violation_error_message="A part number needs a series, and starts at 1.",
            ),
            models.CheckConstraint(
                condition=Q(part_number=None) | Q(part_number__lte=MAX_PARTS),
                name="post_part_number_at_most",
                violation_error_message=f"A series has at most {MAX_PARTS:,} parts.",
            ),
        ]
        indexes = [
            models.Index(fields=["is_sticky"], condition=Q(is_sticky=True), name="post_sticky"),
        ]

    @property
    def is_cross_post(self) -> bool:
        return bool(self.original_publisher or self.original_url)
