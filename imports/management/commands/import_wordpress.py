from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from imports.commands import ImportCommand
from imports.reports import ImportReport
from imports.running import OnProgress
from imports.wordpress.importer import import_exports


class Command(ImportCommand):
    importer = "WordPress"
    paths_option = "files"
    help = (
        "Imports the posts, pages, and comments of WordPress exports. You can run it again: what "
        "is here stays as it is, and only what changed in the export and not here is updated."
    )

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "files", nargs="+", type=Path, metavar="FILE", help="an export (Tools → Export)"
        )
        parser.add_argument(
            "--media",
            type=Path,
            metavar="FOLDER",
            help="a copy of wp-content/uploads, for the images that posts show",
        )

    def run_import(self, options: dict[str, Any], on_progress: OnProgress) -> ImportReport:
        media = options["media"]
        if media and not media.is_dir():
            raise CommandError(f"{media} is not a folder. Give the copy of wp-content/uploads.")
        return import_exports(
            options["files"],
            media_folder=media,
            is_dry_run=options["dry_run"],
            on_progress=on_progress,
        )
