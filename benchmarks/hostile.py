"""How long the worst texts that anyone can submit take: transcripts, merges, and wiki pages."""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from content.editing.merging import merge_texts
from events.exceptions import InvalidTranscript
from events.transcripts import read_transcript
from imports.mediawiki.markdown import convert
from imports.mediawiki.titles import WikiSite
from tests.support.hostile_texts import MERGES, TRANSCRIPTS, WIKITEXTS

SITE = WikiSite("The old wiki", "https://wiki.example.org/wiki/Main_Page", {})
# Seconds of processor time.
LIMITS = {"transcript": 20, "merge": 8, "wiki page": 4}


def run() -> None:
    for text in TRANSCRIPTS:
        report("transcript", repr(text[34:42]), partial(read, text))
    for name, (base, theirs, mine) in MERGES.items():
        merge = partial(merge_texts, base=base, theirs=theirs, mine=mine, their_name="Ruth")
        report("merge", name, merge)
    for name, text in WIKITEXTS.items():
        report("wiki page", name, partial(convert, text, title="Page", site=SITE))


def read(transcript: str) -> None:
    with suppress(InvalidTranscript):
        read_transcript(transcript)


def report(kind: str, name: str, call: Callable[[], object]) -> None:
    begin = time.process_time()
    call()
    seconds = time.process_time() - begin
    verdict = "within" if seconds <= LIMITS[kind] else "OVER"
    print(f"hostile {kind}, {name:30} {seconds:6.2f} s ({verdict} {LIMITS[kind]})")
