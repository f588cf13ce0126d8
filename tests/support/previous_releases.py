"""The code of the previous release, if this checkout has its history, as a site of its own."""

import io
import os
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from cworks.environment import BASE_DIR

RELEASE = tomllib.loads((BASE_DIR / "tests/cworks/previous_release.toml").read_text("utf-8"))
DATABASE = "upgraded"


@dataclass(frozen=True)
class Version:
    """Code in a folder, with a database that another version may use, too."""

    folder: Path
    environment: dict[str, str]

    def manage(self, *arguments: str, text: str = "") -> None:
        command = [sys.executable, "manage.py", *arguments]
        environment = {**os.environ, **self.environment}
        subprocess.run(command, cwd=self.folder, env=environment, check=True, input=text, text=True)


def extract_release(folder: Path) -> bool:
    """Write the previous release's code into a folder. False if the history isn't here."""
    command = ["git", "archive", RELEASE["commit"]]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True)
    if done.returncode:
        return False
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return True


@contextmanager
def empty_database() -> Iterator[str]:
    """Create a database on the tests' server, and return its address."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{DATABASE}"')
    facts = connection.get_connection_params()
    try:
        yield f"postgresql://{facts['user']}@{quote(facts['host'], safe='')}/{DATABASE}"
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{DATABASE}" WITH (FORCE)')
