"""Read CSV files and Excel workbooks into rows. Only `commands` queries the database."""

from imports.spreadsheets.columns import ColumnNames
from imports.spreadsheets.exceptions import SpreadsheetError
from imports.spreadsheets.reading import MAX_BYTES, read_spreadsheet
from imports.spreadsheets.sheets import Cell, Sheet, SheetRow
from imports.spreadsheets.sheets import SheetRow as Row

__all__ = [
    "MAX_BYTES",
    "Cell",
    "ColumnNames",
    "Row",
    "Sheet",
    "SheetRow",
    "SpreadsheetError",
    "read_spreadsheet",
]
