from imports.events.columns import EVENTS
from imports.events.importer import import_events
from imports.events.planning import plan_import
from imports.spreadsheets.commands import SpreadsheetCommand


class Command(SpreadsheetCommand):
    importer = "Events"
    help = (
        "Imports events from a spreadsheet (CSV or XLSX) and publishes them unless --draft is "
        "given. You can run it again: only what changed in the spreadsheet and not here is "
        "updated. docs/importing.md lists the columns."
    )
    plural = "events"
    columns = EVENTS
    plan_import = staticmethod(plan_import)
    import_rows = staticmethod(import_events)
