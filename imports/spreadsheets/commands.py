"""What the commands that import spreadsheets share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from content.editing.permissions import may_publish, who_can_publish
from content.models import User
from imports.commands import ImportCommand
from imports.exceptions import UnreadableFile
from imports.models import ColumnMatch
from imports.reports import ImportReport
from imports.running import OnProgress
from imports.spreadsheets import messages
from imports.spreadsheets.columns import ColumnNames
from imports.spreadsheets.plans import ImportPlan, describe_plan
from imports.spreadsheets.reading import MAX_BYTES, read_spreadsheet
from imports.spreadsheets.sheets import Sheet


class SpreadsheetCommand(ImportCommand):
    """Imports one kind of entry. Subclasses name the columns, and what plans and imports rows."""

    plural: str
    columns: ColumnNames
    file_help = "a CSV or XLSX file"
    # Reads the content of a file, given which columns it may have.
    read: Callable[[bytes, ColumnNames], Sheet] = staticmethod(read_spreadsheet)
    plan_import: Callable[..., ImportPlan]
    import_rows: Callable[..., ImportPlan]

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help=self.file_help)
        parser.add_argument(
            "--draft",
            action="store_true",
            help=f"import new {self.plural} as drafts instead of publishing them",
        )
        parser.add_argument(
            "--by", metavar="EMAIL", help="the user named in the history as the importer"
        )

    def run_import(self, options: dict[str, Any], on_progress: OnProgress) -> ImportReport:
        names = self.columns.with_matches(ColumnMatch.objects.of_kind(self.columns.kind))
        sheet = read_file(options["file"], names, self.read)
        is_published = not options["draft"]
        user = find_user(options["by"], is_published=is_published) if options["by"] else None
        if options["dry_run"]:
            plan = self.plan_import(sheet=sheet, by=user)
            return describe_plan(plan, self.plural, is_dry_run=True)
        plan = self.import_rows(
            sheet=sheet, by=user, is_published=is_published, on_progress=on_progress
        )
        report = describe_plan(plan, self.plural)
        self.after_import(plan, options, report)
        return report

    def after_import(self, plan: ImportPlan, options: dict[str, Any], report: ImportReport) -> None:
        """Do what follows an import that wasn’t a dry run, and report it."""


def read_file(
    path: Path, names: ColumnNames, read: Callable[[bytes, ColumnNames], Sheet] = read_spreadsheet
) -> Sheet:
    """Read a spreadsheet with these columns. Raises CommandError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(messages.TOO_LARGE)
        return read(path.read_bytes(), names)
    except FileNotFoundError as error:
        raise CommandError(f"There is no file {path}.") from error
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except UnreadableFile as error:
        raise CommandError(f"{path.name}: {error}") from error


def find_user(email: str, *, is_published: bool) -> User:
    """Return the user to name in the history. Raises CommandError."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise CommandError(f"No user has the email address {email}.")
    if is_published and not may_publish(user):
        raise CommandError(f"{user} cannot publish. Use --draft. {who_can_publish()}")
    return user
