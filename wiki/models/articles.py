from django.core.exceptions import ValidationError
from django.db import models

from content.models import Entry
from content.models.entries import DERIVED_FIELDS, LIBRARY_FIELDS
from wiki.models.revisions import PublicHistory
from wiki.querysets import ArticleQuerySet


class Article(Entry):
    """A page of the wiki."""

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The wider article that this one belongs under, if any.",
    )
    review_by = models.DateField(
        "look at it again by",
        null=True,
        blank=True,
        help_text="From then on it is listed among the articles to review.",
    )

    history = PublicHistory(excluded_fields=DERIVED_FIELDS + LIBRARY_FIELDS)
    objects = ArticleQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["review_by"],
                condition=models.Q(review_by__isnull=False),
                name="article_review_by",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.pk and self.parent_id:
            above = Article.objects.way_down_to(self.parent_id)
            if self.pk in {article.pk for article in above}:
                raise ValidationError({"parent": "An article cannot lie below itself."})
