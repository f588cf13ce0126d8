"""How the import commands talk to a terminal: a progress bar, or a line now and then."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from imports.running import OnProgress

ITEMS_PER_LINE = 50


def open_console(options: dict) -> Console:
    """Return a console that writes where a command with these options should."""
    return Console(
        file=options.get("stdout") or sys.stdout, no_color=options["no_color"], highlight=False
    )


@contextmanager
def show_progress(console: Console) -> Iterator[OnProgress]:
    """Yield a function that shows how far an import is: as a bar if this is a terminal."""
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
        if done and (done % ITEMS_PER_LINE == 0 or done == total):
            console.print(f"{done} of {total}")

    return show
