from typing import Any

from imports.bibliographies.reading import read_resources_file
from imports.reports import ImportReport
from imports.resources.columns import RESOURCES
from imports.resources.importer import import_resources
from imports.resources.planning import plan_import
from imports.spreadsheets.commands import SpreadsheetCommand
from imports.spreadsheets.plans import ImportPlan
from wiki.services.companion_offers import Offer, join, offers_for

POSSIBLE_COMPANIONS = (
    "Possible companions, because their titles are alike: join them with --join-companions, or one "
    "at a time in the admin under Resources, Companions"
)
JOINED_COMPANIONS = "Joined as companions, because their titles are alike"


class Command(SpreadsheetCommand):
    importer = "Resources"
    help = (
        "Imports resources from a spreadsheet (CSV or XLSX) or a bibliography (BibTeX, RIS, or "
        "CSL JSON) and publishes them unless --draft is given. You can run it again: only what "
        "changed in the file and not here is "
        "updated. docs/importing.md lists the columns."
    )
    plural = "resources"
    columns = RESOURCES
    file_help = "a CSV, XLSX, BibTeX, RIS, or CSL JSON file"
    read = staticmethod(read_resources_file)
    plan_import = staticmethod(plan_import)
    import_rows = staticmethod(import_resources)

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--join-companions",
            action="store_true",
            help="make companions of all pairs with the same or nearly the same title",
        )

    def after_import(self, plan: ImportPlan, options: dict[str, Any], report: ImportReport) -> None:
        joins = options["join_companions"]
        for offer in offers_for(plan.entry_ids):
            if joins:
                join(first=offer.first, second=offer.second)
            report.remark(JOINED_COMPANIONS if joins else POSSIBLE_COMPANIONS, describe(offer))


def describe(offer: Offer) -> str:
    pair = (offer.first, offer.second)
    return " — ".join(f"“{e.heading}” ({e.pk}, {e.get_absolute_url()})" for e in pair)
