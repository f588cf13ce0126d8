"""What an import did, or would do, as a command prints it."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from imports.reports import IN_FILE, ImportReport, Outcome

EXAMPLES = 12


def print_report(report: ImportReport, console: Console, *, show_all: bool = False) -> None:
    console.print(build_table(report))
    if report.not_imported:
        console.print("\n[bold]Not imported[/bold]")
        for what, count in report.not_imported.most_common():
            console.print(f"  • {escape(what)}: {count}", soft_wrap=True)
    for heading, sentences in report.remarks.items():
        console.print(f"\n[bold]{escape(heading)}[/bold] ({len(sentences)})")
        shown = sentences if show_all else sentences[:EXAMPLES]
        for sentence in shown:
            console.print(f"  • {escape(sentence)}", soft_wrap=True)
        if len(sentences) > len(shown):
            console.print(
                f"  … and {len(sentences) - len(shown)} more: see them with --verbosity 2."
            )
    if report.failures:
        console.print(f"\n[bold red]Failed[/bold red] ({len(report.failures)})")
        for item, reason in report.failures:
            console.print(f"  • {escape(item)}: {escape(reason)}", soft_wrap=True)
    for kind, number in report.unaccounted().items():
        console.print(f"\n[bold red]{escape(kind)} that are not accounted for:[/bold red] {number}")
    if report.is_dry_run:
        console.print("\nThis was a dry run: nothing was saved.")


def build_table(report: ImportReport) -> Table:
    title = "What an import would do" if report.is_dry_run else "What was imported"
    table = Table(title=title, title_justify="left")
    table.add_column("")
    outcomes = [
        outcome
        for outcome in Outcome
        if outcome in {Outcome.NEW, Outcome.UNCHANGED}
        or any(counter[outcome] for counter in report.counts.values())
    ]
    if report.in_file:
        table.add_column(IN_FILE, justify="right")
    for outcome in outcomes:
        table.add_column(outcome.value, justify="right")
    for kind, counter in report.counts.items():
        in_file = [str(report.in_file[kind] or "")] if report.in_file else []
        table.add_row(kind, *in_file, *(str(counter[outcome] or "") for outcome in outcomes))
    return table
