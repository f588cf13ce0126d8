import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from imports.management.commands.import_wordpress import show_progress
from imports.mediawiki.headings import print_report
from imports.mediawiki.importer import import_dump
from imports.running import ImportRunning


class Command(BaseCommand):
    help = (
        "Brings the current pages of a MediaWiki dump in as articles of the wiki. It can be run "
        "again: what is here already stays as it is, and only what changed in the dump and not "
        "here is updated."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            metavar="FILE",
            help="a dump (Special:Export, or dumpBackup.php --current), packed or not",
        )
        parser.add_argument(
            "--old-path",
            default="",
            metavar="PATH",
            help="the path that articles stood below on the old wiki, such as /wiki/: their old "
            "addresses then lead here",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, and write nothing"
        )

    def handle(self, *, file: Path, old_path: str, dry_run: bool, **options) -> None:
        if old_path and (not old_path.startswith("/") or "?" in old_path):
            raise CommandError(
                f"{old_path} is not a path: give what stands before a title in the wiki’s "
                "addresses, from its first slash on, such as /wiki/. Addresses with "
                "index.php?title= cannot be redirected."
            )
        folder = f"{old_path.rstrip('/')}/" if old_path else ""
        console = Console(
            file=options.get("stdout") or sys.stdout, no_color=options["no_color"], highlight=False
        )
        try:
            with show_progress(console) as on_progress:
                report = import_dump(
                    file, old_folder=folder, is_dry_run=dry_run, on_progress=on_progress
                )
        except ImportRunning as error:
            raise CommandError(str(error)) from error
        print_report(report, console, show_all=options["verbosity"] > 1)
        if report.failures:
            raise CommandError(f"{len(report.failures)} could not be imported: see above.")
