"""Recognizes the type of a document from its content."""

import codecs
import re
from typing import IO

from content.exceptions import DocumentFormatRefused, FileRefused
from content.media import refusals
from content.media.archives import recognize_archive
from content.media.files import chunks
from content.media.old_formats import OLD_OFFICE, recognize_old_format

# PDF readers accept other bytes before the header, up to here (ISO 32000-1, H.3).
PDF_HEADER_LIMIT = 1024
PDF_ENCRYPTION = re.compile(rb"/Encrypt\s*(<<|\d+\s+\d+\s+R\b)")
# A comment ends at the first --> (?>…): to try other ends of many comments would take years.
WEB_PAGE = re.compile(
    r"\ufeff?\s*+(?:<!--(?>.*?-->)\s*+)*+"
    r"<(!doctype|\?xml|html|head|body|title|style|script|svg|iframe)\b",
    re.IGNORECASE | re.DOTALL,
)
SUBTITLES = re.compile(r"\ufeff?WEBVTT([ \t\r\n]|$)")
# All except tab, line feed, form feed, and carriage return (WHATWG’s “binary data bytes”).
CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
FINAL_REFUSALS = {refusals.WEB_PAGE, refusals.DOCUMENT_WITH_PROGRAMS, refusals.DOCUMENT_BROKEN}
TEXT_EXTENSIONS = {"txt": "txt", "csv": "csv", "md": "md", "markdown": "md", "vtt": "vtt"}


def recognize_from_old_site(file: IO[bytes], *, name: str) -> str:
    """Return the key in FILE_TYPES of a file that was public elsewhere. Raises a FileRefused.

    Accepts what people can upload, unreadable PDFs, and the formats in old_formats.
    """
    try:
        return recognize(file, name=name, accept_unreadable=True)
    except FileRefused as refused:
        if str(refused) in FINAL_REFUSALS:
            raise
        try:
            return recognize_old_format(file, name=name)
        except DocumentFormatRefused:
            raise refused from None


def recognize(file: IO[bytes], *, name: str, accept_unreadable: bool = False) -> str:
    """Return the key in FILE_TYPES of a document's type.

    The name only distinguishes one type of text from another. With `accept_unreadable`, a PDF may
    be incomplete or have a password. Raises a FileRefused.
    """
    file.seek(0)
    start = file.read(PDF_HEADER_LIMIT)
    if accept_unreadable and b"%PDF-" in start:
        return "pdf"
    if start.startswith(b"%PDF-"):
        check_pdf(file)
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        return recognize_archive(file)
    if start.startswith(OLD_OFFICE):
        raise FileRefused(refusals.OLD_OFFICE_FILE)
    return recognize_text(file, extension=name.rpartition(".")[2].lower())


def check_pdf(file: IO[bytes]) -> None:
    end = b""
    for chunk in chunks(file, overlap=2048):
        if PDF_ENCRYPTION.search(chunk):
            raise FileRefused(refusals.DOCUMENT_LOCKED)
        end = chunk[-2048:]
    if b"%%EOF" not in end:
        raise FileRefused(refusals.DOCUMENT_BROKEN)


def recognize_text(file: IO[bytes], *, extension: str) -> str:
    file.seek(0)
    opening = file.read(4096).decode("utf-8", errors="replace")
    if WEB_PAGE.match(opening.replace("\0", "")):
        raise FileRefused(refusals.WEB_PAGE)
    if opening.startswith("#!"):
        raise FileRefused(refusals.DOCUMENT_WITH_PROGRAMS)
    if extension not in TEXT_EXTENSIONS:
        raise DocumentFormatRefused
    check_text(file)
    text_type = TEXT_EXTENSIONS[extension]
    if SUBTITLES.match(opening):
        return "vtt"
    if text_type == "vtt":
        raise DocumentFormatRefused
    return text_type


def check_text(file: IO[bytes]) -> None:
    """Raise a FileRefused if a file is not text encoded as UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks(file):
            if CONTROL_CHARACTER.search(decoder.decode(chunk)):
                raise FileRefused(refusals.TEXT_ENCODING)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise FileRefused(refusals.TEXT_ENCODING) from error
