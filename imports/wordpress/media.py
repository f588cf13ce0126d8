"""Bring over the files that an export lists, and those that its texts link to."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from pathlib import Path, PurePosixPath
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction

from content.exceptions import AppError
from content.models import Image
from content.phrases import join_list
from imports.exceptions import FileGone
from imports.files.data_urls import is_data_url, read_data_url
from imports.files.fetching import FileFetcher
from imports.files.folders import find_in_folder
from imports.files.storing import StoredFile, describe_file_failure, store_file
from imports.redirects import redirect_to_files
from imports.reports import ImportReport, Outcome
from imports.running import catch_failure
from imports.values import read_name
from imports.wordpress.attachments import Attachment, Attachments, FileReference, is_public_item
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.file_addresses import (
    NewAddresses,
    addresses_to_fetch,
    names_in_folder,
    original_name,
    split,
)
from imports.wordpress.known_files import find_known_files, note_files

FILES = "Files"
MISSING_BY_FILE = "Files that are missing, and where they are used"
DESCRIPTIONS_LEFT = "Captions and descriptions of files, which have no place here"
NOT_LOOKED_FOR = "files (use --media or --fetch-media to import them)"
NOT_IN_FOLDER = "files that aren’t in the folder"
GONE = "files that the old site doesn’t have anymore"
NO_ADDRESS = "attachments without the address of a file"
MOST_NAMED = 5
MAX_ADDRESS = 500  # a data URL has the whole picture in it


@dataclass(slots=True)
class FileState:
    """What is known about one of the old site's files. It is missing if nothing was stored."""

    address: str
    attachments: list[Attachment] = field(default_factory=list)
    stored: StoredFile | None = None
    fetched: Path | None = None
    is_done: bool = False
    is_redirected: bool = False
    caption_kept: bool = False
    users: list[str] = field(default_factory=list)
    user_count: int = 0

    @property
    def addresses(self) -> list[str]:
        return [*(attachment.image.url for attachment in self.attachments), self.address]


class MediaImport:
    """The files of the exports, from a copy of the uploads folder, or fetched, or neither."""

    def __init__(
        self,
        folder: Path | None,
        exports: list[Export],
        report: ImportReport,
        fetcher: FileFetcher | None = None,
    ) -> None:
        self.folder = folder.resolve() if folder else None
        self.fetcher = fetcher
        self.report = report
        self.attachments = Attachments(exports)
        self.old_files = self.attachments.old_files
        self.addresses = NewAddresses(self.old_files, {})
        self.files: dict[str, FileState] = {}
        self._list_files()

    def _list_files(self) -> None:
        self.report.in_file[FILES] += len(self.attachments.by_id)
        for attachment in self.attachments.by_id.values():
            key = self.old_files.key_of(attachment.image.url)
            if key is None:
                self.report.skip(FILES, NO_ADDRESS)
                continue
            state = self.files.setdefault(key, FileState(attachment.image.url))
            state.attachments.append(attachment)

    def import_for(
        self,
        site: str,
        item: ExportItem,
        more: Iterable[FileReference] = (),
        parts: Sequence[str] = (),
    ) -> dict[str, str]:
        """Import the files that an item and its parts refer to, and these.

        Return {key: address here}.
        """
        references = [*self.attachments.addresses_in(site, item, parts), *more]
        if not references:
            return {}
        name = read_name(item.title) or f"number {item.post_id}"
        self.import_files(references, used_by=name, is_public=is_public_item(item))
        self._note_captions([each for each in references if self._is_file(each)], item)
        keys = [self.old_files.key_of(reference.address) for reference in references]
        return {key: self.addresses.by_key[key] for key in keys if key in self.addresses.by_key}

    def import_files(
        self, references: Iterable[FileReference], *, used_by: str = "", is_public: bool = True
    ) -> None:
        """Import files, unless that was done. `used_by` is the title of what refers to them."""
        wanted: dict[str, FileReference] = {}
        for reference in references:
            key = self.old_files.key_of(reference.address)
            if key is None:
                continue
            if key not in self.files:
                self.files[key] = FileState(reference.address[:MAX_ADDRESS])
                self.report.in_file[FILES] += 1
            state = self.files[key]
            state.user_count += bool(used_by)
            if used_by and len(state.users) < MOST_NAMED:
                state.users.append(used_by)
            wanted[key] = reference
        self._import(wanted)
        if is_public:
            self._redirect(wanted)

    def import_rest(self, on_file: Callable[[str], None] = lambda name: None) -> None:
        """Import the attachments that no text refers to, and report what is missing."""
        rest = [key for key, state in self.files.items() if not state.is_done]
        for key in rest:
            on_file(PurePosixPath(key).name)
            self._import({key: FileReference(self.files[key].address)})
        self._redirect(
            key
            for key, state in self.files.items()
            if any(not attachment.is_hidden for attachment in state.attachments)
        )
        for state in self.files.values():
            if not state.stored:
                self.report.remark(MISSING_BY_FILE, describe_missing(state))
        for state in self.files.values():
            for sentence in describe_left(state):
                self.report.remark(DESCRIPTIONS_LEFT, sentence)

    def find_url(self, address: str) -> str:
        """Return where the file at an old address is now, or an empty string."""
        return self.addresses.new_address(address) or ""

    def find_image(self, address: str) -> Image | None:
        """Return the image that was imported from an old address."""
        key = self.old_files.key_of(address)
        stored = self.files[key].stored if key in self.files else None
        return Image.objects.filter(pk=stored.image_id).first() if stored else None

    def find_path(self, address: str) -> Path | None:
        """Return the file for an old address in the copy of the uploads folder, if it is there."""
        key = self.old_files.key_of(address)
        if key is None:
            return None
        return self._find_in_folder(key, self.files.get(key) or FileState(address), address)

    def _is_file(self, reference: FileReference) -> bool:
        return self.old_files.key_of(reference.address) is not None

    def _import(self, wanted: dict[str, FileReference]) -> None:
        new = {key: each for key, each in wanted.items() if not self.files[key].is_done}
        if not new:
            return
        names = {key: self.old_files.lasting_key_of(key) for key in new}
        known = find_known_files(names.values())
        noted: dict[str, str] = {}
        for key, reference in new.items():
            state = self.files[key]
            state.is_done = True
            before = state.stored = known.get(names[key])
            outcome = Outcome.FAILED
            with catch_failure(state.address, partial(self.report.fail, state.address)):
                outcome = self._import_one(key, reference, state)
            self.report.count(FILES, outcome, max(1, len(state.attachments)))
            if state.stored:
                self.addresses.by_key[key] = state.stored.url
                if before is None or before.url != state.stored.url:
                    noted[names[key]] = state.stored.url
                if state.fetched:
                    # The next import knows it by its note.
                    transaction.on_commit(partial(state.fetched.unlink, missing_ok=True))
        note_files(noted)

    def _import_one(self, key: str, reference: FileReference, state: FileState) -> Outcome:
        where = state.address
        try:
            if is_data_url(reference.address):
                return self._store(read_data_url(reference.address), "pasted.png", reference, state)
            path = self._find_in_folder(key, state, reference.address)
            if path is None and state.stored:
                return Outcome.UNCHANGED
            if path is not None:
                where = str(path)
            elif self.fetcher is not None:
                path = state.fetched = self._fetch(self.fetcher, key, state)
            else:
                return self._skip(state, NOT_IN_FOLDER if self.folder else NOT_LOOKED_FOR)
            name = PurePosixPath(split(reference.address)[1]).name or "file"
            with path.open("rb") as file:
                return self._store(file, original_name(name, key), reference, state)
        except FileGone:
            return self._skip(state, GONE)
        except (AppError, ValidationError, OSError) as error:
            self.report.fail(where, describe_file_failure(error))
            return Outcome.FAILED

    def _find_in_folder(self, key: str, state: FileState, address: str) -> Path | None:
        if self.folder is None:
            return None
        names = [
            name for each in (*state.addresses, address) for name in names_in_folder(each, key)
        ]
        # A smaller copy is better than nothing, but comes last.
        names.sort(key=lambda name: original_name(name, key) != name)
        return find_in_folder(self.folder, dict.fromkeys(names))

    def _fetch(self, fetcher: FileFetcher, key: str, state: FileState) -> Path:
        addresses = [each for known in state.addresses for each in addresses_to_fetch(known, key)]
        for address in dict.fromkeys(addresses):
            try:
                return fetcher.fetch(address)
            except FileGone:
                continue
        raise FileGone

    def _store(
        self, file: IO[bytes], name: str, reference: FileReference, state: FileState
    ) -> Outcome:
        attachment = state.attachments[0] if state.attachments else None
        alts = [reference.alt, *(each.image.alt for each in state.attachments)]
        with transaction.atomic():
            state.stored = store_file(
                file,
                name=name,
                alt=next(filter(None, reversed(alts)), ""),
                title=attachment.title if attachment else "",
                is_dry_run=self.report.is_dry_run,
            )
        return Outcome.NEW if state.stored.is_new else Outcome.UNCHANGED

    def _skip(self, state: FileState, why: str) -> Outcome:
        number = max(1, len(state.attachments))
        self.report.not_imported[why] += number
        return Outcome.SKIPPED

    def _redirect(self, keys: Iterable[str]) -> None:
        """Redirect the old addresses of files that were public."""
        addresses: dict[str, str] = {}
        for key in keys:
            state = self.files[key]
            if state.stored is None or state.is_redirected:
                continue
            state.is_redirected = True
            paths = {self.old_files.old_path_of(each, key) for each in state.addresses} - {""}
            addresses |= dict.fromkeys(sorted(paths), state.stored.url)
        if addresses:
            redirect_to_files(addresses, self.report)

    def _note_captions(self, references: list[FileReference], item: ExportItem) -> None:
        words = unescape(item.content)
        for reference in references:
            state = self.files[self.old_files.key_of(reference.address) or ""]
            captions = [each.image.caption for each in state.attachments if each.image.caption]
            if reference.has_caption or all(caption in words for caption in captions):
                state.caption_kept = True


def describe_missing(state: FileState) -> str:
    more = state.user_count - len(state.users)
    users = [f"“{user}”" for user in state.users] + ([f"{more} more"] if more else [])
    return f"{state.address} (in {join_list(users)})" if users else f"{state.address} (in no text)"


def describe_left(state: FileState) -> Iterator[str]:
    """Yield what an attachment says that no text shows, nor has a place in the media library."""
    for attachment in state.attachments:
        caption = "" if state.caption_kept else attachment.image.caption
        words = [f"caption “{caption}”"] if caption else []
        if attachment.description:
            words.append(f"description “{attachment.description}”")
        if words:
            yield f"{attachment.image.url}: {join_list(words)}"
