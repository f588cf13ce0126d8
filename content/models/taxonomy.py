from django.core.exceptions import ValidationError
from django.db import models
from taggit.models import ItemBase, Tag

from content.constraints import NoCycles
from content.models.addresses import Addressed
from content.models.fields import LineField, LinesField, SlugLineField


class EntryTag(ItemBase):
    """A tag on an entry. A plain foreign key keeps a tag page to one indexed query."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="entry_tags")
    content_object = models.ForeignKey(
        "content.Entry", on_delete=models.CASCADE, related_name="entry_tags"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="entry_tag_once"),
        ]


class Topic(Addressed):
    """An editorial subject. Replaces the old site's categories and issues."""

    name = LineField(max_length=200)
    slug = SlugLineField(max_length=200, unique=True, allow_unicode=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The broader topic that this one belongs to, if any.",
    )
    description = LinesField(
        blank=True, help_text="One or two sentences, shown at the top of the topic’s page."
    )
    order = models.PositiveSmallIntegerField(
        default=100, help_text="Lower numbers come first in the list of topics."
    )

    url_name = "content:topic-detail"

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            NoCycles(
                name="topic_no_cycles",
                violation_error_message="A topic cannot be placed inside itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Place(Addressed):
    """A US state, or a district or school in one; the old site filed school visits by state."""

    class Level(models.TextChoices):
        STATE = "state", "State"
        DISTRICT = "district", "District"
        SCHOOL = "school", "School"

    name = LineField(max_length=200)
    slug = SlugLineField(max_length=200, unique=True, allow_unicode=True)
    level = models.CharField(max_length=10, choices=Level, default=Level.STATE)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="For a district, its state. For a school, its district or state.",
    )
    description = LinesField(blank=True)

    url_name = "content:place-detail"

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(level="state", parent__isnull=True)
                    | models.Q(level__in=["district", "school"], parent__isnull=False)
                ),
                name="place_parent_fits_level",
                violation_error_message=("A state has no parent. A district or school needs one."),
            ),
            NoCycles(
                name="place_no_cycles",
                violation_error_message="A place cannot be placed inside itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.parent and self.parent.level == Place.Level.SCHOOL:
            raise ValidationError({"parent": "A school can’t contain other places."})
        if self.parent and self.level == Place.Level.STATE:
            raise ValidationError({"parent": "A state isn’t part of another place."})
        if (
            self.parent
            and self.level == Place.Level.DISTRICT
            and self.parent.level != Place.Level.STATE
        ):
            raise ValidationError({"parent": "A district’s parent must be a state."})
