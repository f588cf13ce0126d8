import time
from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.crypto import get_random_string

UNFINISHED = ".unfinished"
ABANDONED_AFTER = 24 * 60 * 60  # seconds


class WholeFileStorage(FileSystemStorage):
    """Writes files atomically: a file is stored or replaced completely, or not at all.

    A file that is being written has a name of its own. If the disk is full, it is deleted.
    """

    def __init__(self, **options) -> None:
        super().__init__(allow_overwrite=True, **options)

    def _save(self, name: str, content: File) -> str:
        unfinished = f"{name}.{get_random_string(12).lower()}{UNFINISHED}"
        try:
            super()._save(unfinished, content)
            Path(self.path(unfinished)).replace(self.path(name))
        except BaseException:
            self.delete(unfinished)
            raise
        return name

    def all_files(self) -> Iterator[tuple[str, int]]:
        """Yield the path and the size of every file."""
        root = Path(self.location)
        for file in root.rglob("*"):
            try:
                if file.is_file() and file.suffix != UNFINISHED:
                    yield str(file.relative_to(root)), file.stat().st_size
            except FileNotFoundError:
                continue  # It was deleted meanwhile.

    def delete_abandoned(self) -> None:
        """Delete what a process that was killed while it wrote has left behind."""
        for file in Path(self.location).rglob(f"*{UNFINISHED}"):
            if file.stat().st_mtime < time.time() - ABANDONED_AFTER:
                file.unlink(missing_ok=True)
