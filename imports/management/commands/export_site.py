import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from imports.exceptions import ExportImpossible
from imports.site.exporting import MARKDOWN, WXR, export_site

REPORT_EVERY = 1_000


class Command(BaseCommand):
    help = (
        "Write everything that the site has to a folder: texts as Markdown, files, and the rest as "
        "JSON. If it is interrupted, run it again: it goes on where it stopped."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a new or an empty folder")
        parser.add_argument(
            "--format",
            choices=[MARKDOWN, WXR],
            default=MARKDOWN,
            help="wxr: what WordPress imports, without revisions, registrations, and much else",
        )
        parser.add_argument(
            "--with-private",
            action="store_true",
            help="with registrations, users, and email addresses, which no one else may see",
        )

    def handle(self, **options) -> None:
        console = Console(
            file=options.get("stdout") or sys.stdout,
            no_color=options["no_color"],
            highlight=False,
            soft_wrap=True,
        )

        def show(what: str, done: int) -> None:
            if done % REPORT_EVERY == 0 and done:
                console.print(f"{what}: {done:,}", markup=False)

        try:
            report = export_site(
                options["folder"],
                format=options["format"],
                with_private=options["with_private"],
                on_progress=show,
            )
        except ExportImpossible as error:
            raise CommandError(str(error)) from error
        kept = f" ({report.unchanged:,} were there already)" if report.unchanged else ""
        console.print(
            f"{report.written:,} files were written to {options['folder']}{kept}.", markup=False
        )
        for name in report.missing_files:
            console.print(
                f"  • The file {name} is missing on this site, so it isn’t in the export.",
                markup=False,
            )
        console.print("README.md there says what is where.")
