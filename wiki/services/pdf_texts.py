"""Reads the text of publications' files, so that search can name the page of a match."""

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from django.core.files.storage import default_storage
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from content.texts import clean_line
from wiki.models import FilePage, FileVersion
from wiki.pdf_cleanup import clean_pages

logger = logging.getLogger(__name__)

TextState = FileVersion.TextState

# Run as a program and not imported: pypdf is large, and no other process needs it.
PROGRAM = Path(__file__).parents[1] / "pdf_pages.py"
# In seconds. The program stops itself much earlier, unless it is waiting for something.
TIMEOUT = 1200
TITLE_TIMEOUT = 60
# What programs write by themselves: “Microsoft Word - draft3.docx”, “untitled”.
NOT_A_TITLE = re.compile(r"^(?:untitled|microsoft \w+ - )|\.\w{3,5}$", re.IGNORECASE)
# A page has text if it has more characters than a page number and a running title would have.
MINIMUM_CHARACTERS = 20


@dataclass
class PdfReading:
    """The outcome of reading a PDF."""

    state: TextState = TextState.BROKEN
    page_count: int | None = None
    pages: dict[int, str] = field(default_factory=dict)
    problem: str = ""


def enqueue_text(version_id: int) -> None:
    """Queue a job that reads the text of a version, unless one is already waiting."""
    job = read_text.configure(queueing_lock=f"text-{version_id}")
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(version_id=version_id)


# Emails take priority. Retries wait 4, 16, and 64 seconds.
@app.task(
    name="wiki.read_text",
    queue="media",
    priority=-10,
    retry=RetryStrategy(max_attempts=4, exponential_wait=4),
)
def read_text(*, version_id: int) -> None:
    """Read the text of a version, or record why it has none.

    Running it again has the same outcome. A bad file never makes the job fail; a problem with the
    site does, and the job is retried.
    """
    version = FileVersion.objects.select_related("document").filter(pk=version_id).first()
    if version is None:
        return
    if version.ending != "pdf":
        record(version, PdfReading(TextState.NO_PDF))
        return
    try:
        with default_storage.open(version.document.file.name) as file:
            reading = read_pdf(file)
    except FileNotFoundError:
        reading = PdfReading(problem="The file itself is missing.")
    record(version, reading)


@transaction.atomic
def record(version: FileVersion, reading: PdfReading) -> None:
    """Replace what was known of a version."""
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


def read_pdf(file: IO[bytes]) -> PdfReading:
    with run_program(file, timeout=TIMEOUT) as (output, code):
        return interpret(parse_lines(output), code=code)


def read_pdf_title(file: IO[bytes]) -> str:
    """Return the title in a PDF's metadata, or ""."""
    with run_program(file, "about", timeout=TITLE_TIMEOUT) as (output, _):
        titles = [words[0] for kind, *words in parse_lines(output) if kind == "about"]
    title = clean_line(titles[0]) if titles else ""
    return "" if NOT_A_TITLE.search(title) else title


@contextmanager
def run_program(
    file: IO[bytes], *arguments: str, timeout: float
) -> Iterator[tuple[IO[bytes], int | None]]:
    """Read a PDF in a separate process with limits, since PDFs can be malicious.

    Yield its output and its exit code, or None if it took too long.
    """
    file.seek(0)
    with TemporaryFile() as output:
        try:
            code = subprocess.run(
                [sys.executable, "-I", str(PROGRAM), *arguments],
                stdin=file,
                stdout=output,
                stderr=subprocess.DEVNULL,
                env={},
                timeout=timeout,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            code = None
        output.seek(0)
        yield output, code


def parse_lines(output: IO[bytes]) -> Iterator[list]:
    for line in output:
        # The last line may be cut off.
        with suppress(ValueError):
            yield json.loads(line)


def interpret(lines: Iterator[list], *, code: int | None) -> PdfReading:
    """Combine the output of wiki.pdf_pages, which may have been stopped early."""
    reading, unread, ended = PdfReading(), {}, False
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
        reading.problem = f"Reading it did not finish ({describe_exit(code)})."
        return reading
    looked_at = len(reading.pages) + len(unread)
    reading.pages = clean_pages(reading.pages)
    reading.state = classify(reading.pages, looked_at=looked_at, unread=len(unread))
    reading.problem = " ".join(
        describe_gaps(reading.page_count, looked_at=looked_at, unread=unread, ended=ended)
    )
    return reading


def classify(pages: dict[int, str], *, looked_at: int, unread: int) -> TextState:
    with_text = sum(count_characters(text) >= MINIMUM_CHARACTERS for text in pages.values())
    # A scanned report often begins with a cover page that has text.
    if with_text * 10 >= looked_at and with_text:
        return TextState.READ
    return TextState.BROKEN if unread * 2 > looked_at or not looked_at else TextState.SCANNED


def count_characters(text: str) -> int:
    return sum(map(str.isalpha, text))


def describe_gaps(
    page_count: int, *, looked_at: int, unread: dict[int, str], ended: bool
) -> Iterator[str]:
    if not page_count:
        yield "It has no pages."
    elif not ended:
        yield (
            f"It takes too much time or memory: only the first {looked_at:,} of {page_count:,} "
            "pages were read."
        )
    elif looked_at < page_count:
        yield f"It is very long: only the first {looked_at:,} of {page_count:,} pages were read."
    if unread:
        number, reason = next(iter(unread.items()))
        pages = "page" if len(unread) == 1 else "pages"
        yield f"{len(unread):,} {pages} couldn’t be read, starting with page {number}: {reason}."


def describe_exit(code: int | None) -> str:
    if code is None:
        return "it took too long"
    return "it exceeded its limits of time or memory" if code else "it had no output"
