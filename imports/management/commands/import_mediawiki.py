from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from imports.commands import ImportCommand
from imports.mediawiki.importer import import_dump
from imports.reports import ImportReport
from imports.running import OnProgress


class Command(ImportCommand):
    importer = "MediaWiki"
    help = (
        "Imports the current pages of a MediaWiki dump as wiki articles. You can run it again: "
        "what is here stays as it is, and only what changed in the dump and not here is updated."
    )

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
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

    def run_import(self, options: dict[str, Any], on_progress: OnProgress) -> ImportReport:
        old_path = options["old_path"]
        if old_path and (not old_path.startswith("/") or "?" in old_path):
            raise CommandError(
                f"{old_path} is not a path. Give what comes before titles in the wiki’s addresses, "
                "starting with a slash, such as /wiki/. Addresses with index.php?title= cannot be "
                "redirected."
            )
        return import_dump(
            options["file"],
            old_folder=f"{old_path.rstrip('/')}/" if old_path else "",
            is_dry_run=options["dry_run"],
            on_progress=on_progress,
        )
