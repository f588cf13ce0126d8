"""The uploads: in a folder, or in a bucket, of which a folder becomes a copy for restic."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from cworks.backups import repository
from cworks.backups.contents import list_files


def folder() -> Path:
    """Return the folder that a backup stores."""
    if settings.MEDIA_S3_BUCKET:
        path = repository.folder() / "bucket"
    else:
        # Of a link, restic would store only where it leads.
        path = Path(settings.MEDIA_ROOT).resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def list_stored() -> dict[str, int]:
    """Return {path: size} of all uploads."""
    return dict(default_storage.all_files())  # type: ignore[attr-defined]  # ours has it


def fetch(files: dict[str, int]) -> None:
    """Make the copy of a bucket have these files, of which most are there from the last backup."""
    if not settings.MEDIA_S3_BUCKET:
        return
    copy = folder()
    present = list_files(copy)
    for path in present.keys() - files.keys():
        (copy / path).unlink()
    for path in sorted(path for path in files if present.get(path) != files[path]):
        place = copy / path
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with default_storage.open(path) as source, place.open("wb") as target:
                shutil.copyfileobj(source, target)
        except FileNotFoundError:
            continue  # It was deleted meanwhile.


def put_back(source: Path) -> None:
    """Store the files of a restored backup, which are then not in its folder anymore."""
    for path in list_files(source):
        if settings.MEDIA_S3_BUCKET:
            with (source / path).open("rb") as file:
                default_storage.save(path, File(file))
            continue
        place = Path(settings.MEDIA_ROOT) / path
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source / path, place)
