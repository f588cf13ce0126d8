"""Store the images and documents that pages show and link to."""

from dataclasses import dataclass
from pathlib import Path

from content.exceptions import ContentError
from content.media.documents import add_document
from content.media.files import digest
from content.media.image_encoding import encode_master
from content.media.images import add_image
from content.media.recognition import recognize
from content.models import Document, Image
from imports.folders.headings import FILES
from imports.reports import ImportReport, Outcome
from imports.values import looks_like_file_name

IMAGE_ENDINGS = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"}


@dataclass(frozen=True, slots=True)
class FolderFile:
    url: str
    content_hash: str
    is_image: bool


def store_file(path: Path, *, alt: str, report: ImportReport) -> FolderFile | None:
    """Store a file, or find it if it is here. Reports a failure, and returns None then.

    A dry run checks the file, and writes nothing to the disk.
    """
    is_image = path.suffix.lower() in IMAGE_ENDINGS
    try:
        with path.open("rb") as file:
            content_hash = digest(file)
            model = Image if is_image else Document
            known = model.objects.with_content(content_hash).first()
            if known is None and report.is_dry_run:
                # Refuse now what the import will refuse.
                if is_image:
                    encode_master(file)
                else:
                    recognize(file, name=path.name, accept_unreadable=True)
                url = f"/media/{content_hash}/{path.name}"
            elif is_image:
                words = "" if looks_like_file_name(alt) else alt[:500]
                url = add_image(file=file, name=path.name, alt=words, require_alt=False).url
            else:
                url = add_document(file=file, name=path.name, accept_unreadable=True).file.url
    except (ContentError, OSError) as error:
        report.count(FILES, Outcome.FAILED)
        report.fail(str(path), str(error))
        return None
    report.count(FILES, Outcome.UNCHANGED if known else Outcome.NEW)
    return FolderFile(url, content_hash, is_image)
