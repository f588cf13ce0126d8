"""What editors know about readers' searches: synonyms, entries to show first, and counts."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone

from content.models.entries import Entry
from content.models.fields import LineField, LinesField

MAX_PHRASES, LONGEST_PHRASE = 30, 80


class Synonyms(models.Model):
    """Words, abbreviations, and phrases that mean the same to someone who searches."""

    text = LinesField(
        "words that mean the same",
        help_text="One word, abbreviation, or phrase per line. A search for one of them finds "
        "entries that have any of them.",
    )

    class Meta:
        verbose_name = "synonyms"
        verbose_name_plural = "synonyms"
        ordering = ["text"]

    def __str__(self) -> str:
        return ", ".join(self.phrases)

    def clean(self) -> None:
        if len(self.phrases) < 2:
            raise ValidationError({"text": "Enter at least two words or phrases, one per line."})
        if len(self.phrases) > MAX_PHRASES:
            raise ValidationError({"text": f"Enter at most {MAX_PHRASES} lines."})
        for phrase in self.phrases:
            if len(phrase) > LONGEST_PHRASE:
                message = f"“{phrase}” is too long: enter at most {LONGEST_PHRASE} characters."
                raise ValidationError({"text": message})
            if not re.search(r"\w", phrase):
                raise ValidationError({"text": f"“{phrase}” has no letters or digits."})

    @property
    def phrases(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.text.splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class PinnedEntry(models.Model):
    """An entry that comes first when readers search for exactly these words."""

    words = LineField(max_length=200, help_text="What readers type, in upper or lower case.")
    key = models.GeneratedField(
        expression=Upper("words"),
        output_field=models.CharField(max_length=300),
        db_persist=True,
    )
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="pins")

    class Meta:
        verbose_name_plural = "pinned entries"
        ordering = ["words"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "entry"],
                name="pinned_entry_once",
                violation_error_message="This entry already comes first for these words.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words}: {self.entry}"


class SearchCount(models.Model):
    """How often readers searched for some words, and what they found. Nothing about the readers."""

    words = LineField(max_length=200, unique=True)
    searches = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(
        "entries found", default=0, help_text="How many entries the last search found."
    )
    clicks = models.PositiveIntegerField(
        default=0, help_text="How often a reader opened one of the results."
    )
    last_at = models.DateField("last searched", default=timezone.localdate)

    class Meta:
        verbose_name = "search"
        verbose_name_plural = "searches"
        ordering = ["-searches", "words"]

    def __str__(self) -> str:
        return self.words


class SearchClick(models.Model):
    """How often readers opened an entry from the results of a search."""

    search = models.ForeignKey(SearchCount, on_delete=models.CASCADE, related_name="opened")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    clicks = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-clicks"]
        constraints = [
            models.UniqueConstraint(fields=["search", "entry"], name="search_click_once"),
        ]

    def __str__(self) -> str:
        return f"{self.search}: {self.entry}"


class SearchDay(models.Model):
    """How often readers searched for some words on one day."""

    search = models.ForeignKey(SearchCount, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "day of a search"
        verbose_name_plural = "days of searches"
        constraints = [models.UniqueConstraint(fields=["day", "search"], name="search_day_once")]

    def __str__(self) -> str:
        return f"{self.search}: {self.count} on {self.day}"
