"""Restores a backup: beside the site to try it, or in its place."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from django.db import connection

from content.moments import format_minute
from cworks.backups import databases, repository, uploads
from cworks.backups.contents import (
    Contents,
    differences,
    empty,
    find_dump,
    inside,
    list_files,
    read_contents,
    refuse_links,
)
from cworks.backups.programs import BackupFailed
from cworks.doctor import describe_error
from cworks.doctor.backups import RESTORE, failed, succeeded


@dataclass(frozen=True, kw_only=True)
class Restored:
    """A backup next to the site."""

    contents: Contents
    media: Path
    database: str
    differences: list[str]


@contextmanager
def beside(snapshot: str) -> Iterator[Restored]:
    """Restore a backup into a folder and a database of their own. Raises BackupFailed."""
    folder = empty(repository.folder() / "restored")
    name = f"{connection.settings_dict['NAME']}_restored"
    try:
        repository.fetch(snapshot, folder)
        refuse_links(folder)
        contents = read_contents(folder)
        media = inside(folder, contents.media_root)
        with databases.restored(find_dump(inside(folder, contents.folder)), name=name) as database:
            tables = databases.read_tables(database)
        yield Restored(
            contents=contents,
            media=media,
            database=name,
            differences=list(differences(contents, tables, list_files(media))),
        )
    except (OSError, psycopg.Error) as error:
        raise BackupFailed(describe_error(error)) from error
    finally:
        databases.drop(name)
        shutil.rmtree(folder, ignore_errors=True)


def try_newest() -> str:
    """Restore the newest backup beside the site, and say whether it is what was saved.

    Raises BackupFailed.
    """
    try:
        with beside(repository.newest()["id"]) as found:
            if found.differences:
                raise BackupFailed(" ".join(found.differences))
    except BackupFailed as error:
        advice = "Do what it says, and run “manage.py backup” and “manage.py check_backup”."
        failed(RESTORE, f"The newest backup wasn’t restored: {error}", advice)
        raise
    said = (
        f"The newest backup, of {moment(found)}, was restored beside the site. {count(found)} are "
        "what was saved."
    )
    succeeded(RESTORE, said)
    return said


def restore(snapshot: str, *, replace: bool) -> str:
    """Put a backup in the site’s place, and return what was done. Raises BackupFailed.

    The database until now is kept under another name, and no file is deleted.
    """
    if databases.has_tables() and not replace:
        raise BackupFailed(
            f"The database {connection.settings_dict['NAME']} isn’t empty. With --replace, it is "
            "kept under another name, and the backup takes its place."
        )
    with beside(snapshot or repository.newest()["id"]) as found:
        if found.differences:
            raise BackupFailed(" ".join(found.differences))
        uploads.put_back(found.media)
        kept = databases.swap(found.database)
    return (
        f"The backup of {moment(found)} was restored. {count(found)} are what was saved. The "
        f"database until now is kept as {kept}."
    )


def moment(found: Restored) -> str:
    return format_minute(datetime.fromisoformat(found.contents.made_at))


def count(found: Restored) -> str:
    return f"Tables ({len(found.contents.tables)}) and files ({len(found.contents.files):,})"
