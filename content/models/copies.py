from django.db import models

from content.models.fields import LineField


class SavedCopy(models.Model):
    """A PDF or EPUB of a page, as a job last made it. Made again when what it contains changes."""

    name = LineField(max_length=60, unique=True, help_text="Such as “post-12.pdf”")
    digest = LineField(max_length=64, help_text="Of what it contains: content.copies.contents.")
    path = LineField(
        max_length=100,
        blank=True,
        help_text="Of its file in the storage. Empty if this content could not be made into one.",
    )
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "saved copies"

    def __str__(self) -> str:
        return self.name
