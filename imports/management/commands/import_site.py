import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from content.models import User
from content.phrases import join_list
from imports.exceptions import ImportRunning, SiteImportRefused
from imports.site.importing import import_site

REPORT_EVERY = 1_000


class Command(BaseCommand):
    help = "Make the same site again in an empty database, from the folder that export_site wrote."

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--dry-run", action="store_true", help="check everything without saving anything"
        )

    def handle(self, **options) -> None:
        console = Console(
            file=options.get("stdout") or sys.stdout,
            no_color=options["no_color"],
            highlight=False,
            soft_wrap=True,
        )

        def show(what: str, done: int) -> None:
            if done % REPORT_EVERY == 0 and done:
                console.print(f"{what}: {done:,}", markup=False)

        try:
            counts = import_site(options["folder"], is_dry_run=options["dry_run"], on_progress=show)
        except (ImportRunning, SiteImportRefused) as error:
            raise CommandError(str(error)) from error
        for what, number in counts.items():
            if number:
                console.print(f"{what}: {number:,}", markup=False)
        if options["dry_run"]:
            console.print("This was a dry run: everything can be imported, and nothing was saved.")
        else:
            console.print(
                "The site is here. Users have no passwords: create an administrator with "
                "“manage.py createsuperuser” or choose one with “manage.py changepassword.”"
            )
            self.name_administrators(console)

    def name_administrators(self, console: Console) -> None:
        """Say who can sign in soon: someone else may have made the folder."""
        administrators = User.objects.filter(is_superuser=True, is_active=True).order_by("email")
        emails = list(administrators.values_list("email", flat=True))
        if emails:
            console.print(
                "The export has administrators, who can have a link to choose a password emailed "
                f"to them: {join_list(emails)}. Deactivate those whom you don’t know.",
                markup=False,
            )
