from content.models import User
from imports.events.columns import EVENTS
from imports.events.importer import import_events
from imports.events.planning import plan_import
from imports.running import OnProgress
from imports.spreadsheets import Sheet
from imports.spreadsheets.commands import SpreadsheetCommand
from imports.spreadsheets.plans import ImportPlan


class Command(SpreadsheetCommand):
    help = (
        "Imports events from a spreadsheet (CSV or XLSX) and publishes them unless --draft is "
        "given. You can run it again: only what changed in the spreadsheet and not here is "
        "updated. docs/importing.md lists the columns."
    )
    plural = "events"
    columns = EVENTS

    def plan(self, sheet: Sheet, *, by: User | None) -> ImportPlan:
        return plan_import(sheet=sheet, by=by)

    def run_import(
        self, sheet: Sheet, *, by: User | None, is_published: bool, on_progress: OnProgress
    ) -> ImportPlan:
        return import_events(sheet=sheet, by=by, is_published=is_published, on_progress=on_progress)
