"""Makes copies in the background, and keeps them until what they contain changes."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from content import kinds
from content.copies.contents import Copy
from content.copies.epub import write_epub
from content.copies.pdf import TypesettingFailed, write_pdf
from content.copies.reading_lists import reading_list
from content.media.files import delete_files, delete_leftovers, write
from content.models import Entry, SavedCopy, Topic, entry_model
from content.site import read_once
from content.trees import ids_above

logger = logging.getLogger(__name__)

WRITERS: dict[str, Callable[[Copy], bytes]] = {"pdf": write_pdf, "epub": write_epub}
TOPIC = "topic"
TOPIC_FORMATS = ("pdf",)
ATTEMPTS = 4
FOLDER = "copies"
IN_BULK = -30  # the priority of what imports enqueue


def copy_of_entry(entry: Entry) -> Copy | None:
    """Return the copy of a public entry, read as a page, or None if its kind has none."""
    write = entry.registered_kind.copied_as
    return write(entry) if write else None


def read_copy(of: str, pk: int) -> Copy | None:
    """Return the copy of the topic or of the entry of a kind with this number, if it is public."""
    if of == TOPIC:
        topic = Topic.objects.filter(pk=pk).first()
        return reading_list(topic) if topic else None
    entries = entry_model(kinds.get(of)).objects.published().as_page()
    entry = entries.filter(pk=pk).first()
    return copy_of_entry(entry) if entry else None


def formats_of(of: str) -> tuple[str, ...]:
    return TOPIC_FORMATS if of == TOPIC else kinds.get(of).copy_formats


def make_copies_later(entry: Entry, *, was_public: bool) -> None:
    """Enqueue the copies that contain an entry: after this transaction, or when it is published."""
    if entry.is_scheduled:
        job = make_copies.configure(
            queueing_lock=f"copies-{entry.pk}-{entry.published_at:%Y%m%d%H%M}",
            schedule_at=entry.published_at,
        )
    elif entry.is_public or was_public:
        job = make_copies.configure(queueing_lock=f"copies-{entry.pk}")
    else:
        return
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(entry_id=entry.pk)


def make_many_copies_later(entries: Sequence[Entry]) -> None:
    """Enqueue the copies that contain many entries, behind those of an entry that someone edits."""
    public: list[Any] = [{"entry_id": entry.pk} for entry in entries if entry.is_public]
    if public:
        make_copies.configure(priority=IN_BULK).batch_defer(*public)
    for entry in entries:
        if entry.is_scheduled:
            make_copies_later(entry, was_public=False)


@app.task(name="content.make_copies", queue="media", priority=-20)
def make_copies(*, entry_id: int) -> None:
    """Enqueue each copy that contains an entry. Those that are up to date stay as they are."""
    entry = Entry.objects.filter(pk=entry_id).first()
    if entry is None:
        return
    for of, pk in containing(entry):
        for copy_format in formats_of(of):
            make_copy_later(of=of, pk=pk, copy_format=copy_format)


def containing(entry: Entry) -> Iterator[tuple[str, int]]:
    """Yield of what there are copies that contain an entry: the entry itself comes first."""
    yield entry.kind, entry.pk
    for container in entry.registered_kind.copied_in(entry):
        yield container.kind, container.pk
    for topic in entry.topics.all():
        for pk in Topic.objects.filter(pk__in=ids_above(topic)).values_list("pk", flat=True):
            yield TOPIC, pk


def make_copy_later(*, of: str, pk: int, copy_format: str) -> None:
    name = f"{of}-{pk}.{copy_format}"
    # Never twice at once, and what waits is enqueued once.
    job = make_copy.configure(lock=f"copy-{name}", queueing_lock=f"copy-{name}")
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(of=of, pk=pk, copy_format=copy_format)


# After renditions, which pages wait for. Retries come after 4, 16, and 64 seconds.
@app.task(
    name="content.make_copy",
    queue="media",
    priority=-20,
    retry=RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=4),
)
def make_copy(*, of: str, pk: int, copy_format: str) -> None:
    """Make one copy, unless it is there. Delete that of what is not public anymore."""
    with read_once():
        make_copy_now(of, pk, copy_format)


def make_copy_now(of: str, pk: int, copy_format: str) -> None:
    name = f"{of}-{pk}.{copy_format}"
    saved = SavedCopy.objects.filter(name=name).first()
    copy = read_copy(of, pk)
    if copy is None:
        if saved:
            saved.delete()
            delete_files(filter(None, [saved.path]))
        return
    digest = copy.digest
    if saved and saved.digest == digest and saved.path and default_storage.exists(saved.path):
        return
    path = f"{FOLDER}/{of}-{pk}-{digest[:10]}.{copy_format}"
    try:
        write(path, ContentFile(WRITERS[copy_format](copy)))
    except TypesettingFailed:
        logger.exception("The copy %s of “%s” could not be made.", name, copy.title)
        path = ""
    SavedCopy.objects.update_or_create(name=name, defaults={"digest": digest, "path": path})
    if saved and saved.path and saved.path != path:
        delete_files([saved.path])


def delete_unused_copies() -> None:
    """Delete the copies of what was deleted for good, and files that no copy has anymore."""
    entries, topics = existing(Entry), existing(Topic)
    for saved in SavedCopy.objects.all():
        of, _, number = saved.name.partition(".")[0].rpartition("-")
        if int(number) not in (topics if of == TOPIC else entries):
            saved.delete()
    in_use = set(SavedCopy.objects.values_list("path", flat=True))
    delete_leftovers(FOLDER, in_use=in_use)


def existing(model: type[Model]) -> set[int]:
    return set(model._default_manager.values_list("pk", flat=True))
