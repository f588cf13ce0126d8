"""List a folder of exported pages and files safely, and read its texts."""

import codecs
import os
import stat
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bs4.dammit import EncodingDetector

from imports.exceptions import UnreadableFile
from imports.folders.headings import FILES, NOT_FOLLOWED
from imports.reports import ImportReport

MAX_PAGE_BYTES = 10_000_000
MAX_FILES = 200_000
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Folders of programs and of the site's templates.
SKIPPED_FOLDERS = {
    "node_modules", "__pycache__", "_site", "_layouts", "_includes", "_sass", "_data", "archetypes",
    "layouts", "themes",
}  # fmt: skip


@dataclass(slots=True)
class FolderListing:
    """A folder's pages and other files, by their path in it."""

    folder: Path
    pages: list[PurePosixPath] = field(default_factory=list)
    files: list[PurePosixPath] = field(default_factory=list)

    def locate(self, path: PurePosixPath) -> Path:
        return self.folder.joinpath(path)


def list_folder(
    folder: Path, *, page_endings: Collection[str], report: ImportReport
) -> FolderListing:
    """Find everything in a folder, except hidden files. Never leaves the folder.

    Raises UnreadableFile.
    """
    if not folder.is_dir():
        raise UnreadableFile(f"{folder} isn’t a folder. Give the folder of the exported pages.")
    listing = FolderListing(folder.resolve())
    for current, folders, names in os.walk(listing.folder):
        here = Path(current)
        for name in list(folders):
            if is_hidden(name) or name in SKIPPED_FOLDERS:
                folders.remove(name)
            elif (here / name).is_symlink():
                folders.remove(name)
                leave_out_link(here / name, listing, report)
        folders.sort()
        for name in sorted(names):
            if not is_hidden(name):
                add_file(here / name, listing, page_endings, report)
        if len(listing.pages) + len(listing.files) > MAX_FILES:
            raise UnreadableFile(
                f"{folder} has more than {MAX_FILES:,} files. Give a folder with pages only."
            )
    return listing


def is_hidden(name: str) -> bool:
    return name.startswith(".") or name in {"Thumbs.db", "desktop.ini"}


def add_file(
    path: Path, listing: FolderListing, page_endings: Collection[str], report: ImportReport
) -> None:
    relative = PurePosixPath(path.relative_to(listing.folder).as_posix())
    if (
        not str(relative).isprintable()
        or "\ufffd" in str(relative)
        or has_surrogates(str(relative))
    ):
        report.in_file[FILES] += 1
        report.skip(FILES, "files whose names can’t be read")
        return
    try:
        real = path.resolve(strict=True)
        is_file = stat.S_ISREG(real.stat().st_mode)
    except (OSError, RuntimeError):
        leave_out_link(path, listing, report)
        return
    if not real.is_relative_to(listing.folder):
        leave_out_link(path, listing, report)
    elif not is_file:
        report.in_file[FILES] += 1
        report.skip(FILES, "devices and pipes")
    elif path.suffix.lower() in page_endings:
        listing.pages.append(relative)
    else:
        listing.files.append(relative)


def has_surrogates(name: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in name)


def leave_out_link(path: Path, listing: FolderListing, report: ImportReport) -> None:
    report.in_file[FILES] += 1
    report.skip(FILES, "symbolic links out of the folder, or to nothing")
    report.remark(NOT_FOLLOWED, str(path.relative_to(listing.folder)))


def read_bytes(path: Path) -> bytes:
    """Raises UnreadableFile."""
    try:
        size = path.stat().st_size
        if size > MAX_PAGE_BYTES:
            raise UnreadableFile(
                f"It has {size / 1_000_000:.0f} MB, and a page can have at most "
                f"{MAX_PAGE_BYTES / 1_000_000:.0f} MB. Divide it into several pages."
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"It can’t be read ({error.strerror or error}). Check its permissions."
        ) from error


def decode(data: bytes, *, is_html: bool = False) -> tuple[str, str]:
    """Return a page's text, and the encoding if that isn't UTF-8.

    What is valid UTF-8 is UTF-8, whatever the page declares. Raises UnreadableFile.
    """
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return decode_as(data, encoding), "" if encoding == "utf-8-sig" else encoding
    try:
        text = data.decode()
        declared = ""
    except UnicodeDecodeError:
        declared = EncodingDetector.find_declared_encoding(data[:10_000], is_html=is_html) or ""
        text = decode_as(data, known_encoding(declared))
        declared = known_encoding(declared)
    if "\0" in text:
        raise UnreadableFile("It isn’t text: it contains null bytes. Save it as UTF-8.")
    return text, declared


def known_encoding(name: str) -> str:
    """Return an encoding that can read a page. As browsers do, take ISO-8859-1 for Windows-1252."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return "cp1252"
    return "cp1252" if found in {"iso8859-1", "ascii", "utf-8"} else found


def decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, errors="replace")
    except (LookupError, UnicodeError, ValueError, TypeError):
        return data.decode("cp1252", errors="replace")
