"""The folders that the site writes to, and the space on their disks."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.crypto import get_random_string

from cworks.doctor.diagnoses import Diagnosis, ok, problem, warning

GIGABYTE = 1024**3
# Below the first, uploads will soon fail; below the second, there is time to do something.
TOO_LITTLE, LITTLE = 1 * GIGABYTE, 5 * GIGABYTE
FEW_FILES = 0.05
MAKE_SPACE = "Delete what isn’t needed, such as old logs and packages, or use a larger disk."
ADVICE = {
    errno.ENOSPC: MAKE_SPACE,
    errno.EDQUOT: MAKE_SPACE,
    errno.EROFS: "See in the system’s log whether the disk failed (dmesg), and mount it for "
    "writing; in a systemd unit, list the folder in ReadWritePaths.",
}


def examine() -> Iterator[Diagnosis]:
    media = Path(settings.MEDIA_ROOT)
    if settings.MEDIA_S3_BUCKET:
        yield usable_bucket()
        media = settings.DATA_DIR
    else:
        yield from writable(media)
    # Backups and restored ones are in the second for a while. Several are often on one disk.
    folders = [disk_of(folder) for folder in (media, settings.DATA_DIR, *temporary_folder())]
    for folder in {folder.stat().st_dev: folder for folder in reversed(folders)}.values():
        yield from space(folder)


def disk_of(folder: Path) -> Path:
    """Return the folder, or the one above it that is there."""
    return next(each for each in (folder, *folder.parents) if each.exists())


def temporary_folder() -> list[Path]:
    try:
        return [Path(tempfile.gettempdir())]
    except FileNotFoundError:
        return []  # None can be written: then the disk is full, which is said.


def usable_bucket() -> Diagnosis:
    said = f"the bucket {settings.MEDIA_S3_BUCKET} at {settings.MEDIA_S3_ENDPOINT}"
    name = f"doctor-{get_random_string(12)}.txt"
    try:
        default_storage.save(name, ContentFile(b"The doctor can write here."))
        default_storage.open(name).close()
        default_storage.delete(name)
    except OSError as error:
        return problem(
            f"Uploads can’t be written to {said}: {error.strerror}.",
            "Check MEDIA_S3_BUCKET and the variables after it, and what the keys allow.",
        )
    return ok(f"Uploads can be written to {said}.")


def writable(folder: Path) -> Iterator[Diagnosis]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".unfinished") as file:
            file.write(b"The doctor can write here.")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        yield problem(
            f"Uploads can’t be written to {folder}: {error.strerror}.",
            ADVICE.get(
                error.errno or 0,
                f"Give the folder to the user who runs the site: chown -R USER {folder}.",
            ),
        )
        return
    yield ok(f"Uploads can be written to {folder}.")


def space(folder: Path) -> Iterator[Diagnosis]:
    free = shutil.disk_usage(folder).free
    said = f"The disk of {folder} has {filesizeformat(free)} left."
    if free < TOO_LITTLE:
        yield problem(said, MAKE_SPACE)
    elif free < LITTLE:
        yield warning(said, MAKE_SPACE)
    else:
        yield ok(said)
    disk = os.statvfs(folder)
    if disk.f_files and disk.f_favail < disk.f_files * FEW_FILES:
        yield warning(
            f"The disk of {folder} can hold only {disk.f_favail:,} more files.",
            "Delete folders with many small files, or use a file system with more inodes.",
        )
