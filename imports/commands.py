"""What all import commands share: a dry run, progress, and the printed report."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from content.paths import absolute
from imports.exceptions import ImportRunning
from imports.keeping_reports import keep_report, start_run
from imports.printed_reports import print_report
from imports.reports import ImportReport, as_json
from imports.running import OnProgress

ITEMS_PER_LINE = 50


class ImportCommand(BaseCommand):
    # What is imported, as the list of imports in the admin calls it.
    importer: str
    # The option that has the path of what is imported, or a list of them.
    paths_option = "file"

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would happen without saving anything"
        )
        parser.add_argument(
            "--json", type=Path, metavar="FILE", help="also write the report to this file, as JSON"
        )

    def run_import(self, options: dict[str, Any], on_progress: OnProgress) -> ImportReport:
        """Import what the options name, or only plan it if they have `dry_run`.

        Raises ImportRunning, or CommandError for options that can’t be right.
        """
        raise NotImplementedError

    def handle(self, **options) -> None:
        console = Console(
            file=options.get("stdout") or sys.stdout, no_color=options["no_color"], highlight=False
        )
        run = None
        if not options["dry_run"]:
            run = start_run(importer=self.importer, files=self.file_names(options))
        try:
            with show_progress(console) as on_progress:
                report = self.run_import(options, on_progress)
        except (ImportRunning, CommandError) as error:
            # Nothing was imported.
            if run:
                run.delete()
            raise CommandError(str(error)) from error
        print_report(report, console, show_all=options["verbosity"] > 1)
        if options["json"]:
            options["json"].write_text(json.dumps(as_json(report), ensure_ascii=False, indent=2))
        if run:
            keep_report(report, run)
            console.print(
                f"\nWork through the lists at {absolute(run.get_admin_url())}", soft_wrap=True
            )
        failed = len(report.failures)
        if failed:
            raise CommandError(
                f"{'One item' if failed == 1 else f'{failed} items'} failed. See above."
            )

    def file_names(self, options: dict[str, Any]) -> list[str]:
        paths = options[self.paths_option]
        return [path.name for path in (paths if isinstance(paths, list) else [paths])]


@contextmanager
def show_progress(console: Console) -> Iterator[OnProgress]:
    """Yield a function that shows how far an import is: with a bar in a terminal."""
    if not console.is_terminal:
        yield print_lines(console)
        return
    columns = (
        TextColumn("Importing"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[title]}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None, title="", rate="")

        def show(done: int, total: int, title: str) -> None:
            speed = progress.tasks[0].speed
            rate = f"{speed:.0f} per second" if speed else ""
            progress.update(task, completed=done, total=total, title=title[:50], rate=rate)

        yield show


def print_lines(console: Console) -> OnProgress:
    def show(done: int, total: int, title: str) -> None:
        if done and (done % ITEMS_PER_LINE == 0 or done == total):
            console.print(f"{done} of {total}")

    return show


class FolderImportCommand(ImportCommand):
    """Imports a folder of pages."""

    paths_option = "folder"

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder of the pages")
        parser.add_argument(
            "--name",
            default="",
            help="tells this folder from others that you import; by default, the folder’s own name",
        )
        parser.add_argument(
            "--old-path",
            default="",
            metavar="PATH",
            help="the path of the folder on the old site, such as /wiki/, so that old addresses "
            "redirect here",
        )

    def import_folder(
        self, folder: Path, options: dict[str, Any], on_progress: OnProgress
    ) -> ImportReport:
        raise NotImplementedError

    def run_import(self, options: dict[str, Any], on_progress: OnProgress) -> ImportReport:
        folder = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} isn’t a folder. Give the folder of the pages.")
        return self.import_folder(folder, options, on_progress)

    def old_folder_of(self, options: dict[str, Any]) -> str:
        old_path = options["old_path"]
        if not old_path:
            return ""
        if not old_path.startswith("/") or "?" in old_path:
            raise CommandError(
                f"{old_path} is not a path. Give what comes before the pages’ names in the old "
                "site’s addresses, starting with a slash, such as /wiki/."
            )
        return f"{old_path.rstrip('/')}/"
