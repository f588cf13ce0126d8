from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from content.accent import validate_dark, validate_light
from content.menus import validate_links, validate_menu
from content.models.entries import Entry
from content.models.fields import (
    EmailLineField,
    LineField,
    LinesField,
    MarkdownField,
    UrlLineField,
)
from content.models.media import Image
from content.models.site_settings_sql import site_sql
from content.moments import dates_in_bounds, validate_date

# Each is Markdown, and its HTML is in the column with “_html” after its name.
SITE_TEXTS = ("mission", "new_here", "footer_text", "announcement")
SITE_IMAGES = ("logo", "icon", "share_picture", "parent_logo")


def image_column(label: str, help_text: str) -> models.ForeignKey:
    return models.ForeignKey(
        Image,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
        help_text=help_text,
    )


def html_column() -> LinesField:
    return LinesField(editable=False, blank=True, default="", db_default="")


class SiteSettingsQuerySet(QuerySet["SiteSettings"]):
    def as_shown(self) -> "SiteSettings":
        """Return the settings with all that every page shows, in one query, even if there are none.

        That is the images, and in `footer_pages` the title and slug of each page that the footer
        links to.
        """
        # The rows have more than the columns of the model.
        rows: Iterable[Any] = self.raw(site_sql(self.model, Image), {"now": timezone.now()})
        [row] = rows
        site = row if row.pk else SiteSettings()
        site.footer_pages = tuple((title, slug) for title, slug in row.footer_pages)
        for name in SITE_IMAGES:
            pk = getattr(site, f"{name}_id")
            if pk:
                setattr(site, name, Image(pk=pk, **row.images[str(pk)]))
        return site


class SiteSettings(models.Model):
    """What this site is called, how it looks, and what its menus and its front page have.

    There is at most one row. Read it with content.site.site_settings().
    """

    class DateStyle(models.TextChoices):
        MONTH_FIRST = "month first", "November 7, 2018"
        DAY_FIRST = "day first", "7 November 2018"

    name = LineField(
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text="On every page, in feeds, emails, and shares.",
    )
    tagline = LineField(
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text="What the site is for, in a few words: the heading of the front page.",
    )
    logo = image_column(
        "logo",
        "In the header, in place of the mark and the name. Dark pages put light behind it.",
    )
    icon = image_column(
        "icon", "A square of at least 180 pixels, for browsers’ tabs and phones’ home screens."
    )
    share_picture = image_column(
        "picture for shares",
        "What other sites show with a link to a page without one. Best: 1200 by 630 pixels.",
    )
    accent_light = LineField(
        "accent color on light pages",
        max_length=7,
        blank=True,
        default="",
        db_default="",
        validators=[validate_light],
        help_text="For links, buttons, and topics, such as #b4441f.",
    )
    accent_dark = LineField(
        "accent color on dark pages",
        max_length=7,
        blank=True,
        default="",
        db_default="",
        validators=[validate_dark],
        help_text="A lighter one, such as #f2936c.",
    )
    mission = MarkdownField(
        blank=True, help_text="One paragraph of Markdown that says what this site is for."
    )
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
    new_here_html = html_column()
    lead_entry = models.ForeignKey(
        Entry,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="lead story",
        help_text="What the front page leads with. Leave empty for the newest.",
    )
    front_blocks = models.JSONField(
        "beside the stories",
        null=True,
        blank=True,
        help_text="What the front page shows beside its stories, in this order.",
    )
    parent_name = LineField(
        "a project of", max_length=200, blank=True, help_text="The organization behind the site."
    )
    parent_url = UrlLineField("organization’s website", blank=True)
    parent_logo = image_column("organization’s logo", "On the front page, in place of its name.")
    license = LineField(
        "license of the texts",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="What saved copies say of how they may be used. For example: CC BY 4.0.",
    )
    contact_email = EmailLineField(
        "email for readers",
        blank=True,
        default="",
        db_default="",
        help_text="In the footer of every page, for everyone to see.",
    )
    contact_address = LinesField(
        "postal address",
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text="In the footer of every page.",
    )
    announcement = MarkdownField(
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text="One line of Markdown above the header of every page.",
    )
    announcement_html = html_column()
    announcement_from = models.DateTimeField(
        "shown from",
        null=True,
        blank=True,
        validators=[validate_date],
        help_text="Leave empty for now.",
    )
    announcement_until = models.DateTimeField(
        "shown until",
        null=True,
        blank=True,
        validators=[validate_date],
        help_text="Leave empty for no end.",
    )
    main_menu = models.JSONField(
        default=list, db_default=[], blank=True, validators=[validate_menu]
    )
    footer_menu = models.JSONField(
        "footer columns", default=list, db_default=[], blank=True, validators=[validate_menu]
    )
    social_links = models.JSONField(
        default=list, db_default=[], blank=True, validators=[validate_links]
    )
    footer_text = MarkdownField(
        blank=True,
        default="",
        db_default="",
        help_text="A sentence or two of Markdown below the site’s name in the footer.",
    )
    footer_text_html = html_column()
    comments_close_after = models.PositiveSmallIntegerField(
        "days until comments close",
        null=True,
        blank=True,
        help_text="How long after a post’s publication readers can comment on it. Leave empty for "
        "no limit.",
    )
    hours_to_confirm_seats = models.PositiveSmallIntegerField(
        "hours to confirm a seat",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(30 * 24)],
        help_text="How long we hold a seat for someone who registers, until they press the button "
        "that our email leads to. Then it goes to the waiting list. Leave empty, and seats need "
        "no confirmation.",
    )
    time_zone = LineField(
        "time zone of new events",
        max_length=50,
        default=settings.TIME_ZONE,
        db_default=settings.TIME_ZONE,
        help_text="Each event can have another.",
    )
    date_style = LineField(
        "dates",
        max_length=20,
        choices=DateStyle,
        default=DateStyle.MONTH_FIRST,
        db_default=DateStyle.MONTH_FIRST,
    )

    objects = SiteSettingsQuerySet.as_manager()

    # From `as_shown`.
    footer_pages: tuple[tuple[str, str], ...] = ()

    class Meta:
        # Its name before it had more than the front page's texts.
        db_table = "content_frontpage"
        verbose_name = "site settings"
        verbose_name_plural = "site settings"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="front_page_is_one",
                violation_error_message="There are already site settings. Change those instead.",
            ),
            dates_in_bounds(
                "announcement_from", "announcement_until", name="announcement_dates_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(announcement_from=None)
                | Q(announcement_until=None)
                | Q(announcement_until__gt=models.F("announcement_from")),
                name="announcement_ends_after_its_start",
                violation_error_message="The announcement must end after it begins.",
            ),
        ]

    def __str__(self) -> str:
        return "Site settings"

    @property
    def current_announcement(self) -> str:
        """The HTML of the announcement, if it is to be shown now."""
        now = timezone.now()
        begins, ends = self.announcement_from, self.announcement_until
        is_current = (begins is None or begins <= now) and (ends is None or now < ends)
        return self.announcement_html if is_current else ""

    @property
    def values(self) -> dict:
        """What people have entered, by column."""
        return {field.attname: getattr(self, field.attname) for field in entered_fields()}

    def fill_in(self, values: dict) -> Self:
        for field in entered_fields():
            if field.attname in values:
                setattr(self, field.attname, field.to_python(values[field.attname]))
        return self


def entered_fields() -> list[models.Field]:
    return [
        field
        for field in SiteSettings._meta.concrete_fields
        if field.editable and not field.primary_key
    ]


class SiteChange(models.Model):
    """The site settings as someone saved them."""

    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    values = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "change of the site settings"
        verbose_name_plural = "changes of the site settings"

    def __str__(self) -> str:
        return f"Site settings of {self.changed_at:%Y-%m-%d %H:%M}"
