from rich.console import Console
from rich.markup import escape

from content.models import User
from imports.resources.columns import RESOURCES
from imports.resources.importer import import_resources
from imports.resources.planning import plan_import
from imports.running import OnProgress
from imports.spreadsheets import Sheet
from imports.spreadsheets.commands import SpreadsheetCommand
from imports.spreadsheets.plans import ImportPlan
from wiki.services.companion_offers import Offer, join, offers_for


class Command(SpreadsheetCommand):
    help = (
        "Imports resources from a spreadsheet (CSV or XLSX) and publishes them unless --draft is "
        "given. You can run it again: only what changed in the spreadsheet and not here is "
        "updated. docs/importing.md lists the columns."
    )
    plural = "resources"
    columns = RESOURCES

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--join-companions",
            action="store_true",
            help="make companions of all pairs with the same or nearly the same title",
        )

    def plan(self, sheet: Sheet, *, by: User | None) -> ImportPlan:
        return plan_import(sheet=sheet, by=by)

    def run_import(
        self, sheet: Sheet, *, by: User | None, is_published: bool, on_progress: OnProgress
    ) -> ImportPlan:
        return import_resources(
            sheet=sheet, by=by, is_published=is_published, on_progress=on_progress
        )

    def after_import(self, plan: ImportPlan, console: Console, options: dict) -> None:
        offers = offers_for(plan.entry_ids)
        if not offers:
            return
        console.print("\n[bold]Possible companions[/bold] (their titles are alike)")
        for offer in offers:
            console.print(f"  • {describe(offer)}", soft_wrap=True)
            if options["join_companions"]:
                join(first=offer.first, second=offer.second)
        console.print(
            "They are companions now."
            if options["join_companions"]
            else "Join them with --join-companions, or one at a time in the admin under Resources, "
            "Companions.",
            soft_wrap=True,
        )


def describe(offer: Offer) -> str:
    pair = (offer.first, offer.second)
    return " — ".join(f"“{escape(e.heading)}” ({e.pk}, {e.get_absolute_url()})" for e in pair)
