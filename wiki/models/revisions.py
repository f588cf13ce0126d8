"""Revisions of an article, which readers see too."""

from django.db import models
from django.db.models import F
from django.urls import reverse
from simple_history.models import HistoricalRecords

from wiki.querysets import RevisionQuerySet


class Revision(models.Model):
    """What every revision says of itself; the rest is as in the article at that time."""

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The address of this very text, which stays whatever becomes of the article's."""
        return reverse("wiki:revision-detail", args=[self.history_id])

    @property
    def heading(self) -> str:
        return self.title or "Untitled"

    @property
    def made_by(self) -> str:
        """Who saved it, in the words that readers know; never an email address."""
        user = self.history_user
        if user is None:
            return "The site itself"
        return user.person.name if user.person else user.name or "An editor"


class PublicHistory(HistoricalRecords):
    """Keeps revisions that readers turn the pages of: each page is read by index."""

    def __init__(self, **options) -> None:
        super().__init__(bases=[Revision], historical_queryset=RevisionQuerySet, **options)

    def get_meta_options(self, model) -> dict:
        newest = models.Index(
            F("entry_ptr"),
            F("history_date").desc(),
            F("history_id").desc(),
            name="article_revisions",
        )
        return {**super().get_meta_options(model), "indexes": [newest]}
