"""Open an export: unpack it, say what a wrong file is, and repair invalid XML."""

import codecs
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from imports.exceptions import UnreadableFile
from imports.wordpress.file_kinds import EXPORT_HINT, describe_head, read_head
from imports.wordpress.inspection import Inspection, inspect
from imports.wordpress.unpacking import CHUNK, open_temporary, unpack
from imports.wordpress.xml_repairs import repair_xml

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml.*?\?>", re.DOTALL)


@contextmanager
def open_export_file(path: Path) -> Iterator[tuple[BinaryIO, list[str]]]:
    """Open an export for a strict parser, and also return sentences about what was repaired.

    Accepts zip and gzip. A zip file's exports become one document, in which their <rss> elements
    follow each other. Repaired and unpacked files are temporary, and are read and written piece by
    piece. Raises UnreadableFile, whose message is for the person who runs the import.
    """
    with ExitStack() as stack:
        try:
            original = stack.enter_context(path.open("rb"))
            files, warnings = unpack(path, original, stack)
        except OSError as error:
            raise UnreadableFile(
                f"{path} can’t be opened ({error.strerror or error}). Check the path and your "
                "permissions."
            ) from error
        valid = []
        for file in files:
            well_formed, repairs = make_valid(path, file, stack)
            valid.append(well_formed)
            warnings += repairs
        whole = valid[0] if len(valid) == 1 else combine(valid, stack)
        yield whole, [f"{path.name}: {warning}" for warning in warnings]


def make_valid(path: Path, file: BinaryIO, stack: ExitStack) -> tuple[BinaryIO, list[str]]:
    head = read_head(file)
    if head.startswith(UTF_16):
        file = recode(file, stack)
        head = read_head(file)
    if what := describe_head(head):
        hint = "" if what.endswith(".") else f" {EXPORT_HINT}"
        raise UnreadableFile(f"{path} isn’t a WordPress export: {what}.{hint}")
    found = inspect(file)
    if found.has_document_type:
        raise UnreadableFile(
            f"{path} declares a document type. Exports don’t, and it can hide an attack. If "
            "you trust the file, remove the <!DOCTYPE …>."
        )
    if not found.has_rss:
        raise UnreadableFile(
            f"{path} isn’t a WordPress export: it has no <rss> element. {EXPORT_HINT}"
        )
    if not found.has_wordpress_elements and found.is_complete:
        raise UnreadableFile(
            f"{path} isn’t a WordPress export: it is a feed, which has only the latest posts, and "
            f"parts of them. {EXPORT_HINT}"
        )
    warnings = list(found.warnings)
    if found.is_well_formed:
        return file, warnings
    repaired = open_temporary(stack)
    repairs = repair_xml(file, repaired, found)
    result = inspect(repaired)
    if not result.is_well_formed:
        raise explain(path, found, result)
    return repaired, warnings + repairs


def recode(file: BinaryIO, stack: ExitStack) -> BinaryIO:
    """Return a file in UTF-16 as UTF-8."""
    recoded = open_temporary(stack)
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    is_first = True
    while chunk := file.read(CHUNK):
        written = decoder.decode(chunk).encode()
        recoded.write(DECLARATION.sub(b"", written, count=1) if is_first else written)
        is_first = False
    recoded.write(decoder.decode(b"", final=True).encode())
    recoded.seek(0)
    return recoded


def explain(path: Path, original: Inspection, repaired: Inspection) -> UnreadableFile:
    if not original.is_complete:
        return UnreadableFile(
            f"{path} is incomplete: it ends in line {original.lines}. The export or download was "
            "cut off. Export it from WordPress again."
        )
    return UnreadableFile(
        f"{path} isn’t valid XML, line {repaired.error_line} ({repaired.error}). Export it from "
        "WordPress again, or fix that line in a text editor."
    )


def combine(files: list[BinaryIO], stack: ExitStack) -> BinaryIO:
    """Return one document that contains others."""
    combined = open_temporary(stack)
    combined.write(b"<exports>")
    for file in files:
        combined.write(DECLARATION.sub(b"", file.read(CHUNK), count=1))
        while chunk := file.read(CHUNK):
            combined.write(chunk)
        combined.write(b"\n")
    combined.write(b"</exports>")
    combined.seek(0)
    return combined
