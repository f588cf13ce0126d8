"""Put posts into their series, and articles below others, once all items are here.

Which series a post is a part of is only in this software's own exports.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F

from blog.models import Post, Series
from blog.services.series import place_part
from content.models import Entry
from imports.models import SourceRecord
from imports.own_keys import PART_KEY, SERIES_KEY
from imports.reports import ImportReport, Outcome
from imports.running import catch_failure
from imports.wordpress.batches import SOURCE
from imports.wordpress.export import Export
from imports.wordpress.plan import Plan
from wiki.models import Article

PARTS = "Parts of series"
BELOW = "Articles below others"
NOT_HERE = "parts and articles whose series or article above wasn’t imported"


def restore_structure(plan: Plan, report: ImportReport) -> None:
    guids = plan.guids()
    parts = [
        (guid, guids.get((export.site.url, series), ""))
        for series, _, export, guid in sorted(find_parts(plan), key=lambda found: found[:2])
    ]
    place_all(PARTS, Post, Series, parts, add_part, report)
    articles = [
        (planned.guid, guids.get((export.site.url, item.parent), ""))
        for export, item, planned in plan.items()
        if planned.model is Article and item.parent.strip("0")
    ]
    place_all(BELOW, Article, Article, articles, put_below, report)


def find_parts(plan: Plan) -> Iterator[tuple[str, int, Export, str]]:
    """Yield (number of the series, part number, export, GUID) of posts."""
    for export, item, planned in plan.items():
        series, part = (first(item.meta_values(key)) for key in (SERIES_KEY, PART_KEY))
        if planned.model is Post and series and part.isascii() and part.isdecimal():
            yield series, int(part), export, planned.guid


def first(values: list[str]) -> str:
    return values[0] if values else ""


def place_all[E: Entry, T: Entry](
    kind: str,
    model: type[E],
    target_model: type[T],
    wanted: Iterable[tuple[str, str]],
    place: Callable[[E, T], Any],
    report: ImportReport,
) -> None:
    """Place each entry that has no place and wasn't edited here. `wanted` are pairs of GUIDs."""
    for guid, target_guid in wanted:
        entry = model._base_manager.filter(guid=guid).first()
        target = target_model._base_manager.filter(guid=target_guid).first()
        report.in_file[kind] += 1
        if entry is None or target is None:
            report.skip(kind, NOT_HERE)
            continue
        outcome = Outcome.FAILED
        fail = partial(report.fail, str(entry))
        with catch_failure(str(entry), fail), transaction.atomic():
            outcome = Outcome.NEW if is_to_be_placed(entry) else Outcome.UNCHANGED
            if outcome == Outcome.NEW:
                place(entry, target)
        report.count(kind, outcome)


def is_to_be_placed(entry: Entry) -> bool:
    has_place = getattr(entry, "series_id", None) or getattr(entry, "parent_id", None)
    as_imported = SourceRecord.objects.filter(
        source=SOURCE, entry=entry.pk, entry_modified_at=F("entry__modified_at")
    )
    return not has_place and as_imported.exists()


def add_part(post: Post, series: Series) -> None:
    place_part(post=post, series=series)


def put_below(article: Article, parent: Article) -> None:
    Article.objects.filter(pk=article.pk).update(parent=parent)
