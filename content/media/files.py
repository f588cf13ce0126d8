"""Reading uploaded files, and storing them under permanent paths."""

import errno
import hashlib
import logging
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import PurePath
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.text import slugify

from content.exceptions import DiskFull, FileNotStored

logger = logging.getLogger(__name__)

# The disk, the quota, or the largest allowed file.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
LEFT_OVER_AFTER = timedelta(days=1)


def size_of(file: IO[bytes]) -> int:
    """Return the size in bytes."""
    file.seek(0, 2)
    return file.tell()


def digest(file: IO[bytes]) -> str:
    """Return the SHA-256 in hexadecimal, without holding the file in memory."""
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def chunks(file: IO[bytes], *, size: int = 1_048_576, overlap: int = 0) -> Iterator[bytes]:
    """Yield a file in pieces, each starting with the last `overlap` bytes of the previous one."""
    file.seek(0)
    tail = b""
    while chunk := file.read(size):
        chunk = tail + chunk
        yield chunk
        tail = chunk[-overlap:] if overlap else b""


def base_name(name: str) -> str:
    """Return the name without folders, short enough for its column."""
    return PurePath(name).name[-300:]


def build_path(name: str, *, folder: str, content_hash: str, extension: str) -> str:
    """Return a readable path that is unique to the file's content."""
    stem = slugify(PurePath(name).stem)[:80].strip("-") or "file"
    return f"{folder}/{timezone.now():%Y/%m}/{stem}-{content_hash[:10]}.{extension}"


def write(path: str, file: File) -> None:
    """Store a file under exactly this path. Raises FileNotStored, and then leaves nothing behind.

    A file that exists there is either identical or left over from an upload that was rolled back.
    """
    file.seek(0)
    try:
        default_storage.save(path, file)
    except OSError as error:
        logger.exception("The file %s could not be stored.", path)
        raise (DiskFull if error.errno in FULL else FileNotStored) from error


def delete_files(paths: Iterable[str]) -> None:
    for path in paths:
        default_storage.delete(path)


def delete_leftovers(folder: str, *, in_use: set[str]) -> None:
    """Delete the files of a folder that nothing uses, except those that may just be stored."""
    for name in files_in(folder):
        path = f"{folder}/{name}"
        is_old = default_storage.get_modified_time(path) < timezone.now() - LEFT_OVER_AFTER
        if path not in in_use and is_old:
            default_storage.delete(path)


def files_in(folder: str) -> list[str]:
    return contents_of(folder)[1]


def folders_in(folder: str) -> list[str]:
    return contents_of(folder)[0]


def contents_of(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
