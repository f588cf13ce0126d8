from django.db import models

from content.models.entries import Entry


class Page(Entry):
    """A permanent page at its own path, such as About or Contact."""

    show_in_footer = models.BooleanField(
        default=True, help_text="Link to this page in the footer of every page."
    )

    class Meta:
        verbose_name = "page"
