"""Which of an old site's files are here already, as earlier imports noted."""

from collections.abc import Iterable
from hashlib import sha256

from django.utils import timezone

from content.models import Document, Image
from imports.files.storing import StoredFile
from imports.models import SourceRecord

SOURCE = "wordpress files"
MAX_KEY = 400


def find_known_files(keys: Iterable[str]) -> dict[str, StoredFile]:
    """Return the files that these keys became, if they are still here."""
    wanted = {short(key): key for key in keys}
    records = SourceRecord.objects.filter(source=SOURCE, key__in=wanted)
    urls = {wanted[record.key]: record.data["url"] for record in records}
    images = {image.url: image.pk for image in Image.objects.with_urls(urls.values())}
    documents = {document.file.url for document in Document.objects.with_urls(urls.values())}
    return {
        key: StoredFile(url, images.get(url))
        for key, url in urls.items()
        if url in images or url in documents
    }


def note_files(urls: dict[str, str]) -> None:
    """Note where files are now: {key: address here}."""
    now = timezone.now()
    SourceRecord.objects.bulk_create(
        [
            SourceRecord(source=SOURCE, key=short(key), data={"url": url}, entry_modified_at=now)
            for key, url in urls.items()
        ],
        update_conflicts=True,
        unique_fields=["source", "key"],
        update_fields=["data", "entry_modified_at"],
    )


def short(key: str) -> str:
    """Return a key that fits its column and that PostgreSQL can store."""
    if len(key) <= MAX_KEY and key.isprintable():
        return key
    return sha256(key.encode(errors="replace")).hexdigest()
