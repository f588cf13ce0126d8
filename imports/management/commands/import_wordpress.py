import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from imports.reports import print_report
from imports.running import ImportRunning, OnProgress
from imports.wordpress.importer import import_exports

LINE_EVERY = 50


class Command(BaseCommand):
    help = (
        "Brings the posts, pages and comments of WordPress exports in. It can be run again: what "
        "is here already stays as it is, and only what changed in the export and not here is "
        "updated."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "files", nargs="+", type=Path, metavar="FILE", help="an export (Tools → Export)"
        )
        parser.add_argument(
            "--media",
            type=Path,
            metavar="FOLDER",
            help="a copy of wp-content/uploads: the pictures that posts show are taken from it",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, and write nothing"
        )

    def handle(self, *, files: list[Path], media: Path | None, dry_run: bool, **options) -> None:
        if media and not media.is_dir():
            raise CommandError(f"{media} is not a folder: give the copy of wp-content/uploads.")
        console = Console(
            file=options.get("stdout") or sys.stdout, no_color=options["no_color"], highlight=False
        )
        try:
            with show_progress(console) as on_progress:
                report = import_exports(
                    files, media_folder=media, is_dry_run=dry_run, on_progress=on_progress
                )
        except ImportRunning as error:
            raise CommandError(str(error)) from error
        print_report(report, console, show_all=options["verbosity"] > 1)
        if report.failures:
            raise CommandError(f"{len(report.failures)} could not be imported: see above.")


@contextmanager
def show_progress(console: Console) -> Iterator[OnProgress]:
    """Give a function that shows how far an import is: a bar, or lines where no bar can be."""
    if not console.is_terminal:
        yield print_lines(console)
        return
    columns = (
        TextColumn("Importing"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[title]}"),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=None, title="")

        def show(done: int, total: int, title: str) -> None:
            progress.update(task, completed=done, total=total, title=title[:50])

        yield show


def print_lines(console: Console) -> OnProgress:
    def show(done: int, total: int, title: str) -> None:
        if done and (done % LINE_EVERY == 0 or done == total):
            console.print(f"{done} of {total}")

    return show
