"""Store converted items: new ones many at a time, and those that are here already one by one."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from blog.models import Post, Series
from content import kinds
from content.copies.making import make_many_copies_later
from content.editing.bulk_saving import NewEntry, save_new_entries
from content.editing.relations import Relations
from content.editing.slugs import propose_slug
from content.models import Entry, Page, Role
from content.rendering import render_text
from events.models import Event
from imports.models import SourceRecord
from imports.reports import ImportReport, Outcome
from imports.running import import_item, write_entry
from imports.wordpress.accounts import account_for_failed_meta, account_for_meta
from imports.wordpress.addresses import add_old_addresses
from imports.wordpress.bodies import ConvertedText, FailedText
from imports.wordpress.comments import count_comments, import_comments
from imports.wordpress.converted import ConvertedItem
from imports.wordpress.items import ItemConverter, set_fields
from imports.wordpress.plan import SourceItem, report_taken_address
from imports.wordpress.publication import read_modification
from imports.wordpress.publication_files import add_files
from imports.wordpress.recordings import add_recording, recording_references
from imports.wordpress.related import RelatedItems
from imports.wordpress.saving import save_converted
from wiki.models import Article, Publication

logger = logging.getLogger(__name__)

SOURCE = "wordpress"
# Other kinds have services of their own, which do more.
SAVED_TOGETHER = (Post, Page, Article, Series)
CHANGE_REASON = "Imported from WordPress"


@dataclass(frozen=True, slots=True)
class ItemToWrite:
    source: SourceItem
    text: ConvertedText | FailedText


@dataclass(frozen=True, slots=True)
class NewItem:
    source: SourceItem
    text: ConvertedText
    converted: ConvertedItem
    entry: Entry


class BatchWriter:
    """Writes items with their comments and old addresses. Doesn't overwrite changes made here."""

    def __init__(
        self, converter: ItemConverter, related: RelatedItems, report: ImportReport
    ) -> None:
        self.converter, self.related, self.report = converter, related, report

    def write(self, batch: Sequence[ItemToWrite]) -> None:
        """Write a batch in one transaction, or else each item in its own."""
        guids = [each.source.planned.guid for each in batch]
        known = set(Entry.objects.filter(guid__in=guids).values_list("guid", flat=True))
        records = SourceRecord.objects.filter(source=SOURCE, key__in=guids)
        known |= set(records.values_list("key", flat=True))
        new = [
            (each.source, each.text)
            for each in batch
            if each.source.planned.guid not in known
            and each.source.planned.model in SAVED_TOGETHER
            and isinstance(each.text, ConvertedText)
        ]
        # The report says nothing about what is rolled back.
        own_report = ImportReport()
        try:
            with transaction.atomic():
                self.write_new(new, own_report)
        except Exception:
            # One of them can't be stored. Which one, and why, is found out one by one.
            logger.info("A batch is imported item by item.", exc_info=True)
            new = []
        else:
            self.report.add(own_report)
        written = {source.planned.guid for source, _ in new}
        for each in batch:
            if each.source.planned.guid not in written:
                self.write_one(each)

    def write_new(
        self, batch: Sequence[tuple[SourceItem, ConvertedText]], report: ImportReport
    ) -> None:
        new = []
        for source, text in batch:
            converted = self.converter.convert(source.export, source.item, text)
            entry = build_entry(source, converted, slug=source.planned.slug)
            new.append(NewItem(source, text, converted, entry))
        save_new_entries(
            [NewEntry(one.entry, render(one.text), relations_of(one.converted)) for one in new],
            reason=CHANGE_REASON,
        )
        make_many_copies_later([one.entry for one in new])
        import_comments([(one.entry, one.source.item, one.text.comments) for one in new], report)
        add_old_addresses(
            [(one.entry, one.source.item, one.source.export.site.url) for one in new],
            report,
            related=self.related,
        )
        for one in new:
            report.count(one.source.plural, Outcome.NEW)
            account_for(one.source, one.converted, Outcome.NEW, report)
            note_remarks(one.source, one.converted, one.entry, Outcome.NEW, report)
        said = report.findings_by_entry()
        SourceRecord.objects.bulk_create(
            SourceRecord(
                source=SOURCE,
                key=one.entry.guid,
                entry=one.entry,
                data=data_to_record(one.source, one.converted, said[one.entry.pk]),
                entry_modified_at=one.entry.modified_at,
            )
            for one in new
        )

    def write_one(self, each: ItemToWrite) -> None:
        outcome = import_item(
            partial(self.write_in_transaction, each),
            item=each.source.where,
            kind=each.source.plural,
            report=self.report,
        )
        if outcome in {Outcome.FAILED, Outcome.DELETED}:
            count_comments(each.source.item, outcome, self.report)
        if outcome == Outcome.FAILED:
            account_for_failed_meta(each.source.item, self.report)

    def write_in_transaction(self, each: ItemToWrite, report: ImportReport) -> Outcome:
        source, text = each.source, each.text
        if isinstance(text, FailedText):
            raise ValidationError(text.reason)
        refuse_other_kind(source)
        converted = self.converter.convert(source.export, source.item, text)
        with transaction.atomic():
            # Look it up only now. Someone may have edited or deleted it during the conversion.
            entry, outcome = write_entry(
                source.planned.model,
                source.planned.guid,
                source=SOURCE,
                name=f"“{source.item.title}” ({source.planned.guid})",
                data={"digest": converted.digest},
                save=partial(self.save, source=source, converted=converted),
                report=report,
            )
            account_for(source, converted, outcome, report)
            if entry is None:
                return outcome
            if isinstance(entry, Publication) and outcome != Outcome.CONFLICT:
                add_files(entry, converted.files, report, is_dry_run=self.report.is_dry_run)
            if isinstance(entry, Event) and outcome != Outcome.CONFLICT:
                self.add_recording(entry, source, outcome, report)
            import_comments([(entry, source.item, text.comments)], report)
            add_old_addresses(
                [(entry, source.item, source.export.site.url)], report, related=self.related
            )
            note_remarks(source, converted, entry, outcome, report)
            if outcome != Outcome.CONFLICT and not report.failures:
                SourceRecord.objects.filter(source=SOURCE, key=source.planned.guid).update(
                    data=data_to_record(source, converted, report.findings_by_entry()[entry.pk])
                )
        return outcome

    def add_recording(
        self, event: Event, source: SourceItem, outcome: Outcome, report: ImportReport
    ) -> None:
        media = self.converter.media
        references = recording_references(
            source.item, source.export.site.url, media=media, related=self.related
        )
        add_recording(event, references, media=media, outcome=outcome, report=report)

    def save(self, entry: Entry, *, source: SourceItem, converted: ConvertedItem) -> None:
        """Save what an item became, one by one."""
        if entry.pk is None:
            slug = propose_slug(source.planned.slug, model=source.planned.model)
            entry.__dict__.update(build_entry(source, converted, slug=slug).__dict__)
        else:
            set_fields(entry, converted)
            entry.clean_fields(exclude=["slug"])
        save_converted(
            entry, converted, reason=CHANGE_REASON, modified_at=read_modification(source.item)
        )


def build_entry(source: SourceItem, converted: ConvertedItem, *, slug: str) -> Entry:
    entry = source.planned.model(guid=source.planned.guid, slug=slug)
    set_fields(entry, converted)
    entry.modified_at = entry.created_at = read_modification(source.item)
    if entry.published_at:
        entry.created_at = min(entry.published_at, entry.created_at)
    entry.clean_fields(exclude=["slug"])
    return entry


def relations_of(converted: ConvertedItem) -> Relations:
    return {
        "topics": converted.topics,
        "tags": converted.tags,
        "places": converted.places,
        "people": [(person, Role.AUTHOR) for person in converted.people],
    }


def render(text: ConvertedText):
    """Return the text as rendered, with its wiki links, which need the database."""
    if not text.rendered.wiki_titles:
        return text.rendered
    return render_text(text.markdown)


def data_to_record(
    source: SourceItem, converted: ConvertedItem, findings: list[tuple[str, str]]
) -> dict[str, Any]:
    """Return what the next import needs to know of an item if nothing has changed."""
    return {
        "digest": converted.digest,
        "link": source.item.link,
        "fingerprint": source.fingerprint,
        "meta_keys": sorted(converted.used_keys & {key for key, _ in source.item.meta}),
        "unused_keys": converted.unused_keys,
        # They may be there the next time.
        "missing_pages": converted.missing_pages,
        "findings": findings,
    }


def account_for(
    source: SourceItem, converted: ConvertedItem, outcome: Outcome, report: ImportReport
) -> None:
    account_for_meta(
        source.item, report, used=converted.used_keys, why=converted.unused_keys, outcome=outcome
    )


def note_remarks(
    source: SourceItem,
    converted: ConvertedItem,
    entry: Entry,
    outcome: Outcome,
    report: ImportReport,
) -> None:
    if outcome == Outcome.NEW and source.planned.wanted_address:
        report_taken_address(source.planned, entry, report)
    for heading, sentence in converted.remarks:
        report.remark(heading, sentence, entry=entry.pk)


def refuse_other_kind(source: SourceItem) -> None:
    guid = source.planned.guid
    kind = kinds.for_model(source.planned.model).name
    other = Entry.objects.filter(guid=guid).exclude(kind=kind).first()
    if other:
        raise ValidationError(f"Its GUID, {guid}, belongs to a {other.kind} here.")
