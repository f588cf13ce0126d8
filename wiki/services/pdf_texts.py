"""The text of publications' files, so that search can name the page on which something stands."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from django.core.files.storage import default_storage
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from wiki.models import FilePage, FileVersion
from wiki.words_of_pages import clean_pages

logger = logging.getLogger(__name__)

TextState = FileVersion.TextState

# Not imported: pypdf is large, and no other process needs it.
PROGRAM = Path(__file__).parents[1] / "pdf_pages.py"
# Seconds. The program ends itself much earlier, unless it waits for something.
PATIENCE = 1200
# A page has text if it has more letters than a page number and a running title.
LETTERS_OF_A_TEXT = 20


@dataclass
class Reading:
    """What is known of a PDF after an attempt to read it."""

    state: TextState = TextState.BROKEN
    page_count: int | None = None
    pages: dict[int, str] = field(default_factory=dict)
    problem: str = ""


def enqueue_text(version_id: int) -> None:
    """Have the text of a version read after this transaction, if that does not wait already."""
    job = read_text.configure(queueing_lock=f"text-{version_id}")
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(version_id=version_id)


# Mail goes before texts. Tried again after 4, 16 and 64 seconds.
@app.task(
    name="wiki.read_text",
    queue="media",
    priority=-10,
    retry=RetryStrategy(max_attempts=4, exponential_wait=4),
)
def read_text(*, version_id: int) -> None:
    """Read the text of a version, and mark those that have none.

    It can be done again at any time, and leaves the same behind. What is wrong with the file never
    makes it fail; what is wrong with the site does, and it is tried again.
    """
    version = FileVersion.objects.select_related("document").filter(pk=version_id).first()
    if version is None:
        return
    if version.ending != "pdf":
        record(version, Reading(TextState.NO_PDF))
        return
    try:
        with default_storage.open(version.document.file.name) as file:
            reading = read_pdf(file)
    except FileNotFoundError:
        reading = Reading(problem="The file itself is missing.")
    record(version, reading)


@transaction.atomic
def record(version: FileVersion, reading: Reading) -> None:
    """Put what was read in the place of what was known before."""
    found = FileVersion.objects.filter(pk=version.pk).update(
        text_state=reading.state, page_count=reading.page_count, text_problem=reading.problem[:500]
    )
    if not found:
        # Deleted while it was read.
        return
    FilePage.objects.filter(version=version).delete()
    FilePage.objects.bulk_create(
        [
            FilePage(version=version, number=number, text=text)
            for number, text in reading.pages.items()
            if text
        ],
        batch_size=200,
    )
    if reading.problem:
        logger.warning(
            "File version %d (%s): %s. %s",
            version.pk,
            version.document.file.name,
            reading.state.label,
            reading.problem,
        )


def read_pdf(file: IO[bytes]) -> Reading:
    """Read a PDF, whatever it may do, in a process that cannot harm this one."""
    file.seek(0)
    with TemporaryFile() as output:
        try:
            code = subprocess.run(
                [sys.executable, "-I", str(PROGRAM)],
                stdin=file,
                stdout=output,
                stderr=subprocess.DEVNULL,
                env={},
                timeout=PATIENCE,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            code = None
        output.seek(0)
        return understand(lines_of(output), code=code)


def lines_of(output: IO[bytes]) -> Iterator[list]:
    for line in output:
        # The last one may have been cut off.
        with suppress(ValueError):
            yield json.loads(line)


def understand(lines: Iterator[list], *, code: int | None) -> Reading:
    """Make one reading of what the program of wiki.pdf_pages said, as far as it came."""
    reading, unread, ended = Reading(), {}, False
    for kind, *words in lines:
        if kind == "pages":
            reading.page_count = words[0]
        elif kind == "text":
            reading.pages[words[0]] = words[1]
        elif kind == "unread":
            unread[words[0]] = words[1]
        elif kind == "end":
            ended = True
        elif kind in (TextState.ENCRYPTED, TextState.BROKEN):
            reading.state, reading.problem = TextState(kind), words[0]
            return reading
    if reading.page_count is None:
        reading.problem = f"Reading it came to no end, so it was stopped ({say_end(code)})."
        return reading
    looked_at = len(reading.pages) + len(unread)
    reading.pages = clean_pages(reading.pages)
    reading.state = judge(reading.pages, looked_at=looked_at, unread=len(unread))
    reading.problem = " ".join(
        describe_gaps(reading.page_count, looked_at=looked_at, unread=unread, ended=ended)
    )
    return reading


def judge(pages: dict[int, str], *, looked_at: int, unread: int) -> TextState:
    with_text = sum(count_letters(text) >= LETTERS_OF_A_TEXT for text in pages.values())
    # Whoever scans an old report often puts one page of their own before it.
    if with_text * 10 >= looked_at and with_text:
        return TextState.READ
    return TextState.BROKEN if unread * 2 > looked_at or not looked_at else TextState.SCANNED


def count_letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def describe_gaps(
    page_count: int, *, looked_at: int, unread: dict[int, str], ended: bool
) -> Iterator[str]:
    if not page_count:
        yield "It has no pages."
    elif not ended:
        yield f"It takes too much: only its first {looked_at:,} of {page_count:,} pages were read."
    elif looked_at < page_count:
        yield f"It is long: only its first {looked_at:,} of {page_count:,} pages were read."
    if unread:
        number, reason = next(iter(unread.items()))
        yield f"{len(unread):,} of its pages could not be read, the first page {number}: {reason}."


def say_end(code: int | None) -> str:
    if code is None:
        return "it waited for something"
    return "it took more time or memory than it may" if code else "it said nothing"
