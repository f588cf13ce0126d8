"""Open a dump file, compressed or not, and explain what is wrong with it."""

import bz2
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from imports.exceptions import UnreadableFile

# By the first bytes of the file, not its name.
DECOMPRESSORS = {b"BZh": bz2.open, b"\x1f\x8b": gzip.open}
UNSUPPORTED_ARCHIVES = {
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"PK\x03\x04": "ZIP",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
}
EXPORT_AGAIN = "Export the wiki again (Special:Export, or dumpBackup.php --current)"


@contextmanager
def open_dump(path: Path) -> Iterator[BinaryIO]:
    """Open a dump, compressed or not. The first bytes tell, not the file's name."""
    with path.open("rb") as file:
        start = file.read(6)
    if not start:
        raise UnreadableFile(f"{path} is empty. {EXPORT_AGAIN}.")
    for signature, name in UNSUPPORTED_ARCHIVES.items():
        if start.startswith(signature):
            raise UnreadableFile(
                f"{path} is compressed with {name}, which isn’t supported. Unpack it, and import "
                "the XML file."
            )
    unpack = next(
        (unpack for magic, unpack in DECOMPRESSORS.items() if start.startswith(magic)), open
    )
    with unpack(path, "rb") as file:
        yield file


def explain_error(path: Path, error: Exception, count: int) -> UnreadableFile:
    so_far = f" Pages before the damage were imported ({count})." if count else ""
    if isinstance(error, OSError) and error.errno is not None:
        reason = error.strerror or error
        return UnreadableFile(
            f"{path} can’t be opened ({reason}). Check the path and your permissions."
        )
    if isinstance(error, EOFError):
        return UnreadableFile(
            f"{path} is incomplete: the compression or download was cut off. Download it again, or "
            f"e{EXPORT_AGAIN[1:]}.{so_far}"
        )
    if isinstance(error, OSError | zlib.error):
        return UnreadableFile(
            f"{path} is damaged and can’t be unpacked ({error}). Download it again, or "
            f"e{EXPORT_AGAIN[1:]}.{so_far}"
        )
    if is_cut_off(path):
        return UnreadableFile(
            f"{path} is incomplete: it ends in line {error.lineno}. The export or download was cut "
            f"off. {EXPORT_AGAIN}.{so_far}"
        )
    if not count and not looks_like_dump(path):
        return UnreadableFile(
            f"{path} isn’t a MediaWiki dump: it isn’t XML. Choose the file that Special:Export or "
            "dumpBackup.php created."
        )
    reason = (error.msg or "").partition(", line ")[0]
    return UnreadableFile(
        f"{path} isn’t valid XML, line {error.lineno} ({reason}). {EXPORT_AGAIN}, or fix that line "
        f"in a text editor.{so_far}"
    )


def looks_like_dump(path: Path) -> bool:
    with open_dump(path) as file:
        return b"<mediawiki" in file.read(10_000)


def is_cut_off(path: Path) -> bool:
    if not looks_like_dump(path):
        return False
    end = b""
    with open_dump(path) as file:
        while piece := file.read(1_000_000):
            end = (end + piece)[-1000:]
    return b"</mediawiki>" not in end
