"""The folder that an export is written to. An export that was interrupted goes on where it was."""

import errno
import fcntl
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from content.moments import format_minute
from imports.exceptions import ExportImpossible

CHECKSUMS = "SHA256SUMS"
# What is finished, a line for each file. It is there until the export is complete.
PROGRESS = "unfinished.jsonl"
UNFINISHED = ".unfinished"
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class FinishedFile:
    name: str
    # A digest of what the file was made from; without one, it is always written again.
    made_from: str
    sha256: str
    size: int


class ExportFolder:
    """Writes the files of one export. `unchanged` counts those that were there already."""

    def __init__(self, path: Path, progress: IO[str], finished: dict[str, FinishedFile]) -> None:
        self.path = path
        self.progress = progress
        self.finished = finished
        self.wanted: set[str] = set()
        self.written = self.unchanged = 0

    def write(
        self, name: str, content: Callable[[], Iterable[bytes]], *, made_from: str = ""
    ) -> None:
        """Write a file completely, or not at all, unless it is there from the same data."""
        self.wanted.add(name)
        before = self.finished.get(name)
        path = self.path / name
        if before and made_from and before.made_from == made_from and size_of(path) == before.size:
            self.unchanged += 1
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        unfinished = path.with_name(path.name + UNFINISHED)
        try:
            with unfinished.open("wb") as file:
                for chunk in content():
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        self.note(FinishedFile(name, made_from, digest.hexdigest(), size))
        self.written += 1

    def note(self, file: FinishedFile) -> None:
        self.finished[file.name] = file
        self.progress.write(json.dumps(asdict(file), ensure_ascii=False) + "\n")
        # A killed process has then written all lines but the last completely.
        self.progress.flush()

    def finish(self) -> None:
        """Delete what an interrupted run wrote of entries since deleted, and add the checksums."""
        keep = self.wanted | {PROGRESS}
        for path in sorted(self.path.rglob("*"), reverse=True):
            if path.is_dir() and not path.is_symlink():
                continue
            if path.relative_to(self.path).as_posix() not in keep:
                path.unlink()
        sums = (f"{self.finished[name].sha256}  {name}\n".encode() for name in sorted(self.wanted))
        (self.path / f"{CHECKSUMS}{UNFINISHED}").write_bytes(b"".join(sums))
        (self.path / f"{CHECKSUMS}{UNFINISHED}").replace(self.path / CHECKSUMS)
        (self.path / PROGRESS).unlink()


def size_of(path: Path) -> int:
    try:
        return path.stat(follow_symlinks=False).st_size
    except OSError:
        return -1


@contextmanager
def open_folder(path: Path, *, options: dict[str, Any]) -> Iterator[ExportFolder]:
    """Yield a folder for an export with these options. Raises ExportImpossible."""
    with explain_errors(path):
        path.mkdir(parents=True, exist_ok=True)
        refuse_others_files(path)
        with (path / PROGRESS).open("a+", encoding="utf-8") as progress:
            lock(progress, path)
            finished = read_progress(progress, path, options)
            yield ExportFolder(path, progress, finished)


def refuse_others_files(path: Path) -> None:
    if (path / PROGRESS).exists():
        return
    if (path / CHECKSUMS).exists():
        written = datetime.fromtimestamp((path / CHECKSUMS).stat().st_mtime, tz=UTC)
        raise ExportImpossible(
            f"{path} has a complete export of {format_minute(written)}. Choose another "
            "folder, or delete that one first."
        )
    if any(path.iterdir()):
        raise ExportImpossible(
            f"{path} has other files in it, which an export could overwrite. Choose a new or an "
            "empty folder."
        )


def lock(progress: IO[str], path: Path) -> None:
    try:
        fcntl.flock(progress, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ExportImpossible(
            f"Another export is being written to {path}. Wait until it is done, or choose another "
            "folder."
        ) from error


def read_progress(
    progress: IO[str], path: Path, options: dict[str, Any]
) -> dict[str, FinishedFile]:
    progress.seek(0)
    lines = progress.read().splitlines(keepends=True)
    # The process may have been killed while it wrote the last line.
    whole = [line for line in lines if line.endswith("\n")]
    if len(whole) < len(lines):
        progress.truncate(sum(len(line.encode()) for line in whole))
    if not whole:
        progress.write(json.dumps(options) + "\n")
        progress.flush()
        return {}
    if json.loads(whole[0]) != options:
        raise ExportImpossible(
            f"{path} has the beginning of an export with other options. Run it with the same "
            "options as before, or choose another folder."
        )
    return {file.name: file for file in (FinishedFile(**json.loads(line)) for line in whole[1:])}


@contextmanager
def explain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise ExportImpossible(
                f"The disk with {path} is full. Free some space, and run the export again: it goes "
                "on where it stopped."
            ) from error
        raise ExportImpossible(
            f"{error.filename or path} can’t be written or read ({error.strerror or error}). Fix "
            "that, and run the export again: it goes on where it stopped."
        ) from error
