"""Store the images and documents that the pages of a folder show and link to, each once."""

from pathlib import PurePosixPath
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction

from content.exceptions import ContentError
from imports.files.data_urls import key_of_data_url, read_data_url
from imports.files.storing import describe_file_failure, store_file
from imports.folders.headings import FILES, UNUSED_FILES
from imports.folders.reading import FolderListing
from imports.reports import ImportReport, Outcome
from imports.values import looks_like_file_name


class StoredFiles:
    def __init__(self, listing: FolderListing, report: ImportReport) -> None:
        self.listing = listing
        self.report = report
        # Addresses here, by a path or by the name of a picture in a text. Empty for what failed.
        self.addresses: dict[PurePosixPath | str, str] = {}
        report.in_file[FILES] += len(listing.files)

    def store(self, source: PurePosixPath | str, alt: str) -> str:
        """Store a file of the folder, or a data URL. Return its address here, or "" if that failed.

        Reports what became of it. Each content has an address of its own.
        """
        key = source if isinstance(source, PurePosixPath) else key_of_data_url(source)
        if key not in self.addresses:
            if isinstance(source, str):
                self.report.in_file[FILES] += 1
            self.addresses[key] = self._store(source, "" if looks_like_file_name(alt) else alt)
        return self.addresses[key]

    def _store(self, source: PurePosixPath | str, alt: str) -> str:
        try:
            with self._open(source) as file, transaction.atomic():
                stored = store_file(
                    file,
                    name=source.name if isinstance(source, PurePosixPath) else "pasted.png",
                    alt=alt,
                    is_dry_run=self.report.is_dry_run,
                )
        except (ContentError, ValidationError, OSError) as error:
            self.report.count(FILES, Outcome.FAILED)
            self.report.fail(self._describe(source, alt), describe_file_failure(error))
            return ""
        self.report.count(FILES, Outcome.NEW if stored.is_new else Outcome.UNCHANGED)
        return stored.url

    def _open(self, source: PurePosixPath | str) -> IO[bytes]:
        if isinstance(source, str):
            return read_data_url(source)
        return self.listing.locate(source).open("rb")

    def _describe(self, source: PurePosixPath | str, alt: str) -> str:
        if isinstance(source, PurePosixPath):
            return str(self.listing.locate(source))
        return f"a picture within a text, “{alt}”" if alt else "a picture within a text"

    def report_unused(self) -> None:
        for path in self.listing.files:
            if path not in self.addresses:
                self.report.skip(FILES, "files that no page shows or links to")
                self.report.remark(UNUSED_FILES, str(path))
