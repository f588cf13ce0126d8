"""Import WordPress exports: first people, topics, and tags, then one post after another.

Each post has its own transaction, with its comments and old addresses. So one bad post doesn't
affect the others, and an interrupted import can simply be run again. Existing entries are
recognized by their GUID.
"""

import logging
from functools import partial
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from content.editing.saving import save_entry
from content.models import Entry, Role
from imports.exceptions import UnreadableFile
from imports.files.fetching import FileFetcher
from imports.reports import ImportReport, Outcome
from imports.running import (
    OnProgress,
    ignore_progress,
    import_item,
    import_run,
    write_entry,
)
from imports.wordpress.addresses import add_old_addresses, choose_slug
from imports.wordpress.comments import import_comments
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.item_files import ItemFiles
from imports.wordpress.items import (
    LEFT_OUT,
    MODELS,
    ConvertedItem,
    ItemConverter,
    read_modification,
    set_fields,
)
from imports.wordpress.media import MediaImport
from imports.wordpress.people import People
from imports.wordpress.terms import Terms
from imports.wordpress.wxr import read_export

logger = logging.getLogger(__name__)

SOURCE = "wordpress"
CHANGE_REASON = "Imported from WordPress"
READING = "While reading"
SAME_GUID = "GUIDs shared by two items"
PLURALS = {"post": "Posts", "page": "Pages"}


def import_exports(
    paths: list[Path],
    *,
    media_folder: Path | None = None,
    fetcher: FileFetcher | None = None,
    is_dry_run: bool = False,
    on_progress: OnProgress = ignore_progress,
) -> ImportReport:
    """Import exports, and report the outcome. A dry run does the same, and rolls it back.

    Files are found in `media_folder`, or else fetched from the old site with `fetcher`.

    Raises ImportRunning.
    """
    report = ImportReport(is_dry_run=is_dry_run)
    exports = read_exports(paths, report)
    with import_run(is_dry_run=is_dry_run):
        WordPressImporter(exports, media_folder, report, fetcher).run(on_progress)
    return report


def read_exports(paths: list[Path], report: ImportReport) -> list[Export]:
    exports = []
    for path in paths:
        try:
            export = read_export(path)
        except UnreadableFile as error:
            report.fail(str(path), str(error))
            continue
        for warning in export.warnings:
            report.remark(READING, warning)
        exports.append(export)
    return exports


class WordPressImporter:
    def __init__(
        self,
        exports: list[Export],
        media_folder: Path | None,
        report: ImportReport,
        fetcher: FileFetcher | None = None,
    ) -> None:
        self.exports = exports
        self.report = report
        self.people = People(report)
        self.terms = Terms(report)
        self.media = MediaImport(media_folder, exports, report, fetcher)
        self.converter = ItemConverter(
            people=self.people,
            terms=self.terms,
            media=self.media,
            report=report,
        )

    def run(self, on_progress: OnProgress) -> None:
        total = sum(item.post_type in MODELS for export in self.exports for item in export.items)
        done = 0
        for export in self.exports:
            with transaction.atomic():
                self.people.add_all(export)
                self.terms.add_all(export)
            guids: dict[str, ExportItem] = {}
            for item in export.items:
                if item.post_type == "attachment":
                    # Imported with what refers to it, or at the end.
                    continue
                if item.post_type not in MODELS:
                    self.report.not_imported[describe_type(item)] += 1
                    continue
                on_progress(done, total, item.title)
                self.import_one(export, item, self.choose_guid(export, item, guids))
                done += 1
        self.media.import_rest(lambda name: on_progress(done, total, name))
        on_progress(total, total, "")

    def choose_guid(self, export: Export, item: ExportItem, taken: dict[str, ExportItem]) -> str:
        """Return the item's GUID. Make a stable one if it has none or shares one."""
        guid = item.guid or item.link or f"{export.site.url}/?p={item.post_id}"
        if guid in taken:
            other = f"{guid}#{item.post_type}-{item.post_id}-{item.slug}"
            self.report.remark(
                SAME_GUID,
                f"“{item.title}” has the same GUID as “{taken[guid].title}”, {guid}. It was given "
                f"{other}.",
            )
            guid = other
        taken[guid] = item
        return guid

    def import_one(self, export: Export, item: ExportItem, guid: str) -> None:
        where = f"{export.path.name}, line {item.line}, “{item.title or item.post_id}”"
        import_item(
            partial(self.import_or_skip, export, item, guid),
            item=where,
            kind=PLURALS[item.post_type],
            report=self.report,
        )

    def import_or_skip(
        self, export: Export, item: ExportItem, guid: str, report: ImportReport
    ) -> Outcome:
        if item.status in LEFT_OUT:
            report.not_imported[f"{item.post_type}s: {LEFT_OUT[item.status]}"] += 1
            return Outcome.SKIPPED
        refuse_other_kind(item, guid)
        self.media.import_for(export.site.url, item)
        converted = self.converter.convert(export, item)
        with transaction.atomic():
            return write(item, guid, converted, report, files=self.converter.files_of(export, item))


def write(
    item: ExportItem, guid: str, converted: ConvertedItem, report: ImportReport, files: ItemFiles
) -> Outcome:
    """Write one item with its comments and old addresses. Don't overwrite changes made here."""
    # Look it up only now. Someone may have edited or deleted it during the conversion.
    entry, outcome = write_entry(
        MODELS[item.post_type],
        guid,
        source=SOURCE,
        name=f"“{item.title}” ({guid})",
        data={"digest": converted.digest, "link": item.link},
        save=partial(save, item=item, converted=converted, report=report),
        report=report,
    )
    if entry is None:
        return outcome
    if item.post_type == "post":
        import_comments(entry, item, report, files.map_address)
    add_old_addresses(entry, item, report)
    for heading, sentence in converted.remarks:
        report.remark(heading, sentence)
    return outcome


def save(entry: Entry, item: ExportItem, converted: ConvertedItem, report: ImportReport) -> None:
    set_fields(entry, converted)
    if entry.pk is None:
        entry.slug = choose_slug(entry, item, report)
        entry.created_at = read_modification(item)
        if entry.published_at:
            entry.created_at = min(entry.published_at, entry.created_at)
    entry.clean_fields(exclude=["slug"])
    save_entry(
        entry=entry,
        by=None,
        reason=CHANGE_REASON,
        relations={
            "topics": converted.topics,
            "tags": converted.tags,
            "people": [(person, Role.AUTHOR) for person in converted.people],
        },
        modified_at=read_modification(item),
    )


def refuse_other_kind(item: ExportItem, guid: str) -> None:
    other = Entry.objects.filter(guid=guid).exclude(kind=item.post_type).first()
    if other:
        raise ValidationError(f"Its GUID, {guid}, belongs to a {other.kind} here.")


def describe_type(item: ExportItem) -> str:
    match item.post_type:
        case "nav_menu_item":
            return "menu items"
        case other:
            return f"items of the type “{other}”"
