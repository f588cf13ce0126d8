"""The documented ways to dump the database, on a machine that has another PostgreSQL's pg_dump."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cworks.environment import BASE_DIR

OPERATIONS = (BASE_DIR / "docs" / "operations.md").read_text()
DOCUMENTED = re.findall(r"\.venv/bin/python (.*(?:pg_dump|backup_database).*?)`", OPERATIONS)


@pytest.fixture
def other_pg_dump(tmp_path) -> Path:
    """A folder with a pg_dump that refuses, as an older one refuses a newer server."""
    program = tmp_path / "bin" / "pg_dump"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\necho 'aborting because of server version mismatch' >&2; exit 1\n"
    )
    program.chmod(0o755)
    return program.parent


def run(
    command: str, *, path: Path, output: Path, **environment: str
) -> subprocess.CompletedProcess:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = command.replace("manage.py", f"{BASE_DIR}/manage.py")
    return subprocess.run(
        f"{sys.executable} {command}",
        shell=True,
        cwd=output,
        env={
            **kept,
            "DJANGO_SETTINGS_MODULE": "cworks.settings",
            "PYTHONPATH": str(BASE_DIR),
            "PATH": f"{path}{os.pathsep}{kept['PATH']}",
            **environment,
        },
        capture_output=True,
        text=True,
    )


def test_documented_commands_are_found():
    assert len(DOCUMENTED) == 2


@pytest.mark.parametrize("command", DOCUMENTED)
def test_documented_command_dumps_embedded_database(
    command, other_pg_dump, empty_directory, tmp_path
):
    folder = tmp_path / "backups"
    folder.mkdir()

    result = run(command, path=other_pg_dump, output=folder, CWORKS_DATA_DIR=str(empty_directory))

    dumps = [result.stdout, *(file.read_text(errors="replace") for file in folder.iterdir())]
    assert (result.returncode, result.stderr) == (0, "")
    assert [dump for dump in dumps if "PGDMP" in dump or "PostgreSQL database dump" in dump]


def test_failed_backup_leaves_no_file_and_keeps_last_one(other_pg_dump, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "site.dump").write_text("yesterday's")

    result = run(
        "manage.py backup_database site.dump",
        path=other_pg_dump,
        output=folder,
        DATABASE_URL="postgresql://someone@127.0.0.1/site",
    )

    assert result.returncode == 1
    assert result.stderr == (
        "aborting because of server version mismatch\n"
        "CommandError: The database was not saved, and site.dump is as it was: pg_dump ended with "
        "status 1. It says why above.\n"
    )
    assert [(file.name, file.read_text()) for file in folder.iterdir()] == [
        ("site.dump", "yesterday's")
    ]


def test_backup_without_pg_dump_says_what_to_install(tmp_path):
    result = run(
        "manage.py backup_database site.dump",
        path=tmp_path,
        output=tmp_path,
        DATABASE_URL="postgresql://someone@127.0.0.1/site",
        PATH=str(tmp_path),
    )

    assert result.stderr == (
        "CommandError: pg_dump isn’t installed: install PostgreSQL’s client programs, in the "
        "server’s version or a later one.\n"
    )
    assert list(tmp_path.iterdir()) == []
