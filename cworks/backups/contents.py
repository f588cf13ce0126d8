"""What a backup says is in it, to compare with what is restored."""

import json
import shutil
import stat
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from content.media.storage import WholeFileStorage
from cworks.backups.databases import Tables
from cworks.backups.programs import BackupFailed, run

DUMP, ENCRYPTED, CONTENTS = "database.dump", "database.dump.age", "contents.json"


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The rows and checksums of each table, and the size of each upload, at one moment."""

    made_at: str
    # The folders as the backup names them: of the dump, and of the uploads.
    folder: str
    media_root: str
    tables: Tables
    files: dict[str, int]

    def write(self) -> None:
        (Path(self.folder) / CONTENTS).write_text(json.dumps(asdict(self)))


def read_contents(below: Path) -> Contents:
    """Raises BackupFailed."""
    for path in below.rglob(CONTENTS):
        return Contents(**json.loads(path.read_text()))
    raise BackupFailed("This isn’t a backup of this site: it doesn’t say what is in it.")


def list_files(folder: Path) -> dict[str, int]:
    """Return {path in the folder: size} of all uploads."""
    return dict(WholeFileStorage(location=folder).all_files())


def inside(below: Path, folder: str) -> Path:
    """Return where restic has restored a folder below another. Raises BackupFailed."""
    found = below / folder.lstrip("/")
    if ".." in found.parts:
        raise BackupFailed(f"This backup names a folder that isn’t in it: {folder}.")
    return found


def refuse_links(below: Path) -> None:
    """Refuse a backup with anything but files and folders, which could lead out of it.

    It isn’t complete, either: restic stores a link, and not what it leads to. Raises BackupFailed.
    """
    for path in below.rglob("*"):
        mode = path.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise BackupFailed(
                f"/{path.relative_to(below)} is a link or a device, and a backup has only files "
                "and folders. If it is yours, put what it leads to in its place, and make another "
                "backup."
            )


def find_dump(stage: Path) -> Path:
    """Return the dump in a restored folder, decrypted. Raises BackupFailed."""
    encrypted = stage / ENCRYPTED
    if not encrypted.exists():
        return stage / DUMP
    if not settings.BACKUP_PRIVATE_KEY_FILE:
        raise BackupFailed(
            "The database in this backup can only be read with the private key. Set "
            "BACKUP_PRIVATE_KEY_FILE to the file that has it."
        )
    key = settings.BACKUP_PRIVATE_KEY_FILE
    run(["age", "--decrypt", "--identity", key, "--output", stage / DUMP, encrypted])
    return stage / DUMP


def differences(expected: Contents, tables: Tables, files: dict[str, int]) -> Iterator[str]:
    """Yield a sentence about everything that isn’t as the backup says."""
    for table in sorted(expected.tables.keys() | tables.keys()):
        [rows, checksum] = expected.tables.get(table, ["no", ""])
        [found, found_checksum] = tables.get(table, ["no", ""])
        if rows != found:
            yield f"{table} has {found} rows instead of {rows}."
        elif checksum != found_checksum:
            yield f"{table} has the same number of rows, but not the same ones."
    wrong = sorted(path for path, size in expected.files.items() if files.get(path) != size)
    if wrong:
        yield f"Files that are missing or have another size: {len(wrong)}, such as {wrong[0]}."


def empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder
