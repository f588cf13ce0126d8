"""Where words stand inside what was found: the pages of PDFs, the minutes of recordings."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import FETCH_RAISE, Func
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from events.models import Passage
from events.times import clock
from wiki.models import FilePage

PLACES_A_HIT = 3
# Letters that no text has a use for: they stand around what is found until it is escaped.
BEGIN, END = "\ue000", "\ue001"
FOUND = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")
SPACE_BEFORE_STOP = re.compile(r"\s+([.,;:!?)])")

CURRENT_PAGES = """
wiki_filepage AS page
JOIN wiki_fileversion AS version ON version.id = page.version_id
     AND NOT EXISTS (SELECT FROM wiki_fileversion AS newer
                      WHERE newer.file_id = version.file_id AND newer.number > version.number)
JOIN wiki_publicationfile AS file ON file.id = version.file_id
"""
SHOWN_PASSAGES = """
events_passage AS passage
JOIN events_recording AS recording ON recording.event_id = passage.recording_id
     AND recording.available_at IS NOT NULL
"""
BEST_PAGES = f"""
SELECT id
  FROM (SELECT page.id, row_number() OVER (
                   PARTITION BY file.publication_id
                   ORDER BY ts_rank(page.search_vector, websearch_to_tsquery('english', %s)) DESC,
                            page.number) AS place
          FROM {CURRENT_PAGES}
         WHERE page.search_vector @@ websearch_to_tsquery('english', %s)
           AND file.publication_id = ANY(%s)) AS ranked
 WHERE place <= {PLACES_A_HIT}
"""
BEST_PASSAGES = f"""
SELECT id
  FROM (SELECT passage.id, row_number() OVER (
                   PARTITION BY passage.recording_id
                   ORDER BY ts_rank(passage.search_vector,
                                    websearch_to_tsquery('english', %s)) DESC,
                            passage.position) AS place
          FROM {SHOWN_PASSAGES}
         WHERE passage.search_vector @@ websearch_to_tsquery('english', %s)
           AND passage.recording_id = ANY(%s)) AS ranked
 WHERE place <= {PLACES_A_HIT}
"""


@dataclass(frozen=True)
class Place:
    """A page of a PDF, or a minute of a recording, where the words are."""

    name: str
    of: str
    path: str
    snippet: SafeString


def find_places(words: str, *, entry_ids: list[int]) -> dict[int, list[Place]]:
    """Return {number of an entry: the places in it that fit best, as they follow}. Two queries."""
    found = find_pages(words, publication_ids=entry_ids)
    for passage in read_passages(words, event_ids=entry_ids):
        event = passage.recording.event
        time = clock(passage.second)
        path = f"{reverse('events:event-detail', args=[event.slug])}#t-{passage.second}"
        place = Place(name=time, of="the recording", path=path, snippet=show_found(passage.snippet))
        found[event.pk].append(place)
    return found


def read_passages(words: str, *, event_ids: list[int]):
    best = RawSQL(BEST_PASSAGES, [words, words, event_ids])
    return (
        Passage.objects.filter(pk__in=best)
        .annotate(snippet=headline("text", words))
        .select_related("recording__event")
        .only("second", "recording__event__slug")
        .fetch_mode(FETCH_RAISE)
        .order_by("recording", "position")
    )


def find_pages(words: str, *, publication_ids: list[int]) -> dict[int, list[Place]]:
    """Return {number of a publication: the pages of its PDFs that fit best, as they follow}."""
    best = RawSQL(BEST_PAGES, [words, words, publication_ids])
    pages = (
        FilePage.objects.filter(pk__in=best)
        .annotate(snippet=headline("text", words))
        .select_related("version__file__publication", "version__document")
        .only(
            "number",
            "version__file__title",
            "version__file__slug",
            "version__file__publication__slug",
            "version__document__file",
        )
        .fetch_mode(FETCH_RAISE)
        .order_by("version__file__position", "version__file_id", "number")
    )
    found = defaultdict(list)
    for page in pages:
        version = page.version
        found[version.file.publication_id].append(
            Place(
                name=f"Page {page.number}",
                of=version.file.title,
                path=f"{version.current_path}#page={page.number}",
                snippet=show_found(page.snippet),
            )
        )
    return found


def headline(text: str | Func, words: str) -> SearchHeadline:
    return SearchHeadline(
        text,
        SearchQuery(words, config="english", search_type="websearch"),
        config="english",
        start_sel=BEGIN,
        stop_sel=END,
        min_words=8,
        max_words=24,
        max_fragments=2,
        fragment_delimiter=" … ",
    )


def show_found(text: str) -> SafeString:
    """Escape a text, and mark what is found in it."""
    marked = FOUND.sub(r"<mark>\1</mark>", escape(text)).replace(BEGIN, "").replace(END, "")
    return mark_safe(SPACE_BEFORE_STOP.sub(r"\1", " ".join(marked.split())))  # noqa: S308 (escaped above)
