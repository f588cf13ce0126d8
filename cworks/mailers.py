"""Turn MAIL_URL into Django's MAILERS setting, which sends the site's email."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# After this long without an answer, the mail server times out; the email is sent again later.
TIMEOUT_SECONDS = 20


def mailers_from_url(url: str) -> dict:
    """Return MAILERS for smtp://user:password@host:587, smtps://…:465 or file:///folder.

    smtp:// uses STARTTLS, unless “?starttls=no” says that the server is on this machine or on a
    trusted network.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        return write_to_folder(Path(unquote(parts.path)))
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured(
            "MAIL_URL must look like smtp://user:password@mail.example.org:587, "
            "smtps://user:password@mail.example.org:465, or file:///folder."
        )
    encrypted = parts.scheme == "smtps"
    options = {
        "host": parts.hostname,
        "port": parts.port or (465 if encrypted else 587),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": encrypted,
        "use_tls": not encrypted and parse_qs(parts.query).get("starttls") != ["no"],
        "timeout": TIMEOUT_SECONDS,
    }
    backend = "django.core.mail.backends.smtp.EmailBackend"
    return {"default": {"BACKEND": backend, "OPTIONS": options}}


def write_to_folder(folder: Path) -> dict:
    """Return MAILERS that send nothing, and write each email to a file in this folder."""
    backend = "django.core.mail.backends.filebased.EmailBackend"
    return {"default": {"BACKEND": backend, "OPTIONS": {"file_path": str(folder)}}}
