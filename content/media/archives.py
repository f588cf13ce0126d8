"""Documents that are ZIP archives: Office files, OpenDocument files, and EPUB books."""

import re
import zipfile
import zlib
from typing import IO

from content.exceptions import DocumentFormatRefused, FileRefused
from content.media import refusals
from content.media.file_types import FILE_TYPES, OFFICE
from content.media.files import chunks, size_of

MAX_MEMBERS = 10_000
MAX_UNPACKED = 500_000_000
# Tables of numbers compress to about 2% of their size. In a large file, below 1% is suspicious.
MAX_RATIO = 100
MIN_SIZE_FOR_RATIO_CHECK = 50_000_000

# Extension → (the main part's type in [Content_Types].xml, its folder).
OFFICE_PARTS = {
    "docx": (f"{OFFICE}.wordprocessingml.document.main+xml", "word/"),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet.main+xml", "xl/"),
    "pptx": (f"{OFFICE}.presentationml.presentation.main+xml", "ppt/"),
}
OFFICE_PROGRAM = re.compile(r"(^|/)(vbaProject\.bin$|vbaData\.xml$|activeX/|macrosheets/)", re.I)
OPEN_DOCUMENT_PROGRAM = re.compile(r"^(Basic|Scripts)/.", re.I)
PROGRAM = re.compile(
    r"\.(bat|cmd|com|dll|exe|hta|jar|js|jse|lnk|msi|ps1|scr|sh|vbe|vbs|wsf)$", re.I
)


def recognize_archive(file: IO[bytes]) -> str:
    """Return the key in FILE_TYPES of a ZIP archive's type. Raises a FileRefused."""
    check_member_count(file)
    try:
        with zipfile.ZipFile(file) as archive:
            check_members(archive, packed=size_of(file))
            extension = recognize_office(archive) or recognize_by_mimetype(archive)
            if extension is None:
                raise DocumentFormatRefused
            # Unpacking every file also verifies its size and checksum.
            if archive.testzip() is not None:
                raise FileRefused(refusals.DOCUMENT_BROKEN)
            return extension
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError) as error:
        raise FileRefused(refusals.DOCUMENT_BROKEN) from error


def check_for_programs(file: IO[bytes]) -> None:
    """Refuse an archive that contains a program, or expands to far too much.

    Its contents stay packed, so they are not verified.
    """
    check_member_count(file)
    try:
        with zipfile.ZipFile(file) as archive:
            check_members(archive, packed=size_of(file))
            names = archive.namelist()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError) as error:
        raise FileRefused(refusals.DOCUMENT_BROKEN) from error
    if any(OFFICE_PROGRAM.search(name) for name in names):
        raise FileRefused(refusals.DOCUMENT_WITH_PROGRAMS)


def check_member_count(file: IO[bytes]) -> None:
    """Refuse an archive with millions of members before zipfile reads its directory into memory."""
    if sum(chunk.count(b"PK\x01\x02") for chunk in chunks(file, overlap=3)) > MAX_MEMBERS:
        raise FileRefused(refusals.DOCUMENT_UNPACKS_TOO_LARGE)


def check_members(archive: zipfile.ZipFile, *, packed: int) -> None:
    members = archive.infolist()
    if any(member.flag_bits & 0x1 for member in members):
        raise FileRefused(refusals.DOCUMENT_LOCKED)
    unpacked = sum(member.file_size for member in members)
    ratio_is_suspicious = unpacked > MIN_SIZE_FOR_RATIO_CHECK and unpacked > MAX_RATIO * packed
    if unpacked > MAX_UNPACKED or ratio_is_suspicious:
        raise FileRefused(refusals.DOCUMENT_UNPACKS_TOO_LARGE)
    if any(
        member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members
    ):
        raise DocumentFormatRefused
    if any(PROGRAM.search(member.filename) for member in members):
        raise FileRefused(refusals.DOCUMENT_WITH_PROGRAMS)


def recognize_office(archive: zipfile.ZipFile) -> str | None:
    names = archive.namelist()
    if "[Content_Types].xml" not in names:
        return None
    content_types = read_start(archive, "[Content_Types].xml").decode("utf-8", errors="replace")
    if "macroEnabled" in content_types or any(OFFICE_PROGRAM.search(name) for name in names):
        raise FileRefused(refusals.DOCUMENT_WITH_PROGRAMS)
    for extension, (main_part, folder) in OFFICE_PARTS.items():
        if f'"{main_part}"' in content_types and any(name.startswith(folder) for name in names):
            return extension
    return None


def recognize_by_mimetype(archive: zipfile.ZipFile) -> str | None:
    """Read the type from the first file, as OpenDocument (part 2, §3.3) and EPUB (OCF §4.3) do."""
    names = archive.namelist()
    if names[:1] != ["mimetype"]:
        return None
    mimetype = read_start(archive, "mimetype").strip().decode("ascii", errors="replace")
    if mimetype == FILE_TYPES["epub"].content_type and "META-INF/container.xml" in names:
        return "epub"
    for extension in ("odt", "ods", "odp"):
        if mimetype == FILE_TYPES[extension].content_type and "content.xml" in names:
            check_open_document(archive, names)
            return extension
    return None


def check_open_document(archive: zipfile.ZipFile, names: list[str]) -> None:
    if any(OPEN_DOCUMENT_PROGRAM.search(name) for name in names):
        raise FileRefused(refusals.DOCUMENT_WITH_PROGRAMS)
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in read_start(archive, manifest):
        raise FileRefused(refusals.DOCUMENT_LOCKED)


def read_start(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(1_000_000)
