"""What the commands that bring in a spreadsheet have in common."""

from pathlib import Path

from django.core.management.base import CommandError

from content.editing.permissions import may_publish, who_can_publish
from content.models import User
from imports.spreadsheets.columns import ColumnNames
from imports.spreadsheets.exceptions import SpreadsheetError, SpreadsheetTooLarge
from imports.spreadsheets.reading import MAX_BYTES, read_spreadsheet
from imports.spreadsheets.sheets import Sheet


def read_file(path: Path, names: ColumnNames) -> Sheet:
    """Read a spreadsheet whose columns are called so. Raises CommandError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SpreadsheetTooLarge
        return read_spreadsheet(path.read_bytes(), names)
    except FileNotFoundError as error:
        raise CommandError(f"There is no file {path}.") from error
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except SpreadsheetError as error:
        raise CommandError(f"{path.name}: {error}") from error


def find_user(email: str, *, is_published: bool) -> User:
    """Return who stands in the history as having brought it in. Raises CommandError."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise CommandError(f"No user has the address {email}.")
    if is_published and not may_publish(user):
        raise CommandError(f"{user} cannot publish: use --draft. {who_can_publish()}")
    return user
