import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from content.models import User
from imports.resources.columns import RESOURCES
from imports.resources.importer import Report, carry_out
from imports.resources.planning import Decision, Fate, Plan, plan_import
from imports.spreadsheets import Sheet
from imports.spreadsheets.commands import find_user, read_file
from wiki.services.companion_offers import Offer, join, offers_for

SHOWN = 30
STYLES = {Fate.NEW: "green", Fate.CHANGED: "yellow", Fate.ERROR: "bold red"}


class Command(BaseCommand):
    help = (
        "Brings resources in from a spreadsheet (CSV or XLSX), as published unless --draft is "
        "given. It can be run again: what is the same stays as it is, and only what changed in the "
        "spreadsheet and not here is updated. See docs/importing.md for the columns."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a file in CSV or XLSX")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, and write nothing"
        )
        parser.add_argument(
            "--draft", action="store_true", help="bring new resources in as drafts, not published"
        )
        parser.add_argument(
            "--by", metavar="EMAIL", help="the user who stands in the history as having done it"
        )
        parser.add_argument(
            "--join-companions",
            action="store_true",
            help="make companions of all pairs with the same or nearly the same title",
        )

    def handle(self, *, file: Path, dry_run: bool, draft: bool, by: str | None, **options) -> None:
        console = Console(
            file=options.get("stdout") or sys.stdout, no_color=options["no_color"], highlight=False
        )
        sheet = read_file(file, RESOURCES)
        user = find_user(by, is_published=not draft) if by else None
        show_all = options["verbosity"] > 1
        if dry_run:
            plan = plan_import(sheet=sheet, by=user)
            print_plan(plan, console, title="What an import would do", show_all=show_all)
            console.print("\nThis was a dry run: nothing was written.")
        else:
            plan = bring_in(sheet, console, by=user, is_published=not draft)
            print_plan(plan, console, title="What was brought in", show_all=show_all)
            show_offers(plan, console, joined=options["join_companions"])
        failed = plan.counts.get(Fate.ERROR, 0)
        if failed:
            rows = "One row has" if failed == 1 else f"{failed} rows have"
            raise CommandError(f"{rows} errors: see above.")


def bring_in(sheet: Sheet, console: Console, *, by: User | None, is_published: bool) -> Report:
    facts = {"sheet": sheet, "by": by, "is_published": is_published}
    if not console.is_terminal:
        return carry_out(**facts)
    steps = iter(track(sheet.rows, description="Bringing in", console=console))
    report = carry_out(**facts, on_progress=lambda done, total: next(steps, None))
    next(steps, None)
    return report


def print_plan(plan: Plan, console: Console, *, title: str, show_all: bool) -> None:
    for notice in plan.notices:
        console.print(f"[yellow]{escape(notice)}[/yellow]", soft_wrap=True)
    # What is the same is not worth a line each.
    told = [d for d in plan.decisions if show_all or d.fate != Fate.SAME or d.remarks]
    if told:
        rows = Table("Row", "Title", "What becomes of it")
        for decision in told if show_all else told[:SHOWN]:
            style = STYLES.get(decision.fate, "")
            rows.add_row(
                str(decision.number),
                escape(shorten(decision.title, 150)),
                f"[{style}]{decision.fate}[/{style}]" if style else decision.fate.value,
            )
        console.print(rows)
        if len(told) > SHOWN and not show_all:
            console.print(f"… and {len(told) - SHOWN} more: see them with --verbosity 2.")
    for decision in plan.decisions:
        for sentence in sentences(decision):
            console.print(f"  • Row {decision.number}: {escape(sentence)}", soft_wrap=True)
    for surprise in getattr(plan, "surprises", []):
        console.print(f"  • {escape(surprise)}", soft_wrap=True)
    counts = ", ".join(f"{count} {fate}" for fate, count in plan.counts.items())
    console.print(f"\n[bold]{title}:[/bold] {counts}.")


def sentences(decision: Decision) -> list[str]:
    """Return what there is to say of a row beside its fate."""
    told = [
        f"column “{error.column}”: {error.sentence}" if error.column else error.sentence
        for error in decision.errors
    ]
    told += [decision.reason] if decision.reason else []
    told += [
        f"{change.label}: “{shorten(change.old)}” → “{shorten(change.new)}”"
        for change in decision.changes
    ]
    told += [
        f"{change.label} stays “{shorten(change.old)}”, and not “{shorten(change.new)}”"
        for change in decision.kept
    ]
    return told + decision.remarks


def shorten(text: str, length: int = 100) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def show_offers(report: Report, console: Console, *, joined: bool) -> None:
    offers = offers_for(report.resource_ids)
    if not offers:
        return
    console.print("\n[bold]Perhaps companions[/bold], for their titles are alike")
    for offer in offers:
        console.print(f"  • {say(offer)}", soft_wrap=True)
        if joined:
            join(first=offer.first, second=offer.second)
    console.print(
        "They are companions now."
        if joined
        else "Join them with --join-companions, or one by one in the admin: Resources, Companions.",
        soft_wrap=True,
    )


def say(offer: Offer) -> str:
    pair = (offer.first, offer.second)
    return " — ".join(f"“{escape(e.heading)}” ({e.pk}, {e.get_absolute_url()})" for e in pair)
