"""Runs restic, age, and PostgreSQL’s programs."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from django.db import connection

from content.direct_connections import direct_settings
from content.exceptions import AppError

PACKAGES = {"restic": "restic", "age": "age"}
CLIENT = "PostgreSQL’s client programs, in the server’s version or a later one"


class BackupFailed(AppError):
    message = "The backup failed."


def run(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    stdin: IO | None = None,
    stdout: IO | int = subprocess.PIPE,
) -> str:
    """Run a program to its end and return what it printed. Raises BackupFailed, with its reason."""
    process = start(command, environment=environment, stdin=stdin, stdout=stdout)
    return finish(command, process)


def start(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    stdin: IO | None = None,
    stdout: IO | int = subprocess.PIPE,
) -> subprocess.Popen:
    program = Path(command[0]).name
    try:
        return subprocess.Popen(
            [str(each) for each in command],
            env={**os.environ, **(environment or {})},
            stdin=stdin or subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
        )
    except FileNotFoundError as error:
        raise BackupFailed(
            f"{program} isn’t installed: install {PACKAGES.get(program, CLIENT)}."
        ) from error


def finish(command: Sequence[str | Path], process: subprocess.Popen) -> str:
    printed, errors = process.communicate()
    if process.returncode:
        program = Path(command[0]).name
        said = errors.decode("utf-8", "replace").strip()
        raise BackupFailed(f"{program} ended with status {process.returncode}: {said}")
    return (printed or b"").decode("utf-8", "replace")


def postgres_command(program: str, *, database: str = "") -> tuple[list[str], dict[str, str]]:
    """Return (program with how to connect, environment), without the database’s name at the end."""
    settings = direct_settings()
    if database:
        settings["NAME"] = database
    arguments, variables = connection.client.settings_to_cmd_args_env(settings, [])
    # Next to psql: the embedded server comes with its own, and refuses older ones.
    path = str(Path(arguments[0]).with_name(program))
    return [path, *arguments[1:-1]], dict(variables or {})
