"""Makes a backup."""

import time
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from cworks.backups import databases, repository, uploads
from cworks.backups.contents import DUMP, ENCRYPTED, Contents, empty, list_files
from cworks.backups.programs import BackupFailed
from cworks.doctor.backups import BACKUP, failed, succeeded

ATTEMPTS = 3


def save() -> str:
    """Make a backup, delete old ones, and return what was saved. Raises BackupFailed."""
    started = time.monotonic()
    try:
        repository.prepare()
        contents = store_consistently()
        repository.delete_old()
    except BackupFailed as error:
        advice = "Do what it says, and run “manage.py backup”."
        failed(BACKUP, f"The backup failed: {error}", advice)
        raise
    rows = sum(count for count, _ in contents.tables.values())
    said = (
        f"Rows ({rows:,}) and files ({len(contents.files):,}, "
        f"{filesizeformat(sum(contents.files.values()))}) were saved in "
        f"{time.monotonic() - started:.0f} seconds."
    )
    succeeded(BACKUP, said)
    return said


def store_consistently() -> Contents:
    """Store the database and every file that existed at the same moment.

    A file never changes, but may be deleted after the database was saved and before it is stored.
    Then the database may still name it, so both are saved again.
    """
    stage = empty(repository.folder() / "stage")
    media = uploads.folder()
    try:
        for _ in range(ATTEMPTS):
            contents = write_stage(stage, media, made_at=timezone.now())
            uploads.fetch(contents.files)
            repository.store([stage, media])
            if not contents.files.keys() - list_files(media).keys():
                return contents
    finally:
        empty(stage)
    raise BackupFailed(
        f"Files were deleted while they were saved, {ATTEMPTS} times. Try again when no one works."
    )


def write_stage(stage: Path, media: Path, *, made_at: datetime) -> Contents:
    key = settings.BACKUP_PUBLIC_KEY
    with databases.freeze() as (database, snapshot):
        contents = Contents(
            made_at=made_at.isoformat(),
            folder=str(stage),
            media_root=str(media),
            files=uploads.list_stored(),
            tables=databases.read_tables(database),
        )
        contents.write()
        databases.dump(stage / (ENCRYPTED if key else DUMP), snapshot=snapshot, public_key=key)
    return contents
