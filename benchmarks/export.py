"""Exporting 20,000 entries, going on after an interruption, and importing the site again.

In a process of its own, whose peak memory is measured.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from benchmarks.databases import own_database
from benchmarks.whole_site import WholeSite
from content.models import Entry

ENTRIES = 20_000
# Entries on disk when it is killed.
KILLED_AT = 8_000
# What an export may take besides a process that only loads the site.
MEMORY_GOAL = 200  # MiB
# Reports the peak after a command, in MiB, on the last line.
PROGRAM = """
import resource, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
call_command(*sys.argv[2:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
OPTIONS: dict[str, Any] = {
    "stdout": subprocess.PIPE,
    "stderr": subprocess.PIPE,
    "text": True,
    "cwd": settings.BASE_DIR,
    "env": {**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"},
}


def run() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "export")
        with own_database("exported_site"):
            WholeSite().grow(ENTRIES)
            entries = Entry.objects.count()
            report("export of the site", entries, *measure("exported_site", "export_site", folder))
            print(describe_folder(folder))
            killed = Path(temporary, "killed")
            there = kill_amid(files=KILLED_AT, database="exported_site", folder=killed)
            report(
                f"the rest, after it was killed with {there:,} of them written",
                entries - there,
                *measure("exported_site", "export_site", killed),
            )
            compare(folder, killed)
            wxr = Path(temporary, "wxr")
            report(
                "export for WordPress",
                entries,
                *measure("exported_site", "export_site", wxr, "--format", "wxr"),
            )
        with own_database("imported_site"):
            report("import of the site", entries, *measure("imported_site", "import_site", folder))


def kill_amid(*, files: int, database: str, folder: Path) -> int:
    """Kill an export once it has written this many entries, and return how many it has."""
    process = subprocess.Popen(command(database, "export_site", folder), **OPTIONS)
    while (there := count_entries(folder)) < files:
        if process.poll() is not None:
            raise RuntimeError(f"The export ended with {there:,} entries: {process.communicate()}")
        time.sleep(0.1)
    process.kill()
    process.communicate()
    return count_entries(folder)


def count_entries(folder: Path) -> int:
    return sum(1 for _ in folder.rglob("*.md"))


def describe_folder(folder: Path) -> str:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return f"it has {len(sizes):,} files with {sum(sizes) / 1_000_000:,.0f} MB"


def compare(folder: Path, other: Path) -> None:
    one, two = ((each / "SHA256SUMS").read_text() for each in (folder, other))
    print("its checksums are " + ("the same" if one == two else "DIFFERENT"))


def command(database: str, *arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", PROGRAM, database, *map(str, arguments)]


def measure(database: str, *arguments: str | Path) -> tuple[float, int]:
    """Return the seconds and the peak of memory in MiB that a command takes."""
    begin = time.perf_counter()
    process = subprocess.Popen(command(database, *arguments), **OPTIONS)
    output, problems = process.communicate()
    if process.returncode:
        raise RuntimeError(problems)
    return time.perf_counter() - begin, int(output.split()[-1])


def report(name: str, entries: int, seconds: float, mebibytes: int) -> None:
    over = " (OVER)" if mebibytes > MEMORY_GOAL else ""
    print(
        f"{name}: {entries:,} entries in {seconds:.0f} s ({entries / seconds:,.0f} per second), "
        f"{mebibytes} MiB at most{over}"
    )
