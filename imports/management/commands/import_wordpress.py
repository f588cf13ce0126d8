from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from imports.console import open_console, show_progress
from imports.reports import print_report
from imports.running import ImportRunning
from imports.wordpress.importer import import_exports


class Command(BaseCommand):
    help = (
        "Imports the posts, pages, and comments of WordPress exports. You can run it again: what "
        "is here stays as it is, and only what changed in the export and not here is updated."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "files", nargs="+", type=Path, metavar="FILE", help="an export (Tools → Export)"
        )
        parser.add_argument(
            "--media",
            type=Path,
            metavar="FOLDER",
            help="a copy of wp-content/uploads, for the images that posts show",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would happen without saving anything"
        )

    def handle(self, *, files: list[Path], media: Path | None, dry_run: bool, **options) -> None:
        if media and not media.is_dir():
            raise CommandError(f"{media} is not a folder. Give the copy of wp-content/uploads.")
        console = open_console(options)
        try:
            with show_progress(console) as on_progress:
                report = import_exports(
                    files, media_folder=media, is_dry_run=dry_run, on_progress=on_progress
                )
        except ImportRunning as error:
            raise CommandError(str(error)) from error
        print_report(report, console, show_all=options["verbosity"] > 1)
        if report.failures:
            raise CommandError(f"{len(report.failures)} could not be imported. See above.")
