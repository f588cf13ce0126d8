"""What the commands that import spreadsheets share: arguments, progress, and the printed report."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from content.editing.permissions import may_publish, who_can_publish
from content.models import User
from imports.console import open_console, show_progress
from imports.reports import Outcome, print_report
from imports.running import ImportRunning, OnProgress
from imports.spreadsheets.columns import ColumnNames
from imports.spreadsheets.exceptions import SpreadsheetError, SpreadsheetTooLarge
from imports.spreadsheets.plans import ImportPlan, describe_plan
from imports.spreadsheets.reading import MAX_BYTES, read_spreadsheet
from imports.spreadsheets.sheets import Sheet


class SpreadsheetCommand(BaseCommand):
    """Imports one kind of thing from a spreadsheet. Subclasses plan and import."""

    plural: str
    columns: ColumnNames

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a CSV or XLSX file")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would happen without saving anything"
        )
        parser.add_argument(
            "--draft",
            action="store_true",
            help=f"import new {self.plural} as drafts instead of publishing them",
        )
        parser.add_argument(
            "--by", metavar="EMAIL", help="the user named in the history as the importer"
        )

    def plan(self, sheet: Sheet, *, by: User | None) -> ImportPlan:
        raise NotImplementedError

    def run_import(
        self, sheet: Sheet, *, by: User | None, is_published: bool, on_progress: OnProgress
    ) -> ImportPlan:
        raise NotImplementedError

    def handle(self, *, file: Path, dry_run: bool, draft: bool, by: str | None, **options) -> None:
        console = open_console(options)
        sheet = read_file(file, self.columns)
        user = find_user(by, is_published=not draft) if by else None
        show_all = options["verbosity"] > 1
        if dry_run:
            plan = self.plan(sheet, by=user)
            print_report(
                describe_plan(plan, self.plural, is_dry_run=True), console, show_all=show_all
            )
        else:
            try:
                with show_progress(console) as on_progress:
                    plan = self.run_import(
                        sheet, by=user, is_published=not draft, on_progress=on_progress
                    )
            except ImportRunning as error:
                raise CommandError(str(error)) from error
            print_report(describe_plan(plan, self.plural), console, show_all=show_all)
            self.after_import(plan, console, options)
        failed = plan.counts.get(Outcome.FAILED, 0)
        if failed:
            rows = "One row has" if failed == 1 else f"{failed} rows have"
            raise CommandError(f"{rows} errors. See above.")

    def after_import(self, plan: ImportPlan, console: Console, options: dict) -> None:
        """Do what follows a real import."""


def read_file(path: Path, names: ColumnNames) -> Sheet:
    """Read a spreadsheet with these columns. Raises CommandError."""
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
    """Return the user to name in the history. Raises CommandError."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise CommandError(f"No user has the email address {email}.")
    if is_published and not may_publish(user):
        raise CommandError(f"{user} cannot publish. Use --draft. {who_can_publish()}")
    return user
