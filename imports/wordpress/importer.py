"""Import WordPress exports: first people, topics, and tags, then posts and pages in batches.

A batch is one transaction: its items with their comments and old addresses. If one of them can't
be stored, the batch is repeated item by item, so that it costs only that item. An interrupted
import can simply be run again. Existing entries are recognized by their GUID.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from pathlib import Path

from django.db import transaction

from content.links.relinking import find_missing_targets
from content.models import Image
from imports.exceptions import UnreadableFile
from imports.files.fetching import FileFetcher
from imports.models import SourceRecord
from imports.reports import ImportReport, Outcome
from imports.running import OnProgress, ignore_progress, import_run
from imports.wordpress.batches import SOURCE, BatchWriter, ItemToWrite
from imports.wordpress.bodies import (
    ConvertedText,
    Converter,
    FailedText,
    OldSites,
    SourceText,
    open_converter,
)
from imports.wordpress.comments import count_comments, kind_of
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.items import LEFT_OUT, ItemConverter
from imports.wordpress.media import MediaImport
from imports.wordpress.people import People
from imports.wordpress.plan import Plan, SourceItem
from imports.wordpress.surroundings import SharedParts, read_shared_parts
from imports.wordpress.terms import Terms
from imports.wordpress.wxr import read_export

READING = "While reading"
BATCH = 100
# Batches whose texts are being converted while an earlier one is stored.
AHEAD = 4


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
        media = MediaImport(media_folder, exports, report, fetcher)
        WordPressImporter(exports, media, report).run(on_progress)
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


@dataclass(slots=True)
class Progress:
    """How many of the items are done, shown after each."""

    total: int
    show: OnProgress
    done: int = 0

    def name(self, name: str) -> None:
        """Show what is being done besides the items."""
        self.show(self.done, self.total, name)

    def advance(self, item: ExportItem) -> None:
        self.done += 1
        self.show(self.done, self.total, item.title)


class WordPressImporter:
    def __init__(self, exports: list[Export], media: MediaImport, report: ImportReport) -> None:
        self.exports = exports
        self.report = report
        self.progress = Progress(0, ignore_progress)
        self.people = People(report)
        self.terms = Terms(report)
        self.media = media
        converter = ItemConverter(people=self.people, terms=self.terms, media=self.media)
        self.writer = BatchWriter(converter, report)

    def run(self, on_progress: OnProgress) -> None:
        for export in self.exports:
            with transaction.atomic():
                self.people.add_all(export)
                self.terms.add_all(export)
        plan = Plan(self.exports, self.report)
        sites = OldSites(
            plan.own_pages(self.people, self.terms),
            self.media.attachments,
            read_parts_of_sites(self.exports),
        )
        self.progress = Progress(len(plan), on_progress)
        with open_converter(sites, number=len(plan)) as converter:
            for batch in self.convert_ahead(self.changed_items(plan), converter):
                self.writer.write(batch)
                for each in batch:
                    self.progress.advance(each.source.item)
        self.media.import_rest(self.progress.name)
        find_missing_targets()

    def changed_items(self, plan: Plan) -> Iterator[SourceItem]:
        """Yield the items to import, in order. Counts those that are left out or unchanged."""
        for some in batched(self.planned_items(plan), BATCH):
            records = SourceRecord.objects.filter(
                source=SOURCE, key__in=[source.planned.guid for source in some]
            ).exclude(entry=None)
            fingerprints = dict(records.values_list("key", "data__fingerprint"))
            for source in some:
                if fingerprints.get(source.planned.guid) == source.fingerprint:
                    self.report.count(source.plural, Outcome.UNCHANGED)
                    count_comments(source.item, Outcome.UNCHANGED, self.report)
                    self.progress.advance(source.item)
                else:
                    yield source

    def planned_items(self, plan: Plan) -> Iterator[SourceItem]:
        for export, item, planned in plan.read():
            if item.post_type == "attachment":
                # Imported with what refers to it, or at the end.
                continue
            if planned is None:
                self.report.in_file[name_type(item)] += 1
                self.report.skip(name_type(item), describe_type(item))
                continue
            source = SourceItem(export, item, planned)
            self.count_in_file(source)
            if item.status in LEFT_OUT:
                why = LEFT_OUT[item.status]
                self.report.skip(source.plural, f"{item.post_type}s: {why}")
                count_comments(item, Outcome.SKIPPED, self.report)
                self.progress.advance(item)
            else:
                source.files = self.media.import_for(export.site.url, item)
                yield source

    def count_in_file(self, source: SourceItem) -> None:
        self.report.in_file[source.plural] += 1
        for old in source.item.comments:
            self.report.in_file["Comments" if old.approved == "spam" else kind_of(old)] += 1

    def convert_ahead(
        self, sources: Iterable[SourceItem], converter: Converter
    ) -> Iterator[list[ItemToWrite]]:
        """Yield batches whose texts were converted while the ones before were stored."""
        waiting: deque[tuple[Sequence[SourceItem], Converted]] = deque()
        for batch in batched(sources, BATCH):
            waiting.append((batch, converter.start(self.prepare(batch))))
            if len(waiting) > AHEAD:
                yield self.finish(*waiting.popleft())
        while waiting:
            yield self.finish(*waiting.popleft())

    def prepare(self, batch: Sequence[SourceItem]) -> list[SourceText]:
        """Return the texts with the images that they show."""
        urls = {url for source in batch for url in source.files.values()}
        facts = Image.objects.facts_by_url(urls)
        return [
            SourceText(
                item=source.item,
                site_url=source.export.site.url,
                name=source.where,
                files=source.files,
                image_facts={url: facts[url] for url in source.files.values() if url in facts},
            )
            for source in batch
        ]

    def finish(self, batch: Sequence[SourceItem], converted: "Converted") -> list[ItemToWrite]:
        return [ItemToWrite(source, text) for source, text in zip(batch, converted(), strict=True)]


def read_parts_of_sites(exports: Iterable[Export]) -> dict[str, SharedParts]:
    """Return what several posts of a site show, by the address of the site."""
    items: defaultdict[str, list[ExportItem]] = defaultdict(list)
    for export in exports:
        items[export.site.url] += export.items
    return {site: read_shared_parts(of_site) for site, of_site in items.items()}


Converted = Callable[[], list[ConvertedText | FailedText]]


def name_type(item: ExportItem) -> str:
    match item.post_type:
        case "nav_menu_item":
            return "Menu items"
        case other:
            return f"Items of the type “{other}”"


def describe_type(item: ExportItem) -> str:
    match item.post_type:
        case "nav_menu_item":
            return "menu items"
        case other:
            return f"items of the type “{other}”"
