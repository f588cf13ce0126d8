"""Moves all uploads from the disk to a bucket, or back, while the site uses either."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.base import File
from django.core.files.storage import Storage

from content.media.files import digest


@dataclass
class CopiedFiles:
    copied: int = 0
    were_there: int = 0
    deleted: int = 0


def copy_files(
    source: Storage,
    target: Storage,
    *,
    delete: bool,
    on_progress: Callable[[CopiedFiles], None] = lambda moved: None,
) -> CopiedFiles:
    """Copy what the target doesn't have, and compare each copy with its original.

    Storages write files completely or not at all, so what is there with its size was copied before:
    an interrupted move goes on where it was. With `delete`, these files are compared, too, before
    each original is deleted. Raises OSError.
    """
    # Both of the site's storages list their files.
    originals = sorted(source.all_files())  # type: ignore[attr-defined]
    present = dict(target.all_files())  # type: ignore[attr-defined]
    moved = CopiedFiles()
    for path, size in originals:
        try:
            if present.get(path) == size:
                if delete:
                    compare(source, target, path)
                moved.were_there += 1
            else:
                copy(source, target, path)
                moved.copied += 1
        except FileNotFoundError:
            if source.exists(path):
                raise
            continue  # The site deleted it meanwhile.
        if delete:
            source.delete(path)
            moved.deleted += 1
        on_progress(moved)
    return moved


def copy(source: Storage, target: Storage, path: str) -> None:
    with source.open(path) as original, tempfile.TemporaryFile() as file:
        shutil.copyfileobj(original, file)
        file.seek(0)
        target.save(path, File(file, name=path))
    compare(source, target, path)


def compare(source: Storage, target: Storage, path: str) -> None:
    with source.open(path) as original, target.open(path) as found:
        if digest(original) != digest(found):
            raise OSError(f"the copy of {path} isn’t the same")
