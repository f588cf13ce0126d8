from django.db import models

from content.constraints import NoCycles
from content.models import Entry
from content.moments import dates_in_bounds, validate_date
from wiki.querysets import ArticleQuerySet


class Article(Entry):
    """A wiki page."""

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The broader article that this one belongs under, if any.",
    )
    review_by = models.DateField(
        "review by",
        null=True,
        blank=True,
        validators=[validate_date],
        help_text="From this date on, the article is listed in the report “To review.”",
    )

    objects = ArticleQuerySet.as_manager()

    kept_on_restore = Entry.kept_on_restore | {"parent"}

    class Meta:
        constraints = [
            dates_in_bounds("review_by", name="article_review_date"),
            NoCycles(
                name="article_no_cycles",
                violation_error_message="An article can’t be placed below itself.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["review_by"],
                condition=models.Q(review_by__isnull=False),
                name="article_review_by",
            ),
        ]
