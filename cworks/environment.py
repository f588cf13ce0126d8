"""The one place that reads the process's environment."""

import os
import re
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

PRODUCTION = "production"
DEVELOPMENT = "development"


def mode() -> str:
    """Return the mode that CWORKS_ENV names: "development" (default) or "production"."""
    value = os.environ.get("CWORKS_ENV", DEVELOPMENT)
    if value not in (DEVELOPMENT, PRODUCTION):
        raise ImproperlyConfigured(
            f"CWORKS_ENV is {value!r}; set it to {DEVELOPMENT!r} or {PRODUCTION!r}."
        )
    return value


def text(name: str, *, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def text_for(name: str, *, development: str) -> str:
    """Return a variable that is required in production and has a default in development."""
    value = text(name)
    if value:
        return value
    if mode() == PRODUCTION:
        raise ImproperlyConfigured(
            f"{name} is not set. Production does not start without it; see .env.example."
        )
    return development


def text_with(name: str, *, needed_by: str) -> str:
    """Return a variable that is required if another one is set."""
    value = text(name)
    if text(needed_by) and not value:
        raise ImproperlyConfigured(f"{needed_by} is set, but {name} is not; see .env.example.")
    return value


def pairs(name: str) -> dict[str, str]:
    """Return a comma-separated list such as a=b, c=d."""
    found = [word.partition("=") for word in words(text(name))]
    if not all(left and right for left, _, right in found):
        raise ImproperlyConfigured(f"{name} must be pairs, such as staff=Writers, desk=Editors.")
    return {left.strip(): right.strip() for left, _, right in found}


def words(value: str) -> list[str]:
    """Split a comma-separated value."""
    return [word.strip() for word in value.split(",") if word.strip()]


def choice(name: str, values: list[str]) -> str:
    """Return one of these values, of which the first is the default."""
    value = text(name, default=values[0])
    if value not in values:
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to {' or '.join(values)}.")
    return value


def folder(name: str) -> str:
    """Return a path of an address, such as /files/, or "" if there is none."""
    value = text(name)
    if value and not (len(value) > 2 and value.startswith("/") and value.endswith("/")):
        raise ImproperlyConfigured(
            f"{name} is {value!r}; set it to a path that starts and ends with a slash."
        )
    return value


def web_address(name: str) -> str:
    """Return a full address, or "" if there is none."""
    value = text(name)
    if value and not re.fullmatch(r"https?://[^\s<>\"]+", value):
        raise ImproperlyConfigured(
            f"{name} is {value!r}; set it to an address that starts with https://."
        )
    return value


def number(name: str, *, default: int) -> int:
    value = text(name, default=str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to a whole number.") from None


def period(name: str, *, default: int, at_least: int = 1) -> int:
    """Return a number of hours, days, or months for which something is kept."""
    value = number(name, default=default)
    if value < at_least:
        raise ImproperlyConfigured(f"{name} is {value}; set it to at least {at_least}.")
    return value


def switch(name: str, *, default: bool) -> bool:
    value = text(name, default="yes" if default else "no").lower()
    if value in ("1", "yes", "true", "on"):
        return True
    if value in ("0", "no", "false", "off"):
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; set it to yes or no.")


def data_directory() -> Path:
    return Path(text("CWORKS_DATA_DIR", default=str(BASE_DIR / "var"))).absolute()


def development_key(directory: Path) -> str:
    """Return this installation's own secret, created on first use.

    If it can't be stored, it lasts as long as the process.
    """
    kept = directory / "secret-key"
    with suppress(OSError):
        return kept.read_text()
    key = secrets.token_urlsafe(50)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=directory) as file:
            file.write(key)
            file.flush()
            # Unlike a rename, this fails if another process was quicker.
            with suppress(FileExistsError):
                os.link(file.name, kept)
        return kept.read_text()
    except OSError:
        return key
