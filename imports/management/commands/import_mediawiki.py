from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from imports.console import open_console, show_progress
from imports.mediawiki.importer import import_dump
from imports.reports import print_report
from imports.running import ImportRunning


class Command(BaseCommand):
    help = (
        "Imports the current pages of a MediaWiki dump as wiki articles. You can run it again: "
        "what is here stays as it is, and only what changed in the dump and not here is updated."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            metavar="FILE",
            help="a dump (Special:Export, or dumpBackup.php --current), compressed or not",
        )
        parser.add_argument(
            "--old-path",
            default="",
            metavar="PATH",
            help="the path before titles on the old wiki, such as /wiki/, so that old addresses "
            "redirect here",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would happen without saving anything"
        )

    def handle(self, *, file: Path, old_path: str, dry_run: bool, **options) -> None:
        if old_path and (not old_path.startswith("/") or "?" in old_path):
            raise CommandError(
                f"{old_path} is not a path. Give what comes before titles in the wiki’s addresses, "
                "starting with a slash, such as /wiki/. Addresses with index.php?title= cannot be "
                "redirected."
            )
        folder = f"{old_path.rstrip('/')}/" if old_path else ""
        console = open_console(options)
        try:
            with show_progress(console) as on_progress:
                report = import_dump(
                    file, old_folder=folder, is_dry_run=dry_run, on_progress=on_progress
                )
        except ImportRunning as error:
            raise CommandError(str(error)) from error
        print_report(report, console, show_all=options["verbosity"] > 1)
        if report.failures:
            raise CommandError(f"{len(report.failures)} could not be imported. See above.")
