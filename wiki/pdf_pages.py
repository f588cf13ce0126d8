"""Reads the text of a PDF, page by page, as a program of its own.

A PDF can be made to take all memory or all time, and the library that reads it is written for
honest ones. So this holds itself to limits that the operating system keeps, and tells what it finds
line by line: what it had read before it was stopped is not lost. It imports nothing of the site.

The PDF comes as standard input, which has to be a file. Each line of the output is a JSON array:

    ["pages", 120]         how many pages there are
    ["text", 31, "…"]      what stands on page 31
    ["unread", 32, "…"]    why nothing is known of page 32
    ["encrypted", "…"]     why nothing is known of any
    ["broken", "…"]        the same
    ["end"]                nothing more is coming
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
SECONDS_A_PAGE = 10
PAGES = 5_000
# PostgreSQL's search index takes this much of any script in one row.
CHARACTERS_A_PAGE = 100_000


class PageTakesTooLong(BaseException):
    """Not an Exception: pypdf goes on after many of those."""


def main() -> None:
    limit_resources()
    signal.signal(signal.SIGVTALRM, stop_page)
    logging.disable()
    read(sys.stdin.buffer)


def limit_resources() -> None:
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: OUTPUT,
        resource.RLIMIT_CORE: 0,
    }
    for name, most in limits.items():
        # macOS does not know all of them.
        with suppress(ValueError, OSError):
            resource.setrlimit(name, (most, most))


def stop_page(*_) -> None:
    raise PageTakesTooLong


def read(file: BinaryIO) -> None:
    try:
        reader = open_pdf(file)
        if reader.is_encrypted and not reader.decrypt(""):
            say("encrypted", "It opens only with a password.")
            return
        count = len(reader.pages)
    except FileNotDecryptedError:
        say("encrypted", "It opens only with a password.")
    except DependencyError as error:
        say("encrypted", f"Its encryption is not known here ({error}).")
    except Exception as error:
        say("broken", f"Its structure cannot be read ({describe(error)}).")
    else:
        say("pages", count)
        for number in range(1, min(count, PAGES) + 1):
            say(*read_page(reader, number))
        say("end")


def open_pdf(file: BinaryIO) -> PdfReader:
    try:
        return PdfReader(file)
    except PdfReadError:
        # Its end is missing, and with it the list of what stands where: pypdf makes a new one.
        file.seek(0)
        return PdfReader(BytesIO(file.read() + b"\nstartxref\n0\n%%EOF\n"))


def read_page(reader: PdfReader, number: int) -> tuple:
    """Return what is to be said of a page."""
    try:
        # The time that this process computes, however busy the machine is; then every second, as
        # one exception may get lost.
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_A_PAGE, 1)
        try:
            text = reader.pages[number - 1].extract_text()
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except PageTakesTooLong:
        return "unread", number, "it takes too long"
    except Exception as error:
        return "unread", number, describe(error)
    return "text", number, text[:CHARACTERS_A_PAGE]


def describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200] if str(error) else type(error).__name__


def say(*words) -> None:
    print(json.dumps(words), flush=True)


if __name__ == "__main__":
    main()
