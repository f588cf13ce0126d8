"""Unpack exports that are compressed, and refuse what would fill the disk."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from imports.exceptions import UnreadableFile
from imports.wordpress.file_kinds import describe_archive, describe_head, read_head

CHUNK = 1_000_000
# Exports are compressed to a tenth or so. Only what is made to fill a disk exceeds these.
MAXIMUM_RATIO = 150
SUSPICIOUS_SIZE = 50_000_000
MAXIMUM_FILES = 500
ENCRYPTED = 0x1


def unpack(path: Path, file: BinaryIO, stack: ExitStack) -> tuple[list[BinaryIO], list[str]]:
    """Return the XML files in a file, open and uncompressed, and warnings.

    `stack` closes them. Raises UnreadableFile.
    """
    head = read_head(file)
    if head.startswith(b"\x1f\x8b"):
        try:
            with gzip.GzipFile(fileobj=file) as compressed:
                unpacked = copy(path, compressed, path.stat().st_size, stack)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise damaged(path, "gzip") from error
        if read_head(unpacked).startswith(b"PK\x03\x04"):
            return unpack_zip(path, unpacked, stack)
        return [unpacked], []
    if head.startswith(b"PK"):
        return unpack_zip(path, file, stack)
    return [file], []


def unpack_zip(path: Path, file: BinaryIO, stack: ExitStack) -> tuple[list[BinaryIO], list[str]]:
    try:
        with ZipFile(file) as archive:
            return read_members(path, archive, stack)
    except (BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        raise damaged(path, "zip") from error


def read_members(
    path: Path, archive: ZipFile, stack: ExitStack
) -> tuple[list[BinaryIO], list[str]]:
    members = list(find_xml_files(archive))
    names = [member.filename for member in archive.infolist() if not member.is_dir()]
    if not members or "[Content_Types].xml" in names or "mimetype" in names:
        raise UnreadableFile(f"{path} isn’t a WordPress export: {describe_archive(names)}.")
    if len(members) > MAXIMUM_FILES:
        raise UnreadableFile(f"{path} has {len(members)} XML files. Unpack it, and choose some.")
    files, warnings = [], []
    for member in members:
        if member.flag_bits & ENCRYPTED:
            raise UnreadableFile(f"{path} needs a password. Unpack it first.")
        with archive.open(member) as compressed:
            unpacked = copy(path, compressed, member.compress_size, stack)
        head = read_head(unpacked)
        if len(members) > 1 and (describe_head(head) or b"<rss" not in head):
            what = describe_head(head) or "it isn’t an export"
            warnings.append(f"{member.filename} was left out: {what}.")
            continue
        files.append(unpacked)
    if not files:
        raise UnreadableFile(f"{path} isn’t a WordPress export: {' '.join(warnings)}")
    return files, warnings


def find_xml_files(archive: ZipFile) -> Iterator[ZipInfo]:
    for member in archive.infolist():
        name = member.filename
        is_hidden = name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")
        if not is_hidden and name.lower().endswith((".xml", ".wxr")):
            yield member


def copy(
    path: Path, source: IO[bytes] | gzip.GzipFile, compressed_size: int, stack: ExitStack
) -> BinaryIO:
    """Copy what is compressed to a temporary file."""
    target = open_temporary(stack)
    size = 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > SUSPICIOUS_SIZE and size > MAXIMUM_RATIO * max(compressed_size, 1):
            raise UnreadableFile(
                f"{path} would become more than {MAXIMUM_RATIO} times as large when unpacked, "
                "which may be an attack. If you trust it, unpack it first."
            )
        target.write(chunk)
    target.seek(0)
    return target


def open_temporary(stack: ExitStack) -> BinaryIO:
    return stack.enter_context(TemporaryFile())  # the stack closes it


def damaged(path: Path, kind: str) -> UnreadableFile:
    return UnreadableFile(
        f"{path} isn’t a WordPress export: it is a damaged {kind} file. The download may have been "
        "cut off. Download it again."
    )
