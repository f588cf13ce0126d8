from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from imports.commands import ImportCommand
from imports.exceptions import ImpossibleChoice
from imports.files.fetching import FileFetcher, build_client
from imports.reports import ImportReport
from imports.running import OnProgress
from imports.tasks import find_proposals
from imports.wordpress.importer import import_exports
from imports.wordpress.post_types import read_choices


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
            help="a copy of wp-content/uploads, for the images, documents, and recordings of posts",
        )
        parser.add_argument(
            "--fetch-media",
            action="store_true",
            help="fetch files that aren’t in FOLDER from the old site, one at a time",
        )
        parser.add_argument(
            "--private-address",
            dest="private_addresses",
            action="append",
            default=[],
            metavar="IP:PORT",
            help="fetch files from this address too, although it isn’t public, such as "
            "127.0.0.1:8080 for a copy of the old site on this computer; can be repeated",
        )
        parser.add_argument(
            "--as",
            dest="choices",
            action="append",
            default=[],
            metavar="NAME=KIND",
            help="what a plug-in’s type of post becomes (tribe_events=events; also posts, pages, "
            "articles, publications, resources, series), or a taxonomy (location=places; also "
            "topics, tags); can be repeated",
        )
        parser.add_argument(
            "--meta",
            dest="meta_keys",
            action="append",
            default=[],
            metavar="KEY",
            help="a custom field to keep, as a paragraph at the end of the text; can be repeated",
        )

    def run_import(self, options: dict[str, Any], on_progress: OnProgress) -> ImportReport:
        media = options["media"]
        if media and not media.is_dir():
            raise CommandError(f"{media} is not a folder. Give the copy of wp-content/uploads.")
        fetcher = None
        if options["fetch_media"]:
            client = build_client(frozenset(options["private_addresses"]))
            fetcher = FileFetcher(settings.DATA_DIR / "fetched", client=client)
        try:
            report = import_exports(
                options["files"],
                media_folder=media and find_uploads(media),
                fetcher=fetcher,
                choices=read_choices(options["choices"], options["meta_keys"]),
                is_dry_run=options["dry_run"],
                on_progress=on_progress,
            )
        except ImpossibleChoice as error:
            raise CommandError(str(error)) from error
        if not report.is_dry_run:
            with suppress(AlreadyEnqueued), transaction.atomic():
                find_proposals.defer()
        return report


def find_uploads(folder: Path) -> Path:
    """Return the uploads folder in a copy of a whole site, or the folder itself."""
    candidates = (folder / "wp-content" / "uploads", folder / "uploads")
    return next((path for path in candidates if path.is_dir()), folder)
