"""What others send takes no longer when it repeats one thing many times.

A regular expression that tries every way to divide a long run, or every one of thousands of ends,
takes minutes, and keeps all other requests of its process waiting. Each text took at least twice
the limit, or would not have ended.
"""

import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest

from content.exceptions import AppError
from content.markdown import render
from content.media.recognition import recognize
from events.transcripts import read_transcript
from imports.events.columns import EVENTS
from imports.html.cleanup import build_tree, raw_html
from imports.html.escaping import write_title
from imports.markdown_files.attributes import write_ids
from imports.mediawiki.markdown import convert
from imports.pasting.conversion import convert_pasted
from imports.proposals.cross_posts import SAID
from imports.proposals.places import find_places
from imports.proposals.series import PART_OF_SERIES
from imports.proposals.texts import EntryText, read_sentences
from imports.resources.reading import without_markup
from imports.spreadsheets import read_spreadsheet
from imports.spreadsheets.dates import read_days
from imports.wordpress.formatting import format_body
from imports.wordpress.inspection import Inspection
from imports.wordpress.shortcodes import expand_shortcodes
from imports.wordpress.xml_repairs import repair_xml
from tests.support.spreadsheets import replace_part, workbook_bytes

# Of a processor that adds up a million squares in 0.07 seconds. A slower or busy one may take
# longer.
SECONDS = 2.5
SQUARES = 0.07
CUE = "WEBVTT\n\n00:01.000 --> 00:02.000\n{0}b\n\n00:02.000 --> 00:03.000\n{0}c\n"
COMMENTS = b"<!---->" * 26 + b"x"


def with_links(listed: bytes) -> bytes:
    """Return a workbook whose sheet lists these links."""
    workbook = workbook_bytes(List=[["Title"], ["One"]])
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        sheet = archive.read(name)
    end = b"</sheetData>"
    return replace_part(workbook, name, sheet.replace(end, end + listed))


def find_places_in(words: str) -> None:
    sentences = read_sentences(f"<p>{words}</p>")
    find_places(EntryText(key=1, title="A post", sentences=sentences, blocks=1))


def write_ids_of(text: str) -> None:
    write_ids(text, lambda _: None)


HOSTILE: dict[str, tuple[Callable, object]] = {
    "a library list without an end": (render, "{{resources" + " " * 60_000 + "!"),
    "marks of excerpts without an end": (render, "<!--more " * 11_000 + ">-->"),
    "a text that begins with comments": (
        lambda content: recognize(BytesIO(content), name="a.txt"),
        COMMENTS,
    ),
    "a spreadsheet that begins with comments": (
        lambda content: read_spreadsheet(content, EVENTS),
        COMMENTS,
    ),
    "a link with a long attribute": (
        lambda content: read_spreadsheet(content, EVENTS),
        with_links(b'<hyperlinks><hyperlink ref="A1" ' + b"a" * 30_000 + b"/></hyperlinks>"),
    ),
    "a title with open tags": (without_markup, "<i>" * 33_000),
    "a pasted style sheet without rules": (convert_pasted, f"<style>{'a' * 50_000}</style>x"),
    "a pasted style sheet with open comments": (
        convert_pasted,
        f"<style>{'/*a' * 33_000}</style>x",
    ),
    "a pasted size of many digits": (
        convert_pasted,
        '<meta name="generator" content="Cocoa"><p style="font-size: ' + "1" * 30_000 + '">x</p>',
    ),
    "cues with many lines that are the same": (read_transcript, CUE.format("a\n" * 30_000)),
    "an old post with open comments": (format_body, "<!--" * 40_000),
    "an old post with open excerpts": (format_body, "<!--more" * 25_000),
    "an old post with open blocks": (format_body, "<!-- wp:p " * 20_000),
    "an old post with open scripts": (format_body, "<script>" * 25_000),
    "an old post with open code": (expand_shortcodes, "[<pre>" * 60_000),
    "a wiki page of equals signs": (convert, "=" * 4_000 + "!"),
    "a heading with open attributes": (write_ids_of, "# a {:" + "\t" * 8_000),
    "a line with open attributes": (write_ids_of, "a {:" + "\t" * 8_000),
    "a block with many lines": (
        lambda html: raw_html(build_tree(html).div),
        "<div>" + "a\n<br>" * 25_000 + "</div>",
    ),
    "a title with many spaces": (write_title, "a" + " " * 120_000 + "b"),
    "a sentence of dashes before a cross-post": (SAID.search, "-" * 20_000 + "1"),
    "a sentence of dashes before a series": (PART_OF_SERIES.search, "-" * 20_000 + "1"),
    "a date with many spaces": (read_days, "1" + " " * 30_000 + "!"),
    "an export of ampersands": (
        lambda text: repair_xml(BytesIO(text), BytesIO(), Inspection()),
        b"<rss>" + b"&" * 500_000 + b"</rss>",
    ),
    "a list of the same state": (find_places_in, "New York " * 9_000),
}


@pytest.mark.parametrize(("read", "text"), HOSTILE.values(), ids=HOSTILE.keys())
def test_repetition_takes_no_time(read, text):
    # Other tests may slow the processor down for a moment, but not three times.
    assert any(is_in_time(read, text) for _ in range(3))


def is_in_time(read: Callable, text: object) -> bool:
    squares = seconds_of(lambda: sum(number * number for number in range(1_000_000)))
    seconds = seconds_of(lambda: read(text))
    return seconds < SECONDS * max(1, squares / SQUARES)


def seconds_of(work: Callable[[], object]) -> float:
    begin = time.thread_time()
    with suppress(AppError):
        work()
    return time.thread_time() - begin
