"""Searches by words in listings, and counts of what readers search for.

Nothing about the readers is kept.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from content.counts_sql import count_one_sql
from content.models import Entry, SearchClick, SearchCount, SearchDay

# Anyone can make up words, so new ones are no longer counted when there are so many.
MAX_COUNTED = 20_000
KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Matches:
    """What the site's search engine found for some words."""

    ids: list[int]  # of public entries, the best first
    corrected: str = ""  # what was searched for instead, because of a typo
    has_any_word: bool = False  # instead of all words
    are_all: bool = True  # rather than the best of very many


def find_matches(words: str, *, section: str) -> Matches:
    """Return what the search engine finds in a section, by its key. It needs all kinds of entries,
    so it is above the apps whose listings use it."""
    return import_string(settings.SEARCH_ENGINE)(words, section=section)


def count_search(*, words: str, found: int) -> None:
    """Count a search for these words, which found so many entries."""
    key = words.lower()
    # Someone may search for a person's email address.
    if "@" in key:
        return
    today = timezone.localdate()
    facts = {"searches": F("searches") + 1, "found": found, "last_at": today}
    is_known = SearchCount.objects.filter(words=key).update(**facts)
    if not is_known and SearchCount.objects.count() < MAX_COUNTED:
        SearchCount.objects.get_or_create(words=key, defaults={"found": found, "searches": 1})
    search = SearchCount.objects.filter(words=key).only("pk").first()
    if search:
        with connection.cursor() as cursor:
            cursor.execute(count_one_sql(SearchDay, "search"), [search.pk, today])


def count_click(*, words: str, entry_id: int) -> None:
    """Count that a reader opened this entry from the results for these words."""
    search = SearchCount.objects.filter(words=words.lower()).first()
    if search is None or not Entry.objects.published().filter(pk=entry_id).exists():
        return
    SearchCount.objects.filter(pk=search.pk).update(clicks=F("clicks") + 1)
    click, _ = SearchClick.objects.get_or_create(search=search, entry_id=entry_id)
    SearchClick.objects.filter(pk=click.pk).update(clicks=F("clicks") + 1)


def forget_old_searches() -> None:
    SearchCount.objects.filter(last_at__lt=timezone.localdate() - KEPT).delete()
