from pathlib import Path
from typing import Any

from imports.commands import FolderImportCommand
from imports.markdown_files.importer import import_folder
from imports.reports import ImportReport
from imports.running import OnProgress


class Command(FolderImportCommand):
    importer = "Markdown files"
    help = (
        "Imports a folder of Markdown files with front matter as wiki articles, with the images "
        "and documents beside them. You can run it again: what is here stays as it is, and only "
        "what changed in the folder and not here is updated."
    )

    def import_folder(
        self, folder: Path, options: dict[str, Any], on_progress: OnProgress
    ) -> ImportReport:
        return import_folder(
            folder,
            name=options["name"],
            old_folder=self.old_folder_of(options),
            is_dry_run=options["dry_run"],
            on_progress=on_progress,
        )
