from django.db import models

from content.models.addresses import Addressed
from content.models.fields import LineField, LinesField, SlugLineField, UrlLineField
from content.phrases import initials


class Person(Addressed):
    """An author, presenter, or editor, as readers know them. Needs no account."""

    name = LineField(max_length=200, help_text="As it should appear in bylines.")
    slug = SlugLineField(
        max_length=200,
        unique=True,
        allow_unicode=True,
        help_text="The last part of this person's address.",
    )
    sort_name = LineField(
        "name in lists",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="Family name first, for citations: “García Márquez, Gabriel.” Needed only if the "
        "last word of the name is not the family name.",
    )
    is_organization = models.BooleanField(
        "is an organization",
        default=False,
        db_default=False,
        help_text="For example, a publisher credited as the author.",
    )
    affiliation = LineField(
        max_length=300, blank=True, help_text="School, district, or organization."
    )
    job_title = LineField(max_length=200, blank=True)
    biography = LinesField(blank=True, help_text="Two or three sentences in plain text.")
    website = UrlLineField(blank=True)
    portrait = models.ForeignKey(
        "content.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    url_name = "content:person-detail"

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        return initials(self.name)
