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

from content.models import Entry
from imports.exceptions import UnreadableFile
from imports.reports import ImportReport, Outcome
from imports.running import (
    OnProgress,
    ignore_progress,
    import_item,
    import_run,
    write_entry,
)
from imports.wordpress.accounts import (
    account_for_failed_meta,
    account_for_meta,
    leave_out_item,
    leave_out_meta,
)
from imports.wordpress.addresses import (
    add_attachment_pages,
    add_old_addresses,
    add_site_addresses,
    add_type_addresses,
    choose_slug,
)
from imports.wordpress.comments import import_comments
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.items import (
    LEFT_OUT,
    ConvertedItem,
    ItemConverter,
    read_modification,
    set_fields,
)
from imports.wordpress.media import MediaImport
from imports.wordpress.people import People
from imports.wordpress.post_types import MODELS, ImportChoices
from imports.wordpress.publication_files import add_files
from imports.wordpress.related import RelatedItems
from imports.wordpress.saving import save_converted
from imports.wordpress.terms import Terms
from imports.wordpress.wxr import read_export

logger = logging.getLogger(__name__)

SOURCE = "wordpress"
CHANGE_REASON = "Imported from WordPress"
READING = "While reading"
SAME_GUID = "GUIDs shared by two items"


def import_exports(
    paths: list[Path],
    *,
    media_folder: Path | None = None,
    choices: ImportChoices | None = None,
    is_dry_run: bool = False,
    on_progress: OnProgress = ignore_progress,
) -> ImportReport:
    """Import exports, and report the outcome. A dry run does the same, and rolls it back.

    Raises ImportRunning, or ImpossibleChoice for a choice of what the files don't have.
    """
    report = ImportReport(is_dry_run=is_dry_run)
    choices = choices or ImportChoices()
    exports = read_exports(paths, report)
    if exports:
        # Without one, the report says why it can't be read.
        choices.check(exports)
    with import_run(is_dry_run=is_dry_run):
        WordPressImporter(exports, media_folder, report, choices).run(on_progress)
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
        choices: ImportChoices,
    ) -> None:
        self.exports = exports
        self.report = report
        self.choices = choices
        self.related = RelatedItems()
        self.related.add_all(exports)
        self.people = People(report, choices)
        self.terms = Terms(report, choices)
        self.converter = ItemConverter(
            people=self.people,
            terms=self.terms,
            media=MediaImport(media_folder, exports, report),
            report=report,
            choices=choices,
            related=self.related,
        )
        # The GUID that each item was imported under, by site and number.
        self.guids: dict[tuple[str, str], str] = {}

    def run(self, on_progress: OnProgress) -> None:
        kinds = self.choices.kind_of
        total = sum(bool(kinds(item)) for export in self.exports for item in export.items)
        done = 0
        for export in self.exports:
            with transaction.atomic():
                self.people.add_all(export)
                self.terms.add_all(export)
            guids: dict[str, ExportItem] = {}
            for item in export.items:
                if kinds(item) is None:
                    leave_out_item(item, self.choices, self.report)
                    continue
                on_progress(done, total, item.title)
                self.import_one(export, item, self.choose_guid(export, item, guids))
                done += 1
        for site in dict.fromkeys(export.site.url for export in self.exports):
            with transaction.atomic():
                add_attachment_pages(site, self.related, self.guids, self.report)
                add_site_addresses(site, self.report)
        with transaction.atomic():
            add_type_addresses(self.exports, self.choices, self.report)
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
        self.guids[export.site.url, item.post_id] = guid
        outcome = import_item(
            partial(self.import_or_skip, export, item, guid),
            item=where,
            kind=self.choices.label_of(item),
            report=self.report,
        )
        self.report.in_file[self.choices.label_of(item)] += 1
        if outcome == Outcome.FAILED:
            account_for_failed_meta(item, self.report)

    def import_or_skip(
        self, export: Export, item: ExportItem, guid: str, report: ImportReport
    ) -> Outcome:
        if item.status in LEFT_OUT:
            report.not_imported[f"{item.post_type}s: {LEFT_OUT[item.status]}"] += 1
            leave_out_meta(item, report)
            return Outcome.SKIPPED
        kind = self.choices.kind_of(item) or item.post_type
        refuse_other_kind(kind, guid)
        converted = self.converter.convert(export, item)
        with transaction.atomic():
            outcome = self.write(export, item, guid, kind, converted, report)
        account_for_meta(
            item, report, used=converted.used_keys, why=converted.unused_keys, outcome=outcome
        )
        return outcome

    def write(
        self,
        export: Export,
        item: ExportItem,
        guid: str,
        kind: str,
        converted: ConvertedItem,
        report: ImportReport,
    ) -> Outcome:
        """Write one item with its comments and old addresses. Don't overwrite changes made here."""
        # Look it up only now. Someone may have edited or deleted it during the conversion.
        entry, outcome = write_entry(
            MODELS[kind],
            guid,
            source=SOURCE,
            name=f"“{item.title}” ({guid})",
            data={"digest": converted.digest, "link": item.link},
            save=partial(self.save, item=item, converted=converted, report=report),
            report=report,
        )
        if entry is None:
            return outcome
        if kind == "post":
            import_comments(entry, item, report)
        add_old_addresses(entry, item, report, site=export.site.url, related=self.related)
        for heading, sentence in converted.remarks:
            report.remark(heading, sentence, entry=entry.pk)
        return outcome

    def save(
        self, entry: Entry, item: ExportItem, converted: ConvertedItem, report: ImportReport
    ) -> None:
        set_fields(entry, converted)
        if entry.pk is None:
            entry.slug = choose_slug(entry, item, report)
            entry.created_at = read_modification(item)
            if entry.published_at:
                entry.created_at = min(entry.published_at, entry.created_at)
        entry.clean_fields(exclude=["slug"])
        save_converted(entry, converted, reason=CHANGE_REASON, modified_at=read_modification(item))
        if converted.files:
            # This report is only this item's.
            add_files(entry, converted.files, report, is_dry_run=self.report.is_dry_run)


def refuse_other_kind(kind: str, guid: str) -> None:
    other = Entry.objects.filter(guid=guid).exclude(kind=kind).first()
    if other:
        raise ValidationError(f"Its GUID, {guid}, belongs to a {other.kind} here.")
