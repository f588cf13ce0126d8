import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from imports.events.columns import EVENTS, LABELS
from imports.events.importer import carry_out
from imports.events.planning import Decision, Fate, Plan, plan_import
from imports.spreadsheets.commands import find_user, read_file

STYLES = {
    Fate.NEW: "green",
    Fate.CHANGED: "yellow",
    Fate.KEPT: "cyan",
    Fate.DELETED: "dim",
    Fate.SAME: "dim",
    Fate.ERROR: "bold red",
}


class Command(BaseCommand):
    help = (
        "Brings events in from a spreadsheet (CSV or XLSX), as published unless --draft is given. "
        "It can be run again: what is the same stays as it is, and only what changed in the "
        "spreadsheet and not here is updated. See docs/importing.md for the columns."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a file in CSV or XLSX")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, and write nothing"
        )
        parser.add_argument(
            "--draft", action="store_true", help="bring new events in as drafts, not published"
        )
        parser.add_argument(
            "--by", metavar="EMAIL", help="the user who stands in the history as having done it"
        )

    def handle(self, *, file: Path, dry_run: bool, draft: bool, by: str | None, **options) -> None:
        console = Console(
            file=options.get("stdout") or sys.stdout, no_color=options["no_color"], highlight=False
        )
        sheet = read_file(file, EVENTS)
        user = find_user(by, is_published=not draft) if by else None
        if dry_run:
            plan = plan_import(sheet=sheet, by=user)
            print_plan(plan, console, title="What an import would do")
            console.print("\nThis was a dry run: nothing was written.")
        else:
            plan = carry_out(sheet=sheet, by=user, is_published=not draft)
            print_plan(plan, console, title="What was brought in")
        failed = plan.counts.get(Fate.ERROR, 0)
        if failed:
            rows = "One row has" if failed == 1 else f"{failed} rows have"
            raise CommandError(f"{rows} errors: see above.")


def print_plan(plan: Plan, console: Console, *, title: str) -> None:
    for notice in plan.notices:
        console.print(f"[yellow]{escape(notice)}[/yellow]", soft_wrap=True)
    table = Table("Row", "Title", "When", "What becomes of it")
    for decision in plan.decisions:
        style = STYLES[decision.fate]
        table.add_row(
            str(decision.row.number),
            escape(decision.row.title[:150]),
            escape(format_when(decision)),
            f"[{style}]{decision.fate}[/{style}]",
        )
    console.print(table)
    for decision in plan.decisions:
        for sentence in sentences(decision):
            console.print(f"  • Row {decision.row.number}: {escape(sentence)}", soft_wrap=True)
    counts = ", ".join(f"{count} {fate}" for fate, count in plan.counts.items())
    console.print(f"\n[bold]{title}:[/bold] {counts}.")


def format_when(decision: Decision) -> str:
    said = decision.row.said
    return " ".join(said[name] for name in ("date", "starts", "time_zone") if said[name])


def sentences(decision: Decision) -> list[str]:
    errors = [
        f"column “{error.column}”: {error.sentence}" if error.column else error.sentence
        for error in decision.errors
    ]
    changes = (
        [f"{LABELS[name]} is now “{decision.row.said[name]}”." for name in decision.changed]
        if decision.fate == Fate.CHANGED
        else []
    )
    return [*errors, *changes, *decision.remarks]
