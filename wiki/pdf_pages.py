"""Reads the text of a PDF, page by page, in a process of its own.

A malicious PDF can use up all memory or time, and pypdf doesn't guard against that. So this program
sets limits that the operating system enforces, and writes what it finds line by line, so that what
it read before it was stopped isn't lost. It imports nothing from the site.

The PDF is standard input, which must be a file. Each line of output is a JSON array:

    ["pages", 120]         how many pages there are
    ["text", 31, "…"]      the text of page 31
    ["unread", 32, "…"]    why page 32 couldn't be read
    ["encrypted", "…"]     why the file couldn't be read
    ["broken", "…"]        the same
    ["end"]                the end of the output

With the argument “about”, there is only ["about", "…"], with the title in its metadata.
"""

import json
import logging
import resource
import signal
import sys
from contextlib import suppress
from io import BytesIO
from typing import BinaryIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PdfReadError

MEMORY = 1024**3
OUTPUT = 64 * 1024**2
SECONDS = 240
SECONDS_PER_PAGE = 10
PAGES = 5_000
# PostgreSQL's search vectors can hold this much text in any script.
CHARACTERS_PER_PAGE = 100_000
LONGEST_TITLE = 1_000


class PageTakesTooLong(BaseException):
    """Not an Exception, since pypdf catches many of those and continues."""


def main() -> None:
    limit_resources()
    signal.signal(signal.SIGVTALRM, stop_page)
    logging.disable()
    if sys.argv[1:] == ["about"]:
        with suppress(Exception):
            about = open_pdf(sys.stdin.buffer).metadata
            emit("about", str((about and about.title) or "")[:LONGEST_TITLE])
        return
    read(sys.stdin.buffer)


def limit_resources() -> None:
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: OUTPUT,
        resource.RLIMIT_CORE: 0,
    }
    for name, most in limits.items():
        # macOS doesn't support all of them.
        with suppress(ValueError, OSError):
            resource.setrlimit(name, (most, most))


def stop_page(*_) -> None:
    raise PageTakesTooLong


def read(file: BinaryIO) -> None:
    try:
        reader = open_pdf(file)
        if reader.is_encrypted and not reader.decrypt(""):
            emit("encrypted", "It can be opened only with a password.")
            return
        count = len(reader.pages)
    except FileNotDecryptedError:
        emit("encrypted", "It can be opened only with a password.")
    except DependencyError as error:
        emit("encrypted", f"Its encryption isn’t supported ({error}).")
    except Exception as error:
        emit("broken", f"Its structure can’t be read ({describe(error)}).")
    else:
        emit("pages", count)
        for number in range(1, min(count, PAGES) + 1):
            emit(*read_page(reader, number))
        emit("end")


def open_pdf(file: BinaryIO) -> PdfReader:
    try:
        return PdfReader(file)
    except PdfReadError:
        # The end with the cross-reference table is missing: pypdf builds a new one.
        file.seek(0)
        return PdfReader(BytesIO(file.read() + b"\nstartxref\n0\n%%EOF\n"))


def read_page(reader: PdfReader, number: int) -> tuple:
    """Return the line of output for a page."""
    try:
        # In CPU time, however busy the machine is; then every second, since pypdf may catch
        # one of these exceptions.
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_PER_PAGE, 1)
        try:
            text = reader.pages[number - 1].extract_text()
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except PageTakesTooLong:
        return "unread", number, "it takes too long"
    except Exception as error:
        return "unread", number, describe(error)
    return "text", number, text[:CHARACTERS_PER_PAGE]


def describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200] if str(error) else type(error).__name__


def emit(*words) -> None:
    print(json.dumps(words), flush=True)


if __name__ == "__main__":
    main()
