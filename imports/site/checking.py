"""Makes sure that a folder is a complete, unchanged export, before anything of it is imported.

Nothing in it is trusted: its names lead nowhere else, and it has no symbolic links.
"""

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from imports.exceptions import SiteImportRefused
from imports.site.exporting import FACTS, FORMAT
from imports.site.folder import CHECKSUMS, PROGRESS

LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)\n?")
LONGEST_LINE = 5_000
# One row, such as a revision with a very long text.
LONGEST_ROW = 100_000_000
LONGEST_ENTRY = 50_000_000
FOLDERS = {"entries", "media", "private", "tables"}
FILES = {FACTS, "README.md"}


@dataclass(frozen=True, slots=True)
class CheckedFolder:
    """The names of an export's files, all of which are there, and what site.json says."""

    path: Path
    names: list[str]
    facts: dict[str, Any]

    def in_folder(self, folder: str) -> list[str]:
        return [name for name in self.names if name.startswith(f"{folder}/")]

    def open(self, name: str) -> IO[bytes]:
        return open_file(self.path, name)

    def read_entry(self, name: str) -> str:
        with self.open(name) as file:
            content = file.read(LONGEST_ENTRY + 1)
        if len(content) > LONGEST_ENTRY:
            raise SiteImportRefused(f"{name} is longer than any entry can be.")
        try:
            return content.decode()
        except UnicodeDecodeError as error:
            raise SiteImportRefused(f"{name} isn’t in UTF-8.") from error

    def read_rows(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield (line, row) of a file with a row as JSON on each line."""
        with self.open(name) as file:
            number = 0
            while line := file.readline(LONGEST_ROW + 1):
                number += 1
                if len(line) > LONGEST_ROW:
                    raise SiteImportRefused(f"{name}, line {number}, is longer than a row can be.")
                row = read_json(line, f"{name}, line {number},")
                if not isinstance(row, dict):
                    raise SiteImportRefused(f"{name}, line {number}, isn’t a row.")
                yield number, row


def check_folder(path: Path) -> CheckedFolder:
    """Raises SiteImportRefused, with the first thing that is wrong."""
    if not path.is_dir():
        raise SiteImportRefused(f"{path} isn’t a folder. Choose the folder that export_site wrote.")
    if (path / PROGRESS).exists():
        raise SiteImportRefused(
            f"The export in {path} was interrupted. Run export_site with the same folder again, "
            "and import it then."
        )
    sums = read_checksums(path)
    refuse_unlisted(path, sums)
    for name, expected in sums.items():
        with open_file(path, name) as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != expected:
            raise SiteImportRefused(
                f"{name} isn’t what was exported: its checksum differs from the one in "
                f"{CHECKSUMS}. Copy the export again. If someone changed the file on purpose, "
                "write its new checksum there."
            )
    return CheckedFolder(path, list(sums), read_facts(path, sums))


def read_checksums(path: Path) -> dict[str, str]:
    """Return {name: checksum}."""
    sums: dict[str, str] = {}
    if not (path / CHECKSUMS).is_file():
        raise SiteImportRefused(
            f"{path} has no {CHECKSUMS}, so it isn’t an export of a site, or it isn’t complete."
        )
    with open_file(path, CHECKSUMS) as file:
        while line := file.readline(LONGEST_LINE):
            match = LINE.fullmatch(line.decode(errors="replace"))
            if not match:
                raise SiteImportRefused(
                    f"Line {len(sums) + 1} of {CHECKSUMS} isn’t a checksum and a name."
                )
            sums[refuse_outside(match[2])] = match[1]
    return sums


def refuse_outside(name: str) -> str:
    parts = name.split("/")
    belongs = name in FILES or (len(parts) > 1 and parts[0] in FOLDERS)
    if not belongs or {"", ".", ".."} & set(parts) or re.search(r"[\\\x00-\x1f\x7f]", name):
        raise SiteImportRefused(
            f"{CHECKSUMS} names {name!r}, which isn’t a file of an export. Nothing was imported."
        )
    return name


def refuse_unlisted(path: Path, sums: dict[str, str]) -> None:
    for folder, folders, files in os.walk(path, followlinks=False):
        for each in [*folders, *files]:
            found = Path(folder, each)
            name = found.relative_to(path).as_posix()
            mode = found.lstat().st_mode
            if stat.S_ISDIR(mode):
                continue
            if not stat.S_ISREG(mode):
                raise SiteImportRefused(
                    f"{name} is a link or a device. An export has only files and folders, so this "
                    "one was changed. Nothing was imported."
                )
            if name not in sums and name != CHECKSUMS:
                raise SiteImportRefused(
                    f"{name} isn’t in {CHECKSUMS}, so it doesn’t belong to the export. Delete it, "
                    "or add its checksum."
                )


def open_file(path: Path, name: str) -> IO[bytes]:
    """Open a file of the export without following links."""
    try:
        descriptor = os.open(path / PurePosixPath(name), os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as error:
        raise SiteImportRefused(
            f"{name} is missing or can’t be read ({error.strerror}). Copy the export again."
        ) from error
    return os.fdopen(descriptor, "rb")


def read_facts(path: Path, sums: dict[str, str]) -> dict[str, Any]:
    if FACTS not in sums:
        raise SiteImportRefused(
            f"There is no {FACTS}: this export can’t be imported as a site. If it was exported "
            "with --format wxr, import its files with import_wordpress."
        )
    with open_file(path, FACTS) as file:
        facts = read_json(file.read(LONGEST_ENTRY), FACTS)
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise SiteImportRefused(
            f"{FACTS} has another format than this version of the site reads ({FORMAT}). Import it "
            "with the version that exported it, or export it again."
        )
    return facts


def read_json(text: bytes, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SiteImportRefused(f"{where} isn’t valid JSON.") from error
