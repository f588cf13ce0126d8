"""Find the files of a publication in a copy of the uploads folder, and add them to it."""

from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from content.exceptions import ContentError
from content.media.files import digest
from content.models import Entry
from imports.reports import ImportReport, Outcome
from imports.values import read_name
from imports.wordpress.attachments import FileReference
from imports.wordpress.converted import ConvertedItem, FoundFile
from imports.wordpress.export import ExportItem
from imports.wordpress.file_addresses import absolute_address
from imports.wordpress.library import is_file, read_file_references, read_linked_files
from imports.wordpress.media import MediaImport
from imports.wordpress.related import RelatedItems
from wiki.models import FileVersion, Publication
from wiki.services.publication_files import add_file

KIND = "Files of publications"
MISSING = "Files of publications that are still on the old site (--media FOLDER imports them)"


def find_files(
    converted: ConvertedItem,
    item: ExportItem,
    *,
    site: str,
    name: str,
    media: MediaImport,
    related: RelatedItems,
) -> None:
    """Find what a publication's fields name, what was uploaded for it, and what it links to."""
    addresses, uploaded, keys = read_addresses(item, site, related)
    converted.used_keys |= keys
    paths: set[Path] = set()
    for address, title in addresses.items():
        path = media.find_path(address)
        if path is not None and path not in paths:
            paths.add(path)
            converted.files.append(FoundFile(title or title_of(address), address, path))
        elif path is None and address in uploaded:
            converted.attention.append(f"This file is still on the old site: {address}")
            converted.remark(MISSING, f"{name}: {address}")


def read_addresses(
    item: ExportItem, site: str, related: RelatedItems
) -> tuple[dict[str, str], set[str], set[str]]:
    """Return {address: title}, those not only linked to, and the meta keys that were read."""
    addresses: dict[str, str] = {}
    keys: set[str] = set()
    for key, reference in read_file_references(item):
        attachment = related.attachments.get(site, {}).get(reference)
        address = attachment.attachment_url if attachment else reference
        if is_file(address):
            addresses.setdefault(address, read_name(attachment.title) if attachment else "")
            keys.add(key)
    for attachment in related.files_by_parent.get((site, item.post_id), []):
        if is_file(attachment.attachment_url):
            addresses.setdefault(attachment.attachment_url, read_name(attachment.title))
    uploaded = set(addresses)
    for address in read_linked_files(item):
        addresses.setdefault(absolute_address(address, base=item.link or site), "")
    return addresses, uploaded, keys


def references_of(item: ExportItem, site: str, related: RelatedItems) -> list[FileReference]:
    """Return what has to be imported before `find_files`."""
    addresses, _, _ = read_addresses(item, site, related)
    return [FileReference(address) for address in addresses]


def title_of(address: str) -> str:
    stem = PurePosixPath(unquote(urlsplit(address).path)).stem
    return stem.replace("_", " ").replace("-", " ").strip() or "File"


def add_files(
    publication: Publication, files: list[FoundFile], report: ImportReport, *, is_dry_run: bool
) -> None:
    """Add the files that the publication doesn't have yet, and keep its date of change."""
    modified_at = publication.modified_at
    for found in files:
        try:
            outcome = add_one(publication, found, is_dry_run=is_dry_run)
        except (ContentError, OSError) as error:
            report.fail(str(found.path), str(error))
            outcome = Outcome.FAILED
        report.count(KIND, outcome)
    # Each new file is a revision, made now; readers see when the publication last changed.
    Entry.objects.filter(pk=publication.pk).update(modified_at=modified_at)


def add_one(publication: Publication, found: FoundFile, *, is_dry_run: bool) -> Outcome:
    with found.path.open("rb") as file:
        same = FileVersion.objects.filter(
            file__publication=publication, document__content_hash=digest(file)
        )
        if same.exists():
            return Outcome.UNCHANGED
        if not is_dry_run:
            # A dry run must not write files, which no transaction takes back.
            add_file(
                publication=publication, title=found.title[:200], file=file, name=found.path.name
            )
    return Outcome.NEW
