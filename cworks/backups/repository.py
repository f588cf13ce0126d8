"""restic’s repository: storing folders in it, restoring them, and deleting old backups."""

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from content.media.storage import UNFINISHED
from cworks.backups.programs import BackupFailed, run

KEEP = {"daily": 7, "weekly": 4, "monthly": 12}


def folder() -> Path:
    """Return the folder for what is on its way, with a name that is the same every time."""
    path = settings.DATA_DIR / "backup"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def restic(*arguments: str | Path) -> str:
    """Raises BackupFailed."""
    if not (settings.BACKUP_REPOSITORY and settings.BACKUP_PASSWORD):
        raise BackupFailed("Set BACKUP_REPOSITORY and BACKUP_PASSWORD: see .env.example.")
    environment = {
        "RESTIC_REPOSITORY": settings.BACKUP_REPOSITORY,
        "RESTIC_PASSWORD": settings.BACKUP_PASSWORD,
        "RESTIC_CACHE_DIR": str(folder() / "cache"),
    }
    return run(["restic", "--quiet", *arguments], environment=environment)


def prepare() -> None:
    """Create the repository, if there is none, and free it from those who died using it."""
    try:
        restic("unlock")
    except BackupFailed as reason:
        try:
            restic("init")
        except BackupFailed as error:
            # A wrong password, or a server that doesn’t answer: what was said first is clearer.
            raise reason from error


def host() -> str:
    """Return the name of this site in the repository, on which others may store theirs."""
    return urlsplit(settings.SITE_URL).hostname or "site"


def store(folders: Sequence[Path]) -> None:
    restic("backup", "--host", host(), "--exclude", f"*{UNFINISHED}", *folders)


def newest() -> dict:
    """Return restic’s description of the newest backup. Raises BackupFailed."""
    found = json.loads(restic("snapshots", "--host", host(), "--json")) or []
    if not found:
        raise BackupFailed(f"There is no backup of {host()} in {settings.BACKUP_REPOSITORY}.")
    return max(found, key=lambda snapshot: snapshot["time"])


def fetch(snapshot: str, target: Path) -> None:
    """Write everything in a backup below a folder, and compare it with restic’s checksums."""
    restic("restore", snapshot, "--target", target, "--verify")


def delete_old() -> None:
    kept = [part for name, count in KEEP.items() for part in (f"--keep-{name}", str(count))]
    restic("forget", "--host", host(), "--group-by", "host", *kept, "--prune")
