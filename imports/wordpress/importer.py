"""Import WordPress exports: first people, topics, and tags, then posts and pages in batches.

A batch is one transaction: its items with their comments and old addresses. If one of them can't
be stored, the batch is repeated item by item, so that it costs only that item. An interrupted
import can simply be run again. Existing entries are recognized by their GUID.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from blog.models import Post
from content import kinds
from content.links.relinking import find_missing_targets
from content.models import Image
from events.models import Event
from imports.exceptions import UnreadableFile
from imports.files.fetching import FileFetcher
from imports.models import SourceRecord
from imports.reports import ImportReport, Outcome
from imports.running import OnProgress, ignore_progress, import_run
from imports.wordpress.accounts import (
    account_for_meta,
    account_for_repeated,
    leave_out_item,
    leave_out_meta,
)
from imports.wordpress.addresses import (
    add_attachment_pages,
    add_site_addresses,
    add_type_addresses,
)
from imports.wordpress.batches import SOURCE, BatchWriter, ItemToWrite
from imports.wordpress.bodies import (
    ConvertedText,
    Converter,
    FailedText,
    OldSites,
    SourceText,
    open_converter,
)
from imports.wordpress.comments import count_comments, kind_of, skip_comments
from imports.wordpress.export import Export, ExportItem
from imports.wordpress.guests import GUEST
from imports.wordpress.items import LEFT_OUT, ItemConverter
from imports.wordpress.media import MediaImport
from imports.wordpress.meta_keys import fields_html
from imports.wordpress.own_pages import OwnPages
from imports.wordpress.people import People
from imports.wordpress.plan import Plan, SourceItem
from imports.wordpress.post_types import ImportChoices
from imports.wordpress.publication_files import references_of
from imports.wordpress.recordings import recording_references
from imports.wordpress.related import RelatedItems
from imports.wordpress.search_engines import card_images_of
from imports.wordpress.structure import restore_structure
from imports.wordpress.surroundings import SharedParts, body_of, read_shared_parts
from imports.wordpress.terms import Terms
from imports.wordpress.wxr import read_export_file
from wiki.models import Publication

READING = "While reading"
BATCH = 100
# A batch of long texts has fewer, because several are in memory at once.
CHARACTERS_PER_BATCH = 2_000_000
# Batches whose texts are being converted while an earlier one is stored.
AHEAD = 4


def import_exports(
    paths: list[Path],
    *,
    media_folder: Path | None = None,
    fetcher: FileFetcher | None = None,
    choices: ImportChoices | None = None,
    is_dry_run: bool = False,
    on_progress: OnProgress = ignore_progress,
) -> ImportReport:
    """Import exports, and report the outcome. A dry run does the same, and rolls it back.

    Files are found in `media_folder`, or else fetched from the old site with `fetcher`.

    Raises ImportRunning, or ImpossibleChoice for a choice of what the files don't have.
    """
    report = ImportReport(is_dry_run=is_dry_run)
    choices = choices or ImportChoices()
    exports = read_exports(paths, report)
    if exports:
        # Without one, the report says why it can't be read.
        choices.check(exports)
    with import_run(is_dry_run=is_dry_run):
        media = MediaImport(media_folder, exports, report, fetcher)
        WordPressImporter(exports, media, choices, report).run(on_progress)
    return report


def read_exports(paths: list[Path], report: ImportReport) -> list[Export]:
    exports = []
    for path in paths:
        try:
            found = read_export_file(path)
        except UnreadableFile as error:
            report.fail(str(path), str(error))
            continue
        for export in found:
            for warning in export.warnings:
                report.remark(READING, warning)
        exports += found
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
    def __init__(
        self,
        exports: list[Export],
        media: MediaImport,
        choices: ImportChoices,
        report: ImportReport,
    ) -> None:
        self.exports = exports
        self.report = report
        self.progress = Progress(0, ignore_progress)
        self.choices = choices
        self.related = RelatedItems()
        self.related.add_all(exports)
        self.people = People(report, choices)
        self.terms = Terms(report, choices)
        self.media = media
        self.shared_parts = read_parts_of_sites(exports)
        converter = ItemConverter(
            people=self.people,
            terms=self.terms,
            media=media,
            choices=choices,
            related=self.related,
        )
        self.writer = BatchWriter(converter, self.related, report)

    def run(self, on_progress: OnProgress) -> None:
        with transaction.atomic():
            self.people.add_all(self.exports)
            self.terms.add_all(self.exports)
        with transaction.atomic():
            self.people.fill_in_guests(self.media)
        plan = Plan(self.exports, self.choices, self.report)
        pages = plan.own_pages(self.people, self.terms)
        sites = OldSites(
            pages,
            self.media.attachments,
            self.shared_parts,
        )
        self.progress = Progress(len(plan), on_progress)
        with open_converter(sites, number=len(plan)) as converter:
            for batch in self.convert_ahead(self.changed_items(plan, pages), converter):
                self.writer.write(batch)
                for each in batch:
                    self.progress.advance(each.source.item)
        self.media.import_rest(self.progress.name)
        self.add_other_addresses(plan)
        restore_structure(plan, self.report)
        find_missing_targets()

    def add_other_addresses(self, plan: Plan) -> None:
        """Redirect the pages of the old sites that aren't an item's own."""
        guids = plan.guids()
        for site in dict.fromkeys(export.site.url for export in self.exports):
            with transaction.atomic():
                add_attachment_pages(site, self.related, guids, self.report)
                add_site_addresses(site, self.report)
        with transaction.atomic():
            add_type_addresses(self.exports, self.choices, self.report)

    def changed_items(self, plan: Plan, pages: OwnPages) -> Iterator[SourceItem]:
        """Yield the items to import, in order. Counts those that are left out or unchanged."""
        for some in in_batches(self.planned_items(plan)):
            records = SourceRecord.objects.filter(
                source=SOURCE, key__in=[source.planned.guid for source in some]
            ).exclude(entry=None)
            known = {record.key: record for record in records}
            for source in some:
                record = known.get(source.planned.guid)
                if record is not None and is_unchanged(source, record.data, pages):
                    self.repeat(source, record)
                    self.progress.advance(source.item)
                else:
                    yield source

    def repeat(self, source: SourceItem, record: SourceRecord) -> None:
        """Report an unchanged item with everything that was found when it was imported."""
        data, item = record.data, source.item
        self.report.count(source.plural, Outcome.UNCHANGED)
        if source.planned.model is Post:
            count_comments(item, Outcome.UNCHANGED, self.report)
        else:
            skip_comments(item, self.report, kind=kinds.for_model(source.planned.model).name)
        account_for_meta(
            item,
            self.report,
            used=set(data["meta_keys"]),
            why=data["unused_keys"],
            outcome=Outcome.UNCHANGED,
        )
        for heading, sentence in data["findings"]:
            self.report.remark(heading, sentence, entry=record.entry_id)

    def planned_items(self, plan: Plan) -> Iterator[SourceItem]:
        for export, item, planned in plan.read():
            if item.post_type == GUEST:
                self.people.account_for_guest(export, item)
                continue
            if planned is None:
                leave_out_item(item, self.choices, self.report)
                continue
            source = SourceItem(export, item, planned, self.choices.label_of(item), self.choices)
            self.count_in_file(source)
            if planned.is_repeated:
                account_for_repeated(item, source.plural, source.where, self.report)
                self.progress.advance(item)
            elif item.status in LEFT_OUT:
                why = LEFT_OUT[item.status]
                self.report.skip(source.plural, f"{item.post_type}s: {why}")
                count_comments(item, Outcome.SKIPPED, self.report)
                leave_out_meta(item, self.report)
                self.progress.advance(item)
            else:
                self.find_surroundings(source)
                yield source

    def find_surroundings(self, source: SourceItem) -> None:
        """Import the files that an item shows, and note what else it depends on."""
        item, site = source.item, source.export.site
        media = self.media
        more = card_images_of(item, site, media.attachments)
        if source.planned.model is Publication:
            more += references_of(item, site.url, self.related)
        if source.planned.model is Event:
            more += recording_references(item, site.url, media=media, related=self.related)
        parts = self.shared_parts[site.url].shown_in(body_of(item))
        fields = fields_html(item, self.choices.meta_keys)
        source.files = media.import_for(site.url, item, more, [*parts, *fields])
        source.shown = [
            *parts,
            *map(repr, media.attachments.images_shown(site.url, item, parts)),
            *(each.fingerprint for each in self.related.places_and_hosts_of(site.url, item)),
        ]

    def count_in_file(self, source: SourceItem) -> None:
        self.report.in_file[source.plural] += 1
        for old in source.item.comments:
            self.report.in_file["Comments" if old.approved == "spam" else kind_of(old)] += 1

    def convert_ahead(
        self, sources: Iterable[SourceItem], converter: Converter
    ) -> Iterator[list[ItemToWrite]]:
        """Yield batches whose texts were converted while the ones before were stored."""
        waiting: deque[tuple[Sequence[SourceItem], Converted]] = deque()
        for batch in in_batches(sources):
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
                more_html="\n\n".join(fields_html(source.item, self.choices.meta_keys)),
                files=source.files,
                image_facts={url: facts[url] for url in source.files.values() if url in facts},
            )
            for source in batch
        ]

    def finish(self, batch: Sequence[SourceItem], converted: "Converted") -> list[ItemToWrite]:
        return [ItemToWrite(source, text) for source, text in zip(batch, converted(), strict=True)]


def in_batches(sources: Iterable[SourceItem]) -> Iterator[list[SourceItem]]:
    batch: list[SourceItem] = []
    characters = 0
    for source in sources:
        batch.append(source)
        characters += len(source.item.content)
        if len(batch) == BATCH or characters >= CHARACTERS_PER_BATCH:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def is_unchanged(source: SourceItem, data: dict[str, Any], pages: OwnPages) -> bool:
    """Whether importing an item again would have the result that it had before."""
    return (
        "findings" in data
        and data["fingerprint"] == source.fingerprint
        and not any(pages.find(address, base=address) for address in data["missing_pages"])
    )


def read_parts_of_sites(exports: Iterable[Export]) -> dict[str, SharedParts]:
    """Return what several posts of a site show, by the address of the site."""
    items: defaultdict[str, list[ExportItem]] = defaultdict(list)
    for export in exports:
        items[export.site.url] += export.items
    return {site: read_shared_parts(of_site) for site, of_site in items.items()}


Converted = Callable[[], list[ConvertedText | FailedText]]
