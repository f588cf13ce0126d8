"""How every import runs: one at a time, item by item, and undone at the end of a dry run."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import QuerySet

from content.direct_connections import direct_parameters
from content.exceptions import AppError
from content.models import Entry
from imports.exceptions import ImportRunning
from imports.models import SourceRecord
from imports.reports import ImportReport, Outcome
from imports.running_sql import IS_RUNNING

logger = logging.getLogger(__name__)

LOCK = 20_250_702
CHANGED_TWICE = "Changed in the file and edited on this site, so not updated"
DELETED_HERE = "Deleted on this site, so not imported again"

# Called before each item: how many are done, out of how many, and the item's title.
OnProgress = Callable[[int, int, str], None]


def ignore_progress(done: int, total: int, title: str) -> None:
    pass


@contextmanager
def import_run(*, is_dry_run: bool) -> Iterator[None]:
    """Hold the lock that lets one import run at a time; roll everything back after a dry run.

    Raises ImportRunning.
    """
    with lock_imports():
        if not is_dry_run:
            yield
            return
        with transaction.atomic():
            yield
            transaction.set_rollback(True)


@contextmanager
def lock_imports() -> Iterator[None]:
    with session_cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise ImportRunning
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def session_cursor() -> Iterator[Any]:
    """Yield a cursor whose session lasts as long as the context, even behind a pooler."""
    if not settings.DIRECT_DATABASE:
        with connection.cursor() as cursor:
            yield cursor
        return
    with psycopg.connect(**direct_parameters(), autocommit=True) as direct:
        yield direct.cursor()


def is_import_running() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(IS_RUNNING, [LOCK])
        return cursor.fetchone()[0]


def import_item(
    work: Callable[[ImportReport], Outcome], *, item: str, kind: str, report: ImportReport
) -> Outcome:
    """Import one item and report what became of it; an error costs only this item."""
    # The report says nothing about what is rolled back.
    own_report = ImportReport()
    outcome = Outcome.FAILED
    with catch_failure(item, partial(report.fail, item)):
        outcome = work(own_report)
        report.add(own_report)
    report.count(kind, outcome)
    return outcome


@contextmanager
def catch_failure(item: str, on_failure: Callable[[str], None]) -> Iterator[None]:
    """Let an error cost only this item; pass on what went wrong, as sentences."""
    try:
        yield
    except Exception as error:
        on_failure(describe_failure(error, item=item))


def write_entry[E: Entry](
    model: type[E],
    guid: str,
    *,
    source: str,
    name: str,
    data: dict[str, Any],
    save: Callable[[E], None],
    report: ImportReport,
) -> tuple[E | None, Outcome]:
    """Save what an item became here, unless someone edited or deleted it.

    Return the entry, locked, or None if it was deleted. `name` is what the report calls the item.
    `data` has a digest of everything the source says about it now.
    """
    entry = lock_entry(model, guid)
    record = SourceRecord.objects.filter(source=source, key=guid).first()
    outcome = decide_outcome(entry, record, digest=data["digest"])
    match outcome:
        case Outcome.DELETED:
            report.remark(DELETED_HERE, name)
        case Outcome.CONFLICT:
            report.remark(CHANGED_TWICE, f"“{entry.heading}” ({entry.get_absolute_url()})")
        case Outcome.NEW | Outcome.UPDATED:
            entry = entry or model(guid=guid)
            save(entry)
            SourceRecord.objects.record(source=source, key=guid, entry=entry, data=data)
        case Outcome.UNCHANGED if record.data != data:
            SourceRecord.objects.filter(pk=record.pk).update(data=data)
    return entry, outcome


def lock_entry[E: Entry](model: type[E], guid: str) -> E | None:
    """Lock and return the entry that an item became. Other changes to it have to wait."""
    # Lock rows in the same order as the admin, to avoid a deadlock.
    list(Entry.objects.select_for_update(of=["self"]).filter(guid=guid).values_list("pk"))
    rows: QuerySet[E] = QuerySet(model)
    return rows.select_for_update(of=["self"]).filter(guid=guid).first()


def decide_outcome(entry: Entry | None, record: SourceRecord | None, *, digest: str) -> Outcome:
    """Return what importing an item again means for the entry it became here.

    `digest` stands for everything the source says of the item now.
    """
    if entry is None:
        return Outcome.DELETED if record else Outcome.NEW
    if record is None:
        return Outcome.CONFLICT
    if record.data.get("digest") == digest:
        return Outcome.UNCHANGED
    return Outcome.CONFLICT if record.was_edited_here(entry) else Outcome.UPDATED


def label_of(name: str) -> str:
    """Return what people call a field of an entry."""
    labels = {field.name: str(field.verbose_name) for field in Entry._meta.fields}
    return labels.get(name, name)


def describe_failure(error: Exception, *, item: str) -> str:
    """Return what went wrong with an item, as sentences; log what no one expected."""
    match error:
        case ValidationError() if hasattr(error, "error_dict"):
            return " ".join(
                f"{label_of(name)}: {' '.join(messages)}"
                for name, messages in error.message_dict.items()
            )
        case ValidationError():
            return " ".join(error.messages)
        case AppError():
            return str(error)
        case OperationalError():
            return (
                f"The database couldn’t store it ({str(error).splitlines()[0]}). Make sure that "
                "the database is running and has free space, and run the import again."
            )
        case DatabaseError():
            return f"The database refused it ({str(error).splitlines()[0]})."
    logger.error("Importing %s failed", item, exc_info=error)
    return (
        f"This is an error in the importer ({type(error).__name__}: {error}). Everything else was "
        "imported. Report this item with its part of the file."
    )
