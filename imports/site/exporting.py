"""Write the whole site to a folder, from which `import_site` makes the same site again."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import connection, models, transaction

from content.kinds import all_kinds
from content.models import Image
from content.site import site_name
from imports.front_matter import write_front_matter
from imports.site import readme, wxr
from imports.site.entries import entry_file, read_entries
from imports.site.folder import ExportFolder, open_folder
from imports.site.rows_sql import freeze_view
from imports.site.tables import stored_fields, table_file, table_models, table_rows
from imports.site.values import row_to_json

FORMAT = 1
FACTS = "site.json"
MARKDOWN, WXR = "markdown", "wxr"
CHUNK = 1_048_576

# Called with what is being written, and how many of it are done.
OnProgress = Callable[[str, int], None]


@dataclass(slots=True)
class ExportReport:
    """How many there are of what, and sentences about files that could not be exported."""

    counts: dict[str, int] = field(default_factory=dict)
    missing_files: list[str] = field(default_factory=list)
    written: int = 0
    unchanged: int = 0


def export_site(
    path: Path,
    *,
    format: str = MARKDOWN,
    with_private: bool = False,
    on_progress: OnProgress = lambda what, done: None,
) -> ExportReport:
    """Write the site to a folder. Raises ExportImpossible.

    If an earlier export to this folder was interrupted, this one goes on where it was: files whose
    data hasn't changed since are left as they are. So the result is the site as it is now.
    """
    options = {"format": FORMAT, "as": format, "with_private": with_private}
    report = ExportReport()
    with open_folder(path, options=options) as folder, transaction.atomic():
        if not connection.savepoint_ids:
            freeze_view()
        if format == WXR:
            wxr.write_exports(folder, report.counts, with_private, on_progress)
            text = readme.describe_wxr(report.counts, with_private=with_private)
        else:
            write_entries(folder, report, with_private, on_progress)
            files = write_tables(folder, report, with_private, on_progress)
            write_media(folder, report, with_private, on_progress)
            text = readme.describe(report.counts, files, with_private=with_private)
            facts = site_facts(report, with_private=with_private)
            folder.write(FACTS, lambda: [json.dumps(facts, indent=2, ensure_ascii=False).encode()])
        folder.write("README.md", lambda: [text.encode()])
        folder.finish()
        report.written, report.unchanged = folder.written, folder.unchanged
    return report


def site_facts(report: ExportReport, *, with_private: bool) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "site": settings.SITE_URL,
        "name": site_name(),
        "with_private": with_private,
        "counts": report.counts,
        "missing_files": report.missing_files,
    }


def write_entries(
    folder: ExportFolder, report: ExportReport, with_private: bool, on_progress: OnProgress
) -> None:
    for kind in all_kinds():
        done = 0
        for values, body in read_entries(kind, with_private=with_private):
            folder.write(
                entry_file(kind, values),
                lambda values=values, body=body: [write_front_matter(values, body).encode()],
                made_from=digest_of(values, body),
            )
            done += 1
            on_progress(kind.plural, done)
        report.counts[kind.name] = done


def digest_of(values: dict[str, Any], body: str) -> str:
    # Building YAML takes ten times as long as this.
    source = json.dumps([values, body], ensure_ascii=False)
    return hashlib.sha256(source.encode()).hexdigest()


def write_tables(
    folder: ExportFolder, report: ExportReport, with_private: bool, on_progress: OnProgress
) -> dict[str, str]:
    """Write each table as lines of JSON, and return {file: what its rows are called}."""
    files = {}
    for model in table_models(with_private=with_private):
        name, label = table_file(model), str(model._meta.verbose_name_plural)
        lines = Lines(model, with_private)
        folder.write(name, lines.read)
        report.counts[model._meta.label_lower] = lines.count
        on_progress(label, lines.count)
        files[name] = label
    return files


class Lines:
    """The rows of a table as lines of JSON, counted while they are read."""

    def __init__(self, model: type[models.Model], with_private: bool) -> None:
        self.rows = table_rows(model)
        self.fields = stored_fields(model, with_private=with_private)
        self.count = 0

    def read(self) -> Iterator[bytes]:
        rows = self.rows.only(*(each.name for each in self.fields))
        for row in rows.iterator(chunk_size=200):
            self.count += 1
            yield json.dumps(row_to_json(self.fields, row), ensure_ascii=False).encode() + b"\n"


def write_media(
    folder: ExportFolder, report: ExportReport, with_private: bool, on_progress: OnProgress
) -> None:
    done = 0
    for name in stored_files(with_private=with_private):
        try:
            size = default_storage.size(name)
            made_from = f"{size} {default_storage.get_modified_time(name).timestamp()}"
        except (FileNotFoundError, SuspiciousFileOperation, ValueError):
            report.missing_files.append(name)
            report.counts["missing files"] = len(report.missing_files)
            continue
        folder.write(f"media/{name}", lambda name=name: read_file(name), made_from=made_from)
        done += 1
        on_progress("files", done)
    report.counts["files"] = done


def stored_files(*, with_private: bool) -> Iterator[str]:
    """Yield the path of every uploaded file, and of the copies of images in other sizes."""
    of_kinds: list[type[models.Model]] = [kind.model for kind in all_kinds()]
    for model in [*table_models(with_private=with_private), *of_kinds]:
        for column in model._meta.local_concrete_fields:
            if isinstance(column, models.FileField):
                rows = model._base_manager.exclude(**{column.name: ""}).order_by("pk")
                yield from rows.values_list(column.name, flat=True).iterator()
    for copies in (
        Image._base_manager.order_by("pk").values_list("renditions", flat=True).iterator()
    ):
        yield from (copy["path"] for copy in copies)


def read_file(name: str) -> Iterator[bytes]:
    with default_storage.open(name) as file:
        yield from file.chunks(CHUNK)
