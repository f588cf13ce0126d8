"""What is fuzzed. An AppError is an answer; every other exception is a crash."""

import os
import random
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from icalendar import Calendar

from content.exceptions import AppError
from content.links.parsed_urls import parse_url
from content.markdown import render, render_comment
from cworks.search import results
from events import calendars, chapters, subrip, transcripts, webvtt
from events.models import Event
from imports.front_matter import read_front_matter
from imports.mediawiki.dump import Dump
from imports.mediawiki.markdown import convert
from imports.pasting.conversion import convert_pasted
from imports.resources.columns import RESOURCES
from imports.spreadsheets.reading import read_spreadsheet
from imports.wordpress.wxr import read_export_file, read_items
from tests.support.fuzz_texts import BYTES, MARKUP, TEXT, dump, wxr, zipped

SECONDS = 60 * float(os.environ.get("FUZZ_MINUTES", "10"))


def check_markdown(text: str) -> None:
    html = render(text).html.lower()
    assert "<script" not in html


def check_subtitles(text: str) -> None:
    subrip.is_subrip(text)
    read = webvtt.tidy(webvtt.read_text(text.encode("utf-8", "replace")))
    subrip.to_webvtt(text)
    transcripts.read_transcript(read)


def check_export(path, content: bytes) -> None:
    path.write_bytes(content)
    for export in read_export_file(path):
        list(read_items(export))


def check_dump(path, content: bytes) -> None:
    path.write_bytes(content)
    for page in Dump(path).pages():
        convert(page.revision.text or "")


def check_calendar(title: str, place: str, moment: datetime) -> None:
    starts_at = timezone.make_aware(moment)
    event = Event(
        title=title,
        slug="a",
        venue=place,
        starts_at=starts_at,
        calendar_uid="x",
        time_zone="America/New_York",
        kind="event",
        guid="g",
        modified_at=starts_at,
    )
    Calendar.from_ical(calendars.public_calendar([event]))


MOMENTS = st.datetimes(min_value=datetime(1901, 1, 1), max_value=datetime(2199, 1, 1))
TARGETS: dict[str, tuple[Callable, list]] = {
    "markdown": (check_markdown, [MARKUP]),
    "comments": (render_comment, [MARKUP]),
    "pasted HTML": (convert_pasted, [MARKUP]),
    "wikitext": (convert, [MARKUP]),
    "front matter": (read_front_matter, [MARKUP]),
    "addresses": (parse_url, [TEXT]),
    "subtitles": (check_subtitles, [MARKUP]),
    "chapters": (chapters.read_chapters, [MARKUP]),
    "spreadsheets": (lambda content: read_spreadsheet(content, RESOURCES), [BYTES]),
    "workbooks": (lambda content: read_spreadsheet(zipped(content), RESOURCES), [BYTES]),
    "calendar files": (check_calendar, [MARKUP, MARKUP, MOMENTS]),
}
FILES = {
    "WordPress exports": (check_export, st.one_of(MARKUP.map(wxr), BYTES)),
    "MediaWiki dumps": (check_dump, st.one_of(MARKUP.map(dump), BYTES)),
}
SHARE = SECONDS / (len(TARGETS) + len(FILES) + 2)


def fuzz(check: Callable, strategies: list) -> None:
    """Call it with new examples for its share of the time."""
    ends_at = time.monotonic() + SHARE
    while time.monotonic() < ends_at:

        @seed(random.randrange(2**32))
        @settings(
            max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        @given(st.tuples(*strategies))
        def run(values: tuple) -> None:
            started = time.monotonic()
            with suppress(AppError):
                check(*values)
            assert time.monotonic() - started < 10, "This takes too long."

        run()


@pytest.mark.django_db
@pytest.mark.parametrize("name", TARGETS)
def test_text_crashes_nothing(name):
    fuzz(*TARGETS[name])


@pytest.mark.parametrize("name", FILES)
def test_file_crashes_nothing(name, tmp_path):
    check, contents = FILES[name]
    fuzz(lambda content: check(tmp_path / "a.xml", content), [contents])


@pytest.mark.django_db
def test_search_crashes_nothing():
    fuzz(lambda words: results.find(words), [TEXT.map(lambda text: text.replace("\0", ""))])


@pytest.mark.django_db
def test_form_crashes_nothing(client):
    def send(path: str, values: list[str]) -> None:
        names = ["email", "name", "text", "title", "url", "scope", "key", "frequency", "kind"]
        answer = client.post(path, dict(zip(names, values, strict=False)))
        assert answer.status_code < 500

    paths = st.sampled_from(["/follow/", "/readers/", "/contribute/problem/", "/views/count/"])
    fuzz(send, [paths, st.lists(TEXT, max_size=9)])
