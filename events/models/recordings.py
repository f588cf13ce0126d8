from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from content.models import Document
from content.models.fields import LineField, LinesField, UrlLineField
from content.search_words import search_vector
from events.models.events import Event


class Recording(models.Model):
    """An event’s video, slides, chapters, and transcript."""

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, primary_key=True, related_name="recording"
    )
    video_url = UrlLineField(
        "video link",
        max_length=500,
        blank=True,
        help_text="YouTube and Vimeo videos play on the page when a reader clicks them.",
    )
    file = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The video or audio itself, if it is on this site.",
    )
    seconds = models.PositiveIntegerField(
        "length", null=True, blank=True, help_text="In seconds. Empty if unknown."
    )
    slides = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="recordings"
    )
    chapters_vtt = LinesField("chapters", blank=True, help_text="WebVTT.")
    transcript_vtt = LinesField("transcript", blank=True, help_text="WebVTT.")
    available_at = models.DateTimeField(
        null=True, editable=False, help_text="When readers first saw it; empty if unpublished."
    )

    def __str__(self) -> str:
        return f"Recording of {self.event}"

    @property
    def has_content(self) -> bool:
        return bool(self.video_url or self.file_id or self.slides_id or self.transcript_vtt)


class Passage(models.Model):
    """A paragraph of a transcript, with the second it starts at."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    second = models.PositiveIntegerField()
    speaker = LineField(max_length=200, blank=True)
    text = LinesField()
    search_vector = models.GeneratedField(
        expression=search_vector("text"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["recording", "position"]
        constraints = [
            models.UniqueConstraint(fields=["recording", "position"], name="passage_position_once"),
        ]
        indexes = [GinIndex(fields=["search_vector"], name="passage_search")]

    def __str__(self) -> str:
        return f"{self.recording} at {self.second} s"
