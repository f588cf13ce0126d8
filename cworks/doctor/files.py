"""The folders that the site writes to, and the space on their disks."""

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


def examine() -> Iterator[Diagnosis]:
    media = Path(settings.MEDIA_ROOT)
    if settings.MEDIA_S3_BUCKET:
        yield usable_bucket()
        media = settings.DATA_DIR
    else:
        yield from writable(media)
    # Several folders are often on the same disk.
    disks: dict[int, Path] = {}
    for folder in (media, Path(tempfile.gettempdir())):
        existing = next(each for each in (folder, *folder.parents) if each.exists())
        disks.setdefault(existing.stat().st_dev, existing)
    for folder in disks.values():
        yield from space(folder)


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
            f"Give the folder to the user who runs the site: chown -R USER {folder}.",
        )
        return
    yield ok(f"Uploads can be written to {folder}.")


def space(folder: Path) -> Iterator[Diagnosis]:
    free = shutil.disk_usage(folder).free
    said = f"The disk of {folder} has {filesizeformat(free)} left."
    advice = "Delete what isn’t needed, such as old logs and packages, or use a larger disk."
    if free < TOO_LITTLE:
        yield problem(said, advice)
    elif free < LITTLE:
        yield warning(said, advice)
    else:
        yield ok(said)
    disk = os.statvfs(folder)
    if disk.f_files and disk.f_favail < disk.f_files * FEW_FILES:
        yield warning(
            f"The disk of {folder} can hold only {disk.f_favail:,} more files.",
            "Delete folders with many small files, or use a file system with more inodes.",
        )
