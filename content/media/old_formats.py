"""Recognizes the files that an old site offered and that no one can upload here.

Recordings, archives, and the formats of older programs: an import must not lose what was public.
They are offered for download only, and none may contain a program as far as that can be checked.
"""

import re
from typing import IO

from content.exceptions import DocumentFormatRefused, FileRefused
from content.media import refusals
from content.media.archives import check_for_programs
from content.media.files import chunks

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_OFFICE_ENDINGS = {"doc": "doc", "xls": "xls", "ppt": "ppt", "pps": "ppt", "pot": "ppt"}
# How Office names the part with macros, in UTF-16.
MACROS = "_VBA_PROJECT".encode("utf-16-le")
ZIP = b"PK\x03\x04"
ZIP_ENDINGS = {"zip", "ppsx", "key", "pages", "numbers"}
MPEG_AUDIO = re.compile(rb"\xff[\xe2-\xff]|ID3")
WINDOWS_MEDIA = b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"
CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
TEXT_ENDINGS = {"txt": "txt", "csv": "csv"}


def recognize_old_format(file: IO[bytes], *, name: str) -> str:
    """Return the key in FILE_TYPES. Raises a FileRefused."""
    file.seek(0)
    start = file.read(512)
    ending = name.rpartition(".")[2].lower()
    if start.startswith(OLD_OFFICE):
        return recognize_old_office(file, ending)
    if start.startswith(ZIP):
        check_for_programs(file)
        return ending if ending in ZIP_ENDINGS else "zip"
    found = recognize_recording(start, ending) or recognize_packed(start)
    if found:
        return found
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if ending in TEXT_ENDINGS and not any(CONTROL_BYTE.search(chunk) for chunk in chunks(file)):
        # Text in an encoding from before UTF-8.
        return TEXT_ENDINGS[ending]
    raise DocumentFormatRefused


def recognize_old_office(file: IO[bytes], ending: str) -> str:
    if ending not in OLD_OFFICE_ENDINGS:
        raise FileRefused(refusals.OLD_OFFICE_FILE)
    if any(MACROS in chunk for chunk in chunks(file, overlap=len(MACROS))):
        raise FileRefused(refusals.DOCUMENT_WITH_PROGRAMS)
    return OLD_OFFICE_ENDINGS[ending]


def recognize_recording(start: bytes, ending: str) -> str | None:
    """Return the type of a sound or video file."""
    if start[4:8] == b"ftyp":
        if ending in {"m4a", "mov", "m4v"}:
            return ending
        return {b"M4A ": "m4a", b"qt  ": "mov"}.get(start[8:12], "mp4")
    if start.startswith(b"OggS"):
        return "ogv" if ending == "ogv" else "ogg"
    if start.startswith(b"RIFF"):
        return {b"WAVE": "wav", b"AVI ": "avi"}.get(start[8:12])
    if start.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    if start.startswith(b"fLaC"):
        return "flac"
    if start.startswith(WINDOWS_MEDIA):
        return "wma" if ending == "wma" else "wmv"
    return "mp3" if MPEG_AUDIO.match(start) else None


def recognize_packed(start: bytes) -> str | None:
    """Return the type of an archive whose contents can’t be listed here."""
    if start.startswith(b"\x1f\x8b"):
        return "gz"
    if start.startswith(b"7z\xbc\xaf\x27\x1c"):
        return "7z"
    if start.startswith(b"Rar!\x1a\x07"):
        return "rar"
    return "tar" if start[257:262] == b"ustar" else None
