from pathlib import Path
from typing import Any

from imports.commands import FolderImportCommand
from imports.html_pages.importer import import_folder
from imports.reports import ImportReport
from imports.running import OnProgress


class Command(FolderImportCommand):
    importer = "Web pages"
    help = (
        "Imports a folder of saved HTML pages as wiki articles, with the images and documents "
        "that they show and link to. You can run it again: what is here stays as it is, and only "
        "what changed in the folder and not here is updated."
    )

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--content",
            default="",
            metavar="SELECTOR",
            help="the CSS selector of the text in the pages, such as #wikipage, if it isn’t found",
        )

    def import_folder(
        self, folder: Path, options: dict[str, Any], on_progress: OnProgress
    ) -> ImportReport:
        return import_folder(
            folder,
            selector=options["content"],
            name=options["name"],
            old_folder=self.old_folder_of(options),
            is_dry_run=options["dry_run"],
            on_progress=on_progress,
        )
