"""Account for what an import leaves out: items of other types, and meta keys, by name."""

from collections.abc import Mapping

from imports.reports import ImportReport, Outcome
from imports.values import read_name
from imports.wordpress.comments import count_comments
from imports.wordpress.export import ExportItem
from imports.wordpress.meta_keys import KIND, MOST_NAMES, TOO_MANY, describe_skipped
from imports.wordpress.post_types import (
    INTERNAL,
    VENUES_AND_ORGANIZERS,
    ImportChoices,
)

COMMENTS_LEFT = "Comments on items that don’t become entries here"
REPEATED = "Items that are in the files more than once, of which the latest is imported"
OTHER_TYPES = "Items of other types (--as TYPE=KIND imports them)"


def leave_out_item(item: ExportItem, choices: ImportChoices, report: ImportReport) -> None:
    """Report an item that doesn't become an entry: by title and address, if it had readers."""
    if item.post_type != "attachment":
        # Attachments are counted as files: see imports.wordpress.media.
        kind = choices.label_of(item)
        report.in_file[kind] += 1
        report.skip(kind, describe_type(item, choices))
    leave_out_meta(item, report)
    title = read_name(item.title) or f"number {item.post_id}"
    if item.comments:
        number = len(item.comments)
        report.in_file["Comments"] += number
        report.skip("Comments", "comments on items of other types", number)
        comments = "one comment" if number == 1 else f"{number} comments"
        report.remark(COMMENTS_LEFT, f"{item.post_type}: “{title}”: {comments}")
    if item.post_type in INTERNAL or is_named_in_events(item, choices):
        return
    report.remark(OTHER_TYPES, f"{item.post_type}: “{title}” ({item.link or item.guid})")


def is_named_in_events(item: ExportItem, choices: ImportChoices) -> bool:
    """Whether an item is a venue or organizer without a text, of events that are imported."""
    return (
        item.post_type in VENUES_AND_ORGANIZERS
        and "event" in choices.kinds.values()
        and not item.content.strip()
    )


def describe_type(item: ExportItem, choices: ImportChoices) -> str:
    if is_named_in_events(item, choices):
        return "venues and organizers, which are named in their events"
    match item.post_type:
        case "nav_menu_item":
            return "menu items"
        case "wp_block":
            return "synced patterns, whose texts are in the posts that show them"
        case other:
            return f"items of the type “{other}”"


def account_for_meta(
    item: ExportItem,
    report: ImportReport,
    *,
    used: set[str],
    why: Mapping[str, str],
    outcome: Outcome,
) -> None:
    """Count an item's meta keys: those that were read share its outcome, all others are named."""
    for key, value in item.meta:
        report.in_file[KIND] += 1
        if key in used and value.strip():
            report.count(KIND, outcome)
        elif not value.strip():
            report.skip(KIND, "meta keys without a value")
        else:
            skip_key(report, describe_skipped(key, item, why.get(key, "")))


def account_for_repeated(item: ExportItem, plural: str, where: str, report: ImportReport) -> None:
    """Account for an item that the files have in a later version too."""
    report.count(plural, Outcome.DUPLICATE)
    report.remark(REPEATED, where)
    count_comments(item, Outcome.DUPLICATE, report)
    if item.meta:
        report.in_file[KIND] += len(item.meta)
        report.count(KIND, Outcome.DUPLICATE, len(item.meta))


def account_for_failed_meta(item: ExportItem, report: ImportReport) -> None:
    if item.meta:
        report.in_file[KIND] += len(item.meta)
        report.count(KIND, Outcome.FAILED, len(item.meta))


def leave_out_meta(item: ExportItem, report: ImportReport) -> None:
    """Count the meta keys of an item that isn't imported."""
    if item.meta:
        report.in_file[KIND] += len(item.meta)
        why = f"meta keys of items that weren’t imported (type “{item.post_type}”)"
        if item.post_type == "attachment":
            why = "meta keys of files (their alternative texts are imported with them)"
        report.skip(KIND, why, len(item.meta))


def skip_key(report: ImportReport, why: str) -> None:
    """Name a key, unless a file has so many that no one would read them."""
    is_known = why in report.not_imported
    report.skip(KIND, why if is_known or len(report.not_imported) < MOST_NAMES else TOO_MANY)
