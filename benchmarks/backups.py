"""Backing up and restoring sites of two sizes, with restic, each command in its own process."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from benchmarks.databases import own_database
from benchmarks.export import PROGRAM
from benchmarks.whole_site import WholeSite
from content.models import Entry

# (entries, uploads), of a megabyte each, which can't be compressed.
SITES = [(2_000, 200), (20_000, 200), (20_000, 2_000)]
UPLOAD = 1_000_000  # bytes
DATABASE = "saved_site"


def run() -> None:
    if not shutil.which("restic"):
        print("restic isn't installed")
        return
    for entries, uploads in SITES:
        with tempfile.TemporaryDirectory() as temporary, own_database(DATABASE):
            WholeSite().grow(entries)
            measure_site(Path(temporary), uploads)


def measure_site(folder: Path, uploads: int) -> None:
    media = folder / "media" / "documents"
    media.mkdir(parents=True)
    for number in range(uploads):
        (media / f"{number}.bin").write_bytes(os.urandom(UPLOAD))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        [size] = cursor.fetchone()
    print(
        f"{Entry.objects.count():,} entries, a database of {size / 1e6:,.0f} MB, and "
        f"{uploads * UPLOAD / 1e9:.1f} GB of uploads:"
    )
    # Connections of this process would be ended when the databases are swapped.
    connection.close()
    connection.close_pool()
    for name, *command in [
        ("first backup", "backup"),
        ("backup of the next day", "backup"),
        ("trial restore", "check_backup"),
        ("restore", "restore", "--replace"),
    ]:
        print(f"  {name}: {measure(folder, *command):.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {DATABASE}_before")


def measure(folder: Path, *arguments: str) -> float:
    """Return the seconds that a command takes, with the time in which the site is loaded."""
    begin = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", PROGRAM, DATABASE, *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "MEDIA_ROOT": str(folder / "media"),
            "BACKUP_REPOSITORY": str(folder / "repository"),
            "BACKUP_PASSWORD": "a secret",
        },
    )
    return time.perf_counter() - begin
