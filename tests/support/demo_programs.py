"""The demo's programs, started as `make demo` starts them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

from cworks.environment import BASE_DIR


def environment_of(data_directory: Path) -> dict[str, str]:
    """Return the environment of a site with its own embedded database and files."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "cworks.settings",
        "CWORKS_DATA_DIR": str(data_directory),
        "STATIC_ROOT": str(data_directory / "staticfiles"),
    }


def start_demo(data_directory: Path, **environment: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "manage.py", "start_demo", "--without-content"],
        cwd=BASE_DIR,
        env=environment_of(data_directory) | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def read_until(output: IO[str], words: str) -> str:
    """Return the first line with these words, or nothing if there is none until the end."""
    lines = iter(output.readline, "")
    return next((line for line in lines if words in line), "")
