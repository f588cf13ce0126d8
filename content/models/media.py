from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from content.markdown import ImageFacts
from content.models.fields import LineField
from content.querysets import FileQuerySet, ImageQuerySet


class Image(models.Model):
    """An image, re-encoded by the site, with what pages need to show it."""

    file = models.ImageField(
        upload_to="images/%Y/%m/", width_field="width", height_field="height", max_length=300
    )
    original_name = LineField("file name", max_length=300, editable=False)
    content_hash = LineField(
        max_length=64, unique=True, editable=False, help_text="SHA-256 of the file as uploaded."
    )
    stored_hash = LineField(
        max_length=64,
        blank=True,
        default="",
        db_default="",
        db_index=True,
        editable=False,
        help_text="SHA-256 of the file in the site’s own encoding.",
    )
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = LineField(
        "alt text",
        max_length=500,
        blank=True,
        help_text="What the image shows, for readers who can’t see it.",
    )
    decorative = models.BooleanField(
        default=False, help_text="The image adds nothing that the text doesn’t say."
    )
    credit = LineField(
        max_length=300, blank=True, help_text="Who made it, as it should appear under the image."
    )
    license = LineField(
        max_length=100, blank=True, help_text="For example: CC BY 4.0, or “used with permission.”"
    )
    focus_x = models.PositiveSmallIntegerField(
        "focus from the left",
        default=50,
        db_default=50,
        validators=[MaxValueValidator(100)],
        help_text="In percent of the width. Cards and shares crop the picture around this point.",
    )
    focus_y = models.PositiveSmallIntegerField(
        "focus from the top",
        default=50,
        db_default=50,
        validators=[MaxValueValidator(100)],
        help_text="In percent of the height. You can also click the picture.",
    )
    renditions = models.JSONField(
        default=list,
        editable=False,
        help_text="A list of {type, width, path}, created by a job after the upload.",
    )
    rendered_at = models.DateTimeField(
        null=True, editable=False, help_text="When the renditions were created."
    )
    former_paths = models.JSONField(
        default=list,
        db_default=[],
        editable=False,
        help_text="Of files that this one replaced. Texts and other sites still name them.",
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False
    )
    uploaded_at = models.DateTimeField("uploaded", default=timezone.now, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        indexes = [
            models.Index(fields=["file"], name="image_file"),
            GinIndex(fields=["former_paths"], name="image_former_paths"),
        ]
        constraints = [
            models.CheckConstraint(
                name="image_focus_is_in_the_image",
                condition=models.Q(focus_x__lte=100, focus_y__lte=100),
                violation_error_message="The focus is a point in the image: 0 to 100 percent.",
            )
        ]

    def __str__(self) -> str:
        return self.alt or self.original_name

    @property
    def focus(self) -> tuple[int, int]:
        """The point that stays when the image is cropped, in percent from the left and the top."""
        return self.focus_x, self.focus_y

    @property
    def focus_classes(self) -> str:
        """The classes of static/css/focus.css, or "" for the middle."""
        if self.focus == (50, 50):
            return ""
        across, down = (round(at, -1) for at in self.focus)
        return f"focus-x-{across} focus-y-{down}"

    @property
    def url(self) -> str:
        return self.file.url

    @property
    def lacks_alt(self) -> bool:
        return not self.alt and not self.decorative

    @property
    def thumbnail_url(self) -> str:
        """The smallest rendition, or the image itself if there are none yet."""
        smallest = min(self.renditions, key=lambda copy: copy["width"], default=None)
        return f"{settings.MEDIA_URL}{smallest['path']}" if smallest else self.url

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """A (MIME type, srcset) for each format of the renditions, best first."""
        by_type: dict[str, list[str]] = {}
        for rendition in self.renditions:
            address = f"{settings.MEDIA_URL}{rendition['path']} {rendition['width']}w"
            by_type.setdefault(rendition["type"], []).append(address)
        return tuple((mime_type, ", ".join(by_type[mime_type])) for mime_type in sorted(by_type))

    @property
    def facts(self) -> ImageFacts:
        return ImageFacts(
            url=self.url,
            width=self.width,
            height=self.height,
            alt=self.alt,
            decorative=self.decorative,
            credit=self.credit,
            license=self.license,
            sources=self.sources,
        )


class Document(models.Model):
    """A file to download: a PDF, a slide deck, a spreadsheet."""

    file = models.FileField(upload_to="documents/%Y/%m/", max_length=300)
    title = LineField(max_length=300, help_text="What readers see instead of the file name.")
    original_name = LineField("file name", max_length=300, editable=False)
    content_type = LineField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(editable=False, help_text="In bytes.")
    content_hash = LineField(max_length=64, unique=True, editable=False)
    credit = LineField(max_length=300, blank=True)
    license = LineField(max_length=100, blank=True)
    former_paths = models.JSONField(
        default=list,
        db_default=[],
        editable=False,
        help_text="Of files that this one replaced. Texts and other sites still name them.",
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False
    )
    uploaded_at = models.DateTimeField("uploaded", default=timezone.now, editable=False)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        indexes = [
            models.Index(fields=["file"], name="document_file"),
            GinIndex(fields=["former_paths"], name="document_former_paths"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_audio(self) -> bool:
        return self.content_type.startswith("audio/")

    @property
    def ending(self) -> str:
        return self.file.name.rpartition(".")[2]
