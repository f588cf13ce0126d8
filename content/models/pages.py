from django.db import models
from django.db.models import Q

from content.models.entries import Entry
from content.models.fields import LineField, LinesField, MarkdownField, UrlLineField
from content.models.media import Image


class Page(Entry):
    """A permanent page at its own path, such as About or Contact."""

    show_in_footer = models.BooleanField(
        default=True, help_text="Link to this page in the footer of every page."
    )

    class Meta:
        verbose_name = "page"


class FrontPage(models.Model):
    """What the front page opens with. There is only one."""

    mission = MarkdownField(help_text="One paragraph of Markdown that says what this site is for.")
    mission_html = LinesField(editable=False, blank=True)
    new_here = MarkdownField(
        "for newcomers",
        blank=True,
        default="",
        db_default="",
        help_text="What the field is about, in one sentence of Markdown, with links to where to "
        "begin: [[Competency-based education]]. Shown after “New here?” on the front page and "
        "below posts. Leave empty to show nothing.",
    )
    new_here_html = LinesField(editable=False, blank=True, default="", db_default="")
    parent_name = LineField(
        "a project of", max_length=200, blank=True, help_text="The organization behind the site."
    )
    license = LineField(
        "license of the texts",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="What saved copies say of how they may be used. For example: CC BY 4.0.",
    )
    parent_url = UrlLineField("organization’s website", blank=True)
    parent_logo = models.ForeignKey(
        Image, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "front page"
        verbose_name_plural = "front page"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="front_page_is_one",
                violation_error_message="There is already a front page. Change that one instead.",
            ),
        ]

    def __str__(self) -> str:
        return "Front page"
